import { money, totalCents } from "./order.ts";
import type { Ending, Report } from "./report.ts";

/** Colours a text, or leaves it as it is. */
export type Paint = (colour: Colour, text: string) => string;
type Colour = "green" | "yellow" | "red" | "gray" | "bold";

/** How each ending looks. */
const COLOURS: Readonly<Record<Ending["status"], Colour>> = {
  shipped: "green",
  refused: "yellow",
  refunded: "yellow",
  cancelled: "yellow",
  failed: "red",
  open: "red",
};

interface Column {
  readonly title: string;
  /** The most characters shown. */
  readonly width: number;
  readonly isRight?: boolean;
  readonly cell: (report: Report) => string;
}

const count = (value: number | undefined): string => (value === undefined || value === 0 ? "" : String(value));

const COLUMNS: readonly Column[] = [
  { title: "ORDER", width: 15, cell: ({ order }) => order.id },
  { title: "CUSTOMER", width: 18, cell: ({ order }) => order.customer.name },
  { title: "AMOUNT", width: 16, isRight: true, cell: ({ order }) => money(totalCents(order), order.currency) },
  { title: "OUTCOME", width: 9, cell: ({ ending }) => ending.status },
  { title: "WHY", width: 18, cell: ({ ending }) => ("code" in ending ? ending.code : parcelOf(ending)) },
  { title: "CHARGES", width: 7, isRight: true, cell: ({ charges }) => count(charges) },
  { title: "EVENTS", width: 6, isRight: true, cell: ({ events }) => count(events) },
  { title: "SECONDS", width: 7, isRight: true, cell: ({ seconds }) => seconds?.toFixed(1) ?? "" },
  { title: "STORED", width: 8, isRight: true, cell: ({ storedBytes }) => kilobytes(storedBytes ?? 0) },
];

function parcelOf(ending: Ending): string {
  return ending.status === "shipped" ? `parcel ${ending.trackingNumber}` : "";
}

/** Bytes for people, in thousands; nothing for none. */
export const kilobytes = (bytes: number): string => (bytes === 0 ? "" : `${Math.ceil(bytes / 1000)} kB`);

const SEGMENTS = new Intl.Segmenter("en", { granularity: "grapheme" });

/** A text of exactly so many characters, as people count them. */
function padded(text: string, width: number, isRight = false): string {
  const letters = [...SEGMENTS.segment(text)].map(({ segment }) => segment);
  const cut = letters.length > width ? `${letters.slice(0, width - 1).join("")}…` : text;
  const blank = " ".repeat(Math.max(0, width - letters.length));
  return isRight ? `${blank}${cut}` : `${cut}${blank}`;
}

/** The reports as a table, at most 120 characters wide: columns are as narrow as their widest cell lets them be. */
export function tableOf(reports: readonly Report[], paint: Paint): readonly string[] {
  const widths = COLUMNS.map(({ title, width, cell }) =>
    Math.min(width, Math.max(title.length, ...reports.map((report) => [...SEGMENTS.segment(cell(report))].length))),
  );
  const rowOf = (cells: readonly string[], colours: readonly (Colour | undefined)[]): string =>
    cells
      .map((cell, i) => {
        const fitted = padded(cell, widths[i] ?? 0, COLUMNS[i]?.isRight);
        const colour = colours[i];
        return colour === undefined ? fitted : paint(colour, fitted);
      })
      .join("  ")
      .trimEnd();
  const titles = COLUMNS.map(({ title }) => title);
  return [
    rowOf(
      titles,
      titles.map(() => "bold"),
    ),
    ...reports.map((report) =>
      rowOf(
        COLUMNS.map(({ cell }) => cell(report)),
        titles.map((title) => (title === "OUTCOME" ? COLOURS[report.ending.status] : undefined)),
      ),
    ),
  ];
}

/** `1 order`, `20 orders`. */
export const counted = (orders: number): string => `${orders} order${orders === 1 ? "" : "s"}`;

/** How many orders ended in which way: `12 shipped, 3 refused`. */
export function tally(reports: readonly Report[]): string {
  const statuses = Object.keys(COLOURS) as readonly Ending["status"][];
  return statuses
    .map((status) => ({ status, orders: reports.filter(({ ending }) => ending.status === status).length }))
    .filter(({ orders }) => orders > 0)
    .map(({ status, orders }) => `${orders} ${status}`)
    .join(", ");
}
