import type { EventType, HistoryEvent, StartWorkflowExecutionInput } from "@aws-sdk/client-swf";
import type { Attributes } from "./attributes.ts";
import { attributesOf, text } from "./attributes.ts";
import { asked } from "./calls.ts";
import type { RecordedCall, RecordedEvent, Scenario } from "./recordings.ts";
import { openStage } from "./stage.ts";
import type { Driven } from "./steps.ts";
import { STEPS } from "./steps.ts";
import { registerTypes, registrationMs } from "./types.ts";

/** What came of a drive. */
export interface Drive {
  /** Why the history could not be followed to its end: the event, and what went wrong. Undefined if it could. */
  readonly stuck: string | undefined;
  /** The events that a call wrote: the engine had no choice about their time. */
  readonly called: ReadonlySet<number>;
  /** The engine's answer to each of the recorded calls. */
  readonly answers: ReadonlyMap<RecordedCall, unknown>;
}

/**
 * Makes on a fresh engine, at the recorded times, the calls that would have written a history, and between them the recorded
 * calls. What the engine writes by itself is only waited for. After every event the engine must have written one of the same
 * type under the same id.
 *
 * External signals and cancel requests can be followed only to the execution itself and to its children.
 */
export async function drive(scenario: Scenario): Promise<Drive> {
  const { history, calls } = scenario;
  const [first] = history;
  const start = calls.find(({ action }) => action === "StartWorkflowExecution");
  if (first === undefined || start === undefined) throw new Error("there is nothing to begin with");
  // A recorded request has the shape of what it asked for.
  const input = start.request as unknown as StartWorkflowExecutionInput;
  const workflowId = String(input.workflowId);
  const stage = await openStage(String(input.domain), registrationMs(calls) ?? msOf(first));
  await registerTypes(stage, scenario, input.workflowType);

  const answers = new Map<RecordedCall, unknown>();
  const called = new Set<number>();
  let runId = "";
  const driven: Driven = {
    stage,
    workflowId,
    history,
    runId: () => runId,
    async start() {
      const answer = await stage.engine.startWorkflowExecution(input);
      runId = String(answer.runId);
      stage.runIds.set(text(start.response as Attributes, "runId"), runId); // so the service answers a start
      answers.set(start, answer);
    },
  };
  const others = asked(calls, start, msOf(first));
  /** Makes the recorded calls that came before a moment. */
  async function callUntil(ms: number): Promise<void> {
    for (let next = others[0]; next !== undefined && next.atMs < ms; next = others[0]) {
      others.shift();
      await stage.advanceTo(next.atMs);
      answers.set(next.call, await next.make(stage));
    }
  }

  let stuck: string | undefined;
  for (const event of history) {
    try {
      await callUntil(msOf(event));
      await stage.advanceTo(msOf(event));
      // The table knows all types; what it does not know is told below.
      const call = STEPS[event.eventType as EventType]?.(driven, attributesOf(event), event);
      if (call !== undefined) called.add(event.eventId);
      await call;
      meet(driven, event, (await stage.events(workflowId, runId))[event.eventId - 1]);
    } catch (error) {
      stuck = `${event.eventId} ${event.eventType}: ${String((error as Error).message)}`;
      break;
    }
  }
  if (stuck === undefined) {
    await callUntil(Number.POSITIVE_INFINITY);
    for (const { call, make } of others) answers.set(call, await make(stage));
  }
  await stage.engine.close();
  return { stuck, called, answers };
}

const msOf = ({ eventTimestamp }: RecordedEvent) => Math.round(eventTimestamp * 1_000);

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
