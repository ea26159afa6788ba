/** One line of figures. */
type Figures = Readonly<Record<string, string | number>>;

/** Where figures go: a table for people, or one JSON object a line for machines. */
export interface Report {
  title(text: string): void;
  add(figures: Figures): void;
  note(text: string): void;
  end(): void;
}

const write = (line: string) => process.stdout.write(`${line}\n`);

/** Figures for machines: one object a line, nothing else. */
export function jsonReport(bench: string): Report {
  return {
    title: () => {},
    add: (figures) => write(JSON.stringify({ bench, ...figures, node: process.version })),
    note: () => {},
    end: () => {},
  };
}

/** Figures for people: a table under each title. */
export function tableReport(): Report {
  let rows: Figures[] = [];
  const flush = () => {
    for (const line of table(rows)) write(line);
    rows = [];
  };
  return {
    title: (text) => {
      flush();
      write(`\n${text}`);
    },
    add: (figures) => rows.push(figures),
    note: (text) => {
      flush();
      write(text);
    },
    end: flush,
  };
}

function table(rows: readonly Figures[]): string[] {
  const [first] = rows;
  if (first === undefined) return [];
  const names = Object.keys(first);
  const cells = [names, ...rows.map((row) => names.map((name) => format(row[name])))];
  const widths = names.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return cells.map((line) => line.map((cell, column) => cell.padStart(widths[column] ?? 0)).join("  "));
}

function format(value: string | number | undefined): string {
  if (typeof value !== "number") return value ?? "";
  if (Number.isInteger(value)) return value.toLocaleString("en-US");
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
