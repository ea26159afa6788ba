import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { OperationName } from "../../src/index.ts";

/** A call as it was recorded: what was asked, and what the service answered. */
export interface RecordedCall {
  readonly action: OperationName;
  readonly request: Readonly<Record<string, unknown>>;
  readonly response: unknown;
  /** When the request came, in epoch milliseconds; undefined where its id does not tell. */
  readonly requestedMs: number | undefined;
}

/** An event as it stands on the wire: times are epoch seconds. */
export interface RecordedEvent {
  readonly eventId: number;
  readonly eventType: string;
  readonly eventTimestamp: number;
  readonly [attributes: string]: unknown;
}

/** What is to be driven: a history, and the calls that were recorded beside it. */
export interface Scenario {
  readonly history: readonly RecordedEvent[];
  readonly calls: readonly RecordedCall[];
}

interface CallOnFile {
  readonly action: OperationName;
  readonly request: Readonly<Record<string, unknown>>;
  readonly status: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly response: unknown;
}

/**
 * Where the recordings are: in the file that SWEFT_RECORDED_TRAFFIC names, else in the nearest `shared/swf` above here.
 *
 * @returns Undefined if there is none. A name that leads nowhere is given back, and fails when read.
 */
export function findRecordings(): string | undefined {
  const named = process.env.SWEFT_RECORDED_TRAFFIC;
  if (named !== undefined && named !== "") return named;
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const path = join(folder, "shared", "swf", "recorded-traffic.json");
    if (existsSync(path)) return path;
  }
  return undefined;
}

/** Reads the recordings, by the name of their scenario. */
export function readRecordings(path: string): ReadonlyMap<string, readonly RecordedCall[]> {
  // The file's shape is known from its own description; what does not fit fails the tests that use it.
  const file = JSON.parse(readFileSync(path, "utf8")) as {
    readonly recordings: Readonly<Record<string, readonly CallOnFile[]>>;
  };
  const scenarios = Object.entries(file.recordings).map(([name, calls]) => {
    const recorded = calls.map(({ action, request, status, response, responseHeaders }) => {
      if (status !== 200) throw new Error(`${name} holds a fault, and the checks know of none`);
      return {
        action,
        request,
        response: response ?? {}, // an empty body is an answer without members
        requestedMs: timeOf(responseHeaders["x-amzn-requestid"] ?? ""),
      };
    });
    return [name, recorded] as const;
  });
  return new Map(scenarios);
}

/** The events of a recorded history, or an empty list if the scenario has none. */
export function historyOf(calls: readonly RecordedCall[]): readonly RecordedEvent[] {
  const found = calls.find(({ action }) => action === "GetWorkflowExecutionHistory");
  return found === undefined ? [] : eventsIn(found.response);
}

/** The events in an answer to GetWorkflowExecutionHistory. */
export function eventsIn(response: unknown): readonly RecordedEvent[] {
  return (response as { readonly events: readonly RecordedEvent[] }).events; // such answers always have them
}

/** The scenario with another history, in the recorded answer too. */
export function withHistory({ calls }: Scenario, history: readonly RecordedEvent[]): Scenario {
  const changed = calls.map((call) =>
    call.action === "GetWorkflowExecutionHistory" ? { ...call, response: { events: history } } : call,
  );
  return { history, calls: changed };
}

/** The time in a UUID of version 1, in epoch milliseconds. The service's request ids were such until 2023. */
export function timeOf(uuid: string): number | undefined {
  const [low, mid, high] = uuid.split("-");
  if (low === undefined || mid === undefined || high?.startsWith("1") !== true) return undefined;
  const ticks = BigInt(`0x${high.slice(1)}${mid}${low}`);
  // Ticks are 100 ns, counted from the beginning of the Gregorian calendar.
  return Number((ticks - 122_192_928_000_000_000n) / 10_000n);
}
