import type { HistoryEvent } from "@aws-sdk/client-swf";
import type { Execution, PayloadFormat } from "@sweft/workflow";
import { fromFailure } from "@sweft/workflow";
import { RunError } from "../errors.ts";
import type { Service } from "../options.ts";
import { readText } from "./replies.ts";

/** What the last event of a run says of its end. */
export type Outcome =
  | { readonly status: "completed"; readonly result: unknown }
  | { readonly status: "ended badly"; readonly error: RunError }
  | { readonly status: "continued"; readonly runId: string };

/** Reads the value of a text that may be out of band. */
type Read = (text: string | undefined, format?: PayloadFormat) => Promise<unknown>;

type Close = (
  event: HistoryEvent,
  execution: Execution,
  read: Read,
  format: PayloadFormat | undefined,
) => Promise<Outcome>;

const quoted = ({ workflowId }: Execution): string => `workflow ${JSON.stringify(workflowId)}`;
const badly = (error: RunError): Outcome => ({ status: "ended badly", error });

/** What each event that ends a run tells. */
const CLOSES: Readonly<Partial<Record<string, Close>>> = {
  async WorkflowExecutionCompleted(event, _execution, read, format) {
    return { status: "completed", result: await read(event.workflowExecutionCompletedEventAttributes?.result, format) };
  },
  async WorkflowExecutionFailed(event, execution, read) {
    const { reason, details } = event.workflowExecutionFailedEventAttributes ?? {};
    const cause = fromFailure(await read(details), reason ?? "no reason given");
    const message = `${quoted(execution)} failed: ${reason ?? "no reason given"}`;
    return badly(new RunError(message, { ...execution, status: "FAILED", reason, cause }));
  },
  async WorkflowExecutionCanceled(event, execution, read) {
    const details = await read(event.workflowExecutionCanceledEventAttributes?.details);
    return badly(new RunError(`${quoted(execution)} was canceled`, { ...execution, status: "CANCELED", details }));
  },
  async WorkflowExecutionTimedOut(_event, execution) {
    return badly(new RunError(`${quoted(execution)} timed out`, { ...execution, status: "TIMED_OUT" }));
  },
  async WorkflowExecutionTerminated(event, execution) {
    // Whoever terminates writes these by hand, or the service does: they are no payloads.
    const { reason, details, cause } = event.workflowExecutionTerminatedEventAttributes ?? {};
    const why = reason ?? cause;
    const message = `${quoted(execution)} was terminated${why === undefined ? "" : `: ${why}`}`;
    return badly(new RunError(message, { ...execution, status: "TERMINATED", reason: why, details }));
  },
  async WorkflowExecutionContinuedAsNew(event) {
    return {
      status: "continued",
      runId: event.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? "",
    };
  },
};

/**
 * How a run ended, by its last event; undefined if it goes on.
 *
 * @param format - What the workflow declares of its result, if the workflow is known.
 */
export async function outcomeOf(
  service: Service,
  execution: Execution,
  last: HistoryEvent | undefined,
  format?: PayloadFormat,
): Promise<Outcome | undefined> {
  const close = CLOSES[last?.eventType ?? ""];
  if (close === undefined || last === undefined) return undefined;
  return close(last, execution, (text, by) => readText(service, text, by), format);
}
