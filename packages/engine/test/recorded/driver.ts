import type { EventType, HistoryEvent, StartWorkflowExecutionInput } from "@aws-sdk/client-swf";
import type { Attributes } from "./attributes.ts";
import { attributesOf, object, text } from "./attributes.ts";
import type { RecordedCall, RecordedEvent, Scenario } from "./recordings.ts";
import { openStage } from "./stage.ts";
import type { Driven } from "./steps.ts";
import { STEPS } from "./steps.ts";
import { registerTypes } from "./types.ts";

/** What came of a drive. */
export interface Drive {
  /** Why the history could not be followed to its end: the event, and what went wrong. Undefined if it could. */
  readonly stuck: string | undefined;
  /** The engine's own history. */
  readonly history: readonly HistoryEvent[];
  /** The events that a call wrote: the engine had no choice about their time. */
  readonly called: ReadonlySet<number>;
  /** The engine's answer to each of the recorded calls. */
  readonly answers: ReadonlyMap<RecordedCall, unknown>;
}

/**
 * Makes on a fresh engine, at the recorded times, the calls that would have written a history. What the engine writes by itself
 * is only waited for. After every event the engine must have written one of the same type under the same id.
 *
 * External signals and cancel requests can be followed only to the execution itself and to its children.
 */
export async function drive({ history, calls }: Scenario): Promise<Drive> {
  const [first] = history;
  const start = calls.find(({ action }) => action === "StartWorkflowExecution");
  if (first === undefined || start === undefined) throw new Error("there is nothing to begin with");
  // A recorded request has the shape of what it asked for.
  const asked = start.request as unknown as StartWorkflowExecutionInput;
  const workflowId = String(asked.workflowId);
  const stage = await openStage(String(asked.domain), beginning(first, calls));
  await registerTypes(stage, { history, calls }, asked.workflowType);

  const answers = new Map<RecordedCall, unknown>();
  const called = new Set<number>();
  let runId = "";
  const driven: Driven = {
    stage,
    workflowId,
    history,
    runId: () => runId,
    async start() {
      const answer = await stage.engine.startWorkflowExecution(asked);
      runId = String(answer.runId);
      // So the service answers a start.
      stage.runIds.set(text(start.response as Attributes, "runId"), runId);
      answers.set(start, answer);
    },
  };
  const waiting = calls
    .filter((call) => call !== start)
    .map((call) => ({ call, atMs: effectiveMs(call, start, first) }));
  /** Makes the recorded calls that came before a moment. */
  async function callUntil(ms: number): Promise<void> {
    for (let next = waiting[0]; next !== undefined && next.atMs < ms; next = waiting[0]) {
      waiting.shift();
      await stage.advanceTo(next.atMs);
      answers.set(next.call, await make(driven, next.call));
    }
  }
  const own = () => (runId === "" ? [] : stage.events(workflowId, runId));

  let stuck: string | undefined;
  for (const event of history) {
    try {
      const ms = Math.round(event.eventTimestamp * 1_000);
      await callUntil(ms);
      await stage.advanceTo(ms);
      // The table knows all types; what it does not know is told below.
      const call = STEPS[event.eventType as EventType]?.(driven, attributesOf(event), event);
      if (call !== undefined) called.add(event.eventId);
      await call;
      meet(driven, event, (await own())[event.eventId - 1]);
    } catch (error) {
      stuck = `${event.eventId} ${event.eventType}: ${String((error as Error).message)}`;
      break;
    }
  }
  if (stuck === undefined) await callUntil(Number.POSITIVE_INFINITY);
  if (stuck === undefined) for (const { call } of waiting) answers.set(call, await make(driven, call));
  const written = await own();
  await stage.engine.close();
  return { stuck, history: written, called, answers };
}

/** Checks that an event is there, and learns from it which of the engine's runs the recorded one is. */
function meet({ stage }: Driven, event: RecordedEvent, written: HistoryEvent | undefined): void {
  if (written?.eventType !== event.eventType) {
    throw new Error(`the engine has ${written?.eventType ?? "no event"} in its place`);
  }
  const theirs = attributesOf(event).workflowExecution;
  if (theirs === undefined) return;
  const ours = attributesOf({ ...written, eventType: event.eventType }).workflowExecution;
  // Both are executions, as their member says.
  stage.runIds.set(text(theirs as Attributes, "runId"), text(ours as Attributes, "runId"));
}

/** Time begins when the first of the types was registered, or with the history. */
function beginning(first: RecordedEvent, calls: readonly RecordedCall[]): number {
  const created = calls.flatMap(({ action, response }) =>
    action === "DescribeWorkflowType" ? [Number(object(response as Attributes, "typeInfo").creationDate)] : [],
  );
  return Math.round(Math.min(first.eventTimestamp, ...created) * 1_000);
}

/**
 * When a recorded call took effect: as long after its request as the start of its scenario did, or after everything else if
 * the time of the request is not known.
 */
function effectiveMs({ requestedMs }: RecordedCall, start: RecordedCall, first: RecordedEvent): number {
  if (requestedMs === undefined || start.requestedMs === undefined) return Number.POSITIVE_INFINITY;
  return requestedMs + Math.round(first.eventTimestamp * 1_000) - start.requestedMs;
}

/** Makes a recorded call on the engine, with the engine's run ids and dates of its kind. */
function make({ stage }: Driven, { action, request }: RecordedCall): Promise<unknown> {
  const method = `${action.charAt(0).toLowerCase()}${action.slice(1)}`;
  const input = JSON.parse(JSON.stringify(request), (key, value: unknown) => {
    if (key === "runId" && typeof value === "string") return stage.runIds.get(value) ?? value;
    return typeof value === "number" && key.endsWith("Date") ? new Date(value * 1_000) : value;
  });
  // Operations are methods of the engine, by their names; the request's shape is what the service took.
  const methods = stage.engine as unknown as Readonly<Record<string, (input: unknown) => Promise<unknown>>>;
  const call = methods[method];
  if (call === undefined) throw new Error(`the engine has no ${action}`);
  return call(input);
}
