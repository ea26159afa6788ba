import { isDeepStrictEqual } from "node:util";
import type { Payloads } from "@sweft/payload";
import type { PayloadFormat, Replayed } from "@sweft/workflow";
import type { RecordedEvent } from "../histories/history.ts";
import { attributesOf, textOf } from "../histories/history.ts";
import type { RecordedStatus } from "../histories/summary.ts";
import type { Interpreter } from "./workflows.ts";

/** Timers of the interpreter's own begin so: one among the decisions says that not all could be sent. */
const RESERVED = "sweft.";

const REFUSED_CLOSES: ReadonlySet<string> = new Set([
  "CompleteWorkflowExecutionFailed",
  "FailWorkflowExecutionFailed",
  "CancelWorkflowExecutionFailed",
  "ContinueAsNewWorkflowExecutionFailed",
]);

/**
 * Does the code end the workflow where the history goes on? Replay itself takes what is not recorded for a decision
 * still to be sent; but nothing keeps a close from being sent, except a refusal or a cut that is recorded.
 *
 * @returns The completion that should have closed the run; undefined if all is well.
 */
export function endedEarly(
  replayed: Replayed,
  status: RecordedStatus,
  events: readonly RecordedEvent[],
): RecordedEvent | undefined {
  if (status !== "open" || !("decisions" in replayed) || replayed.decisions.length > 0) return undefined;
  if (!["completed", "failed", "canceled", "continued"].includes(replayed.status)) return undefined;
  const at = events.findLastIndex(({ eventType }) => eventType === "DecisionTaskCompleted");
  return events.slice(at + 1).some(explainsOpenEnd) ? undefined : events[at];
}

const explainsOpenEnd = (event: RecordedEvent): boolean =>
  REFUSED_CLOSES.has(event.eventType) ||
  (event.eventType === "TimerStarted" && textOf(attributesOf(event), "timerId")?.startsWith(RESERVED) === true);

/**
 * Compares how a closed run ended with how the code ends it now. No decider ever replays a closed run, so another end
 * breaks nothing that runs; but whoever changed the code may not have meant it.
 *
 * @param format - What the workflow declares of its result.
 */
export function noteOfEnd(
  replayed: Replayed,
  close: RecordedEvent | undefined,
  payloads: Payloads,
  { reasonOf, toFailure }: Interpreter,
  format: PayloadFormat | undefined,
): string | undefined {
  if (close === undefined) return undefined;
  const attributes = attributesOf(close);
  if (replayed.status === "completed" && close.eventType === "WorkflowExecutionCompleted") {
    const recorded = textOf(attributes, "result");
    if (recorded !== undefined && payloads.missing(recorded)) return undefined;
    const asked = replayed.result === undefined ? undefined : payloads.write(replayed.result, "result", format);
    const read = (text: string | undefined) =>
      text === undefined || text === "" ? undefined : payloads.read(text, format);
    if (asked === recorded || isDeepStrictEqual(read(recorded), read(asked))) return undefined;
    return `the result is now ${asked ?? "none"}; recorded is ${recorded ?? "none"}`;
  }
  if (replayed.status === "failed" && close.eventType === "WorkflowExecutionFailed") {
    const recorded = textOf(attributes, "reason");
    const asked = reasonOf(toFailure(replayed.error));
    return asked === recorded ? undefined : `the reason is now ${asked}; recorded is ${recorded ?? "none"}`;
  }
  return undefined;
}
