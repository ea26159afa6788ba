import { benchReplay } from "./replay/replay.ts";
import type { Report } from "./report.ts";
import { jsonReport, tableReport } from "./report.ts";

/** The benchmarks, by name. */
const BENCHES: Readonly<Record<string, (report: Report) => void>> = { replay: benchReplay };

const names = Object.keys(BENCHES).join(", ");
const args = process.argv.slice(2);
const chosen = args.filter((arg) => !arg.startsWith("-"));
const unknown = [
  ...chosen.filter((name) => BENCHES[name] === undefined),
  ...args.filter((arg) => arg.startsWith("-") && arg !== "--json"),
];

if (chosen.length === 0 || unknown.length > 0) {
  const what = unknown.length > 0 ? `There is no ${unknown.join(" and no ")}. ` : "";
  process.stderr.write(`${what}Write: npm run bench -- NAME… [--json], with NAME one of: ${names}\n`);
  process.exitCode = 2;
} else {
  for (const name of chosen) {
    const report = args.includes("--json") ? jsonReport(name) : tableReport();
    BENCHES[name]?.(report);
    report.end();
  }
}
