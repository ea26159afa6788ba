import type { HistoryEvent } from "@aws-sdk/client-swf";
import type { Payloads } from "@sweft/payload";
import type { Order, Outcome } from "./order.ts";

/** How an order ended, or that it has not. */
export type Ending =
  | Outcome
  | { readonly status: "cancelled" }
  | { readonly status: "failed" | "open"; readonly code: string; readonly reason: string };

/** The ending of a run whose result was an error. */
export function endingOf(error: unknown): Ending {
  // What has a status is the end of a run; anything else kept us from seeing one.
  const { status } = error as { readonly status?: unknown };
  if (status === "CANCELED") return { status: "cancelled" };
  const { name, code, message } = status === undefined ? (error as Told) : rootOf(error);
  return {
    status: status === undefined ? "open" : "failed",
    code: String(code ?? name ?? "Error"),
    reason: String(message ?? error),
  };
}

interface Told {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
}

/** The error at the end of the chain of causes: the others say only through what it came. */
function rootOf(error: unknown): Told {
  const told = (typeof error === "object" && error !== null ? error : { message: String(error) }) as Told;
  return told.cause === undefined ? told : rootOf(told.cause);
}

/** The last events of runs that are open no more. */
const CLOSING = ["Completed", "Failed", "Canceled", "TimedOut", "Terminated", "ContinuedAsNew"].map(
  (end) => `WorkflowExecution${end}`,
);

/** Whether a history is that of a run that has ended. */
export const isClosed = (events: readonly HistoryEvent[]): boolean =>
  CLOSING.includes(String(events.at(-1)?.eventType));

/** What the history of a run tells about it. */
export interface Facts {
  readonly events: number;
  readonly seconds: number;
  /** How often the card was tried. */
  readonly tries: number;
  /** Bytes of the values that were too large for the history. */
  readonly storedBytes: number;
  /** The workflows it has started. */
  readonly children: readonly { readonly workflowId: string; readonly runId: string }[];
}

/** Reads the facts from a history: nothing else is known of a run, whoever has run it. */
export function factsOf(events: readonly HistoryEvent[], payloads: Payloads): Facts {
  const times = events.map(({ eventTimestamp }) => eventTimestamp?.getTime() ?? 0);
  const scheduled = events.flatMap((event) => event.activityTaskScheduledEventAttributes ?? []);
  const started = events.flatMap((event) => event.childWorkflowExecutionStartedEventAttributes ?? []);
  return {
    events: events.length,
    seconds: ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000,
    tries: scheduled.filter(({ activityType }) => activityType?.name === "charge").length,
    storedBytes: references(events, payloads).reduce((bytes, text) => bytes + payloads.sizeOf(text), 0),
    children: started.flatMap(({ workflowExecution: child }) =>
      child?.workflowId === undefined || child.runId === undefined
        ? []
        : [{ workflowId: child.workflowId, runId: child.runId }],
    ),
  };
}

/** The texts in a history that stand for values in the store, each once. */
export function references(events: readonly object[], payloads: Payloads): readonly string[] {
  const texts = events
    .flatMap((event) => Object.values(event))
    .flatMap((attributes: unknown) => (typeof attributes === "object" ? Object.values(attributes ?? {}) : []))
    .filter((value) => typeof value === "string");
  return [...new Set(texts)].filter((text) => payloads.isReference(text));
}

/** Everything about one order at the end of a run. */
export interface Report extends Partial<Facts> {
  readonly order: Order;
  readonly ending: Ending;
}
