import { benchEngine } from "./engine/engine.ts";
import { benchPayload } from "./payload/payload.ts";
import { benchReplay } from "./replay/replay.ts";
import type { Report } from "./report.ts";
import { jsonReport, tableReport } from "./report.ts";

/** Measures, and adds its figures to the report. */
type Measure = (report: Report) => void | Promise<void>;

/** The benchmarks, by name. A Map, for a record has names that nobody gave it. */
export const BENCHES: ReadonlyMap<string, Measure> = new Map<string, Measure>([
  ["replay", benchReplay],
  ["engine", benchEngine],
  ["payload", benchPayload],
]);

/** Where a bench prints, and what there is to run. */
export interface Bench {
  out(text: string): void;
  err(text: string): void;
  readonly benches: ReadonlyMap<string, Measure>;
}

const usageOf = (benches: Bench["benches"]): string => `npm run --silent bench -- NAME… [--json]

NAME    one of: ${[...benches.keys()].join(", ")}
--json  prints one JSON object a line, as soon as it is measured: npm run --silent bench -- replay --json
        (without --silent, npm prints lines of its own)
--help  prints this
`;

/**
 * Runs the benches that are named.
 *
 * @param args - Names, `--json`, `--help`; without the names of node and program.
 * @returns The exit code: 2 if nothing, or something that does not exist, was named.
 */
export async function run(args: readonly string[], { out, err, benches }: Bench): Promise<0 | 2> {
  if (args.includes("--help") || args.includes("-h")) {
    out(usageOf(benches));
    return 0;
  }
  const chosen = args.filter((arg) => arg !== "--json");
  const unknown = chosen.filter((name) => !benches.has(name));
  if (chosen.length === 0 || unknown.length > 0) {
    const what = unknown.length > 0 ? `There is no ${unknown.join(" and no ")}.` : "Nothing was named.";
    err(`${what} Write:\n${usageOf(benches)}`);
    return 2;
  }
  for (const name of chosen) {
    await benches.get(name)?.(args.includes("--json") ? jsonReport(name, out) : tableReport(out));
  }
  return 0;
}
