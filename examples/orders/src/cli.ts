import { mkdir } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import type { SwfApi, WorkerClock } from "@sweft/worker";
import { readOrders } from "./read-orders.ts";
import type { Report } from "./report.ts";
import { runOrders } from "./run-orders.ts";
import type { End, Shell } from "./shell.ts";
import { counted, kilobytes, tableOf, tally } from "./table.ts";

/** A service that the program opens, and closes if it can be closed: engines close, AWS clients are destroyed. */
export type OpenService = () => SwfApi & {
  readonly clock?: WorkerClock;
  close?(): Promise<void>;
  destroy?(): void;
};

const USAGE = `Runs the order workflow over a batch of orders.

  npm start                    the orders of the example
  npm start -- my-orders.json  your own; examples/orders/orders.json shows all fields

Histories are written to histories/ where you stand. Exit code: 0 if all runs closed, however the orders ended,
or if the reader of the output has gone; 1 if a run did not close, or if the file is wrong; 130 after Ctrl-C, 143 after
SIGTERM.`;

/** How long the program waits for all runs to close, in milliseconds. */
const PATIENCE_MS = 120_000;

/**
 * The program: reads the orders, runs them, shows what became of them.
 *
 * @param open - Called once the orders are known to be right: a malformed file starts nothing.
 * @returns The exit code.
 */
export async function runCli(open: OpenService, shell: Shell): Promise<number> {
  const { args, cwd, complain, print } = shell;
  if (args.includes("--help") || args.includes("-h")) {
    print(USAGE);
    return 0;
  }
  const unknown = args.find((arg) => arg.startsWith("-"));
  if (unknown !== undefined || args.length > 1) {
    complain(unknown === undefined ? `one file at a time, not ${args.length}` : `there is no option ${unknown}`);
    complain(USAGE);
    return 1;
  }
  if (args[0] === "") {
    complain("the name of the file is empty; name a JSON file with a list of orders, or nothing for the example's");
    complain("Nothing was started.");
    return 1;
  }
  const file = args[0] === undefined ? shell.exampleFile : resolve(cwd, args[0]);
  const read = await readOrders(file);
  if ("problems" in read) {
    for (const problem of read.problems) complain(problem);
    complain("Nothing was started.");
    return 1;
  }
  const folder = join(cwd, "histories", stampOf(shell.now()));
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    complain(`histories cannot be written: ${(error as Error).message}. Nothing was started.`);
    return 1;
  }
  print(`${basename(file)}: ${counted(read.orders.length)}\n`);
  return run(open, shell, { orders: read.orders, folder });
}

async function run(
  open: OpenService,
  shell: Shell,
  { orders, folder }: Pick<Parameters<typeof runOrders>[1], "orders" | "folder">,
): Promise<number> {
  const { now, paint, print, complain } = shell;
  const interrupted = new AbortController();
  let end: End | undefined;
  const forget = shell.onEnd((heard) => {
    if (heard.notice !== undefined) print(`\n${heard.notice}`);
    if (heard.complaint !== undefined) complain(heard.complaint);
    end ??= heard;
    interrupted.abort();
  });
  const width = Math.max(...orders.map(({ id }) => id.length));
  const startMs = now().getTime();
  const service = open();
  try {
    const reports = await runOrders(service, {
      orders,
      folder,
      signal: AbortSignal.any([interrupted.signal, AbortSignal.timeout(PATIENCE_MS)]),
      ...(service.clock && { clock: service.clock }),
      progress: (id, message) => print(`${paint("gray", timeOf(now()))}  ${id.padEnd(width)}  ${message}`),
    });
    print("");
    for (const line of tableOf(reports, paint, shell.columns())) print(line);
    print("");
    for (const line of summary(shell, folder, reports, (now().getTime() - startMs) / 1000)) print(line);
    if (end !== undefined) return (end as End).code;
    return reports.some(({ ending }) => ending.status === "open") ? 1 : 0;
  } catch (error) {
    const { name, message } = error as { readonly name?: unknown; readonly message?: unknown };
    complain(`\nthe orders could not be run: ${name}: ${message}`);
    return 1;
  } finally {
    forget();
    await service.close?.();
    service.destroy?.();
  }
}

function summary(
  { cwd, historyTool }: Shell,
  folder: string,
  reports: readonly Report[],
  seconds: number,
): readonly string[] {
  const here = relative(cwd, folder);
  const storedBytes = reports.reduce((bytes, report) => bytes + (report.storedBytes ?? 0), 0);
  const shown = reports.find(({ events }) => events !== undefined);
  const look = historyTool === undefined ? "grep eventType" : `node ${quoted(relative(cwd, historyTool))} history`;
  return [
    `${counted(reports.length)} in ${seconds.toFixed(1)} s: ${tally(reports)}`,
    `Histories: ${here}, one file per run, as \`aws swf get-workflow-execution-history\` prints it`,
    ...(shown === undefined ? [] : [`Look at one: ${look} ${quoted(join(here, `${shown.order.id}.json`))}`]),
    ...(storedBytes === 0
      ? []
      : [`Documents too large for a history: ${kilobytes(storedBytes)}, kept in ${join(here, "documents")}`]),
  ];
}

/** A path as shells take it. */
const quoted = (path: string): string => (/^[\w./\\:@+-]+$/.test(path) ? path : `"${path}"`);

const two = (value: number): string => String(value).padStart(2, "0");

/** The time of day where the user is: `12:30:01.123`. */
const timeOf = (at: Date): string =>
  `${[at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(":")}.${String(at.getMilliseconds()).padStart(3, "0")}`;

/** A name for a folder that sorts by time and that all file systems take: `2026-01-31T12-30-01.123`. */
const stampOf = (at: Date): string =>
  `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${timeOf(at).replaceAll(":", "-")}`;
