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
  { title: "TRIES", width: 5, isRight: true, cell: ({ tries }) => count(tries) },
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

/** The columns that a narrow terminal does without, the first to go first. */
const DISPENSABLE = ["STORED", "SECONDS", "EVENTS"];

const GAP = "  ";

/**
 * The reports as a table: columns are as narrow as their widest cell lets them be.
 *
 * @param room - The characters of a line. What does not fit loses columns, as far as the table can do without them.
 *   Default: 120, for which all columns fit.
 */
export function tableOf(reports: readonly Report[], paint: Paint, room = 120): readonly string[] {
  let columns = COLUMNS.map((column) => ({ ...column, width: widthOf(column, reports) }));
  for (const dispensable of DISPENSABLE) {
    const width = columns.reduce((sum, column) => sum + column.width + GAP.length, -GAP.length);
    if (width > room) columns = columns.filter(({ title }) => title !== dispensable);
  }
  const rowOf = (cellOf: (column: Column) => string, colourOf: (column: Column) => Colour | undefined): string =>
    columns
      .map((column) => {
        const fitted = padded(cellOf(column), column.width, column.isRight);
        const colour = colourOf(column);
        return colour === undefined ? fitted : paint(colour, fitted);
      })
      .join(GAP)
      .trimEnd();
  return [
    rowOf(
      ({ title }) => title,
      () => "bold",
    ),
    ...reports.map((report) =>
      rowOf(
        ({ cell }) => cell(report),
        ({ title }) => (title === "OUTCOME" ? COLOURS[report.ending.status] : undefined),
      ),
    ),
  ];
}

const widthOf = ({ title, width, cell }: Column, reports: readonly Report[]): number =>
  Math.min(width, Math.max(title.length, ...reports.map((report) => [...SEGMENTS.segment(cell(report))].length)));

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
