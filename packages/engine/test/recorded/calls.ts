import type { RecordedCall } from "./recordings.ts";
import type { Stage } from "./stage.ts";

/** A recorded call that is to be made again. */
export interface Asked {
  readonly call: RecordedCall;
  /** When it took effect, in epoch milliseconds; infinite if that is not known, and it is to be made after everything else. */
  readonly atMs: number;
  /** Makes it, with the engine's run ids and with dates instead of seconds. */
  make(stage: Stage): Promise<unknown>;
}

/**
 * The calls of a scenario besides its start, with their times. Each takes effect as long after its request as the start did:
 * then the execution had its first event.
 */
export function asked(calls: readonly RecordedCall[], start: RecordedCall, startedMs: number): Asked[] {
  const takesMs = start.requestedMs === undefined ? undefined : startedMs - start.requestedMs;
  return calls
    .filter((call) => call !== start)
    .map((call) => ({
      call,
      atMs: (call.requestedMs ?? Number.POSITIVE_INFINITY) + (takesMs ?? Number.POSITIVE_INFINITY),
      make: (stage) => make(stage, call),
    }));
}

async function make({ engine, runIds }: Stage, { action, request }: RecordedCall): Promise<unknown> {
  const input = JSON.parse(JSON.stringify(request), (key, value: unknown) => {
    if (key === "runId" && typeof value === "string") return runIds.get(value) ?? value;
    return typeof value === "number" && key.endsWith("Date") ? new Date(value * 1_000) : value;
  });
  // Operations are methods of the engine, by their names; the request's shape is what the service took.
  const methods = engine as unknown as Readonly<Record<string, (input: unknown) => Promise<unknown>>>;
  const call = methods[`${action.charAt(0).toLowerCase()}${action.slice(1)}`];
  if (call === undefined) throw new Error(`the engine has no ${action}`);
  return call(input);
}
