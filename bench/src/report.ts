/** One line of figures. What cannot be said of a line is undefined. */
type Figures = Readonly<Record<string, string | number | undefined>>;

/** Where figures go: a table for people, or one JSON object a line for machines. Each line is printed when it is added. */
export interface Report {
  /** Begins a series: lines of the same figures. */
  begin(series: string, title: string): void;
  add(figures: Figures): void;
}

/** Figures for machines: one object a line, nothing else. Undefined figures are left out. */
export function jsonReport(bench: string, out: (text: string) => void): Report {
  let series = "";
  return {
    begin: (name) => {
      series = name;
    },
    add: (figures) => out(`${JSON.stringify({ bench, series, ...figures, node: process.version })}\n`),
  };
}

/** Figures for people: a table under the title of each series, at most 120 columns wide. */
export function tableReport(out: (text: string) => void): Report {
  let widths: Readonly<Record<string, number>> | undefined;
  return {
    begin: (_, title) => {
      out(`\n${title}\n`);
      widths = undefined;
    },
    add: (figures) => {
      if (widths === undefined) {
        widths = widthsOf(figures);
        for (const line of headings(widths)) out(`${line}\n`);
      }
      out(`${row(widths, (name) => format(figures[name]))}\n`);
    },
  };
}

/** Room for larger figures than those of the first line, which is printed before the others are known. */
const LEAST = 6;
const SPARE = 1;

const widthsOf = (first: Figures): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(first).map(([name, value]) => [
      name,
      Math.max(LEAST, format(value).length + SPARE, ...wordsOf(name).map(({ length }) => length)),
    ]),
  );

/** A heading stands on several lines, word by word, so that its column is no wider than its figures. */
const wordsOf = (name: string): string[] => name.split(/ |(?<=\.)/);

function headings(widths: Readonly<Record<string, number>>): string[] {
  const height = Math.max(...Object.keys(widths).map((name) => wordsOf(name).length));
  return Array.from({ length: height }, (_, line) =>
    row(widths, (name) => {
      const words = wordsOf(name);
      return words[line - (height - words.length)] ?? "";
    }),
  );
}

const row = (widths: Readonly<Record<string, number>>, cellOf: (name: string) => string): string =>
  Object.entries(widths)
    .map(([name, width]) => cellOf(name).padStart(width))
    .join("  ");

function format(value: string | number | undefined): string {
  if (value === undefined) return "–";
  if (typeof value === "string") return value;
  if (Number.isInteger(value)) return value.toLocaleString("en-US");
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
