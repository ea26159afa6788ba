import type { SweepProgress, SwfApi } from "@sweft/worker";
import { sweepPayloads } from "@sweft/worker";
import { CliError, clauseOf, codeOf, nameOf } from "../errors.ts";
import type { Io } from "../io.ts";
import { openPlaces } from "../sweeping/places.ts";
import { tellSweep } from "../sweeping/tell.ts";

/** What `sweft payloads gc` is told, as it was written. */
export interface PayloadsGcArgs {
  readonly domain: string;
  /** Folders, and modules that export a store or payloads. */
  readonly store: readonly string[];
  readonly prefix?: readonly string[];
  readonly delete?: true;
  readonly grace: string;
  /** Requests a second. */
  readonly rate: string;
  readonly region?: string;
  readonly endpoint?: string;
  readonly allowEmptyDomain?: true;
  readonly ignoreUnreadable?: true;
  readonly progress?: true;
  readonly json?: true;
}

/**
 * `sweft payloads gc`: finds what lies in stores that no execution can ask for any more, and deletes it if told so.
 *
 * @returns 1 if it was to delete and refused to.
 * @throws {CliError} `USAGE_INVALID`, `STORE_INVALID`, `MODULE_UNREADABLE`, `SERVICE_FAILED`
 * @throws {WorkerError} `WORKER_OPTION_INVALID`
 * @throws {PayloadError} what a store throws that cannot be listed or cleaned.
 */
export async function payloadsGc(args: PayloadsGcArgs, io: Io): Promise<0 | 1> {
  const { domain, grace, prefix, endpoint, region, delete: deletes = false } = args;
  const requestsPerSecond = Number(args.rate);
  if (!(requestsPerSecond >= 0.1)) {
    throw new CliError("USAGE_INVALID", `--rate is ${JSON.stringify(args.rate)}; write a number of at least 0.1`);
  }
  const { payloads, stores } = await openPlaces(args.store, io);
  const { SWF } = await import("@aws-sdk/client-swf");
  const swf = new SWF({ ...(endpoint !== undefined && { endpoint }), ...(region !== undefined && { region }) });
  try {
    const report = await sweepPayloads({
      api: swf as SwfApi,
      domain,
      payloads,
      stores,
      ...(prefix && { prefixes: prefix }),
      delete: deletes,
      grace: grace as `${number}s`, // a text that is no duration is refused there
      requestsPerSecond,
      allowEmptyDomain: args.allowEmptyDomain ?? false,
      ignoreUnreadable: args.ignoreUnreadable ?? false,
      ...(args.progress && { onProgress: (progress) => io.err(lineOf(progress)) }),
    });
    io.out(args.json ? `${JSON.stringify(report)}\n` : tellSweep(report, deletes));
    return report.refusal === undefined ? 0 : 1;
  } catch (error) {
    if (!isOfService(error)) throw error;
    const what = `domain ${domain}${endpoint === undefined ? "" : ` at ${endpoint}`}`;
    throw new CliError("SERVICE_FAILED", `the service could not be asked about ${what}: ${clauseOf(error)}`, {
      cause: error,
    });
  } finally {
    swf.destroy();
  }
}

/** Errors of our own have codes that are documented; all others come from the client of the service, or its network. */
const isOfService = (error: unknown): boolean =>
  !["CliError", "WorkerError", "SweftError", "DurationError", "PayloadError"].includes(nameOf(error)) ||
  codeOf(error) === undefined;

const WHAT: Readonly<Record<SweepProgress["phase"], string>> = {
  objects: "objects listed",
  executions: "executions listed",
  histories: "histories read",
  deleting: "objects deleted",
};

const lineOf = ({ phase, done }: SweepProgress): string => `sweft: ${done.toLocaleString("en-US")} ${WHAT[phase]}\n`;
