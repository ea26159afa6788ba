import type { HistoryEvent } from "@aws-sdk/client-swf";
import { describe, expect, it } from "@jest/globals";
import * as to from "../support/decisions.ts";
import type { Desk } from "../support/desk.ts";
import { domain, openDesk } from "../support/desk.ts";
import { attributesOf, omit } from "./attributes.ts";
import { drive } from "./driver.ts";
import { mutations } from "./mutations.ts";
import type { RecordedCall, RecordedEvent, Scenario } from "./recordings.ts";
import { withHistory } from "./recordings.ts";
import { findingsIn } from "./verdict.ts";

/** A history of the engine as if it had been recorded, with the calls that began and ended it. */
function recording(runId: string, events: readonly HistoryEvent[]): Scenario {
  // Dates become seconds, and the rest is as on the wire.
  const history = events.map((event) => ({
    ...event,
    eventTimestamp: Number(event.eventTimestamp?.getTime()) / 1_000,
  })) as unknown as RecordedEvent[];
  const config = omit(attributesOf(history[0] as RecordedEvent), "parentInitiatedEventId");
  const untimed = { requestedMs: undefined };
  const calls: readonly RecordedCall[] = [
    { action: "StartWorkflowExecution", request: { domain, workflowId, ...config }, response: { runId }, ...untimed },
    {
      action: "GetWorkflowExecutionHistory",
      request: { domain, execution: { workflowId, runId } },
      response: { events: history },
      ...untimed,
    },
  ];
  return { history, calls };
}

const workflowId = "order-1";

/** Lets a story happen on an engine, and gives its history as a recording. */
async function told(story: (desk: Desk) => Promise<void>, more: object = {}): Promise<Scenario> {
  const desk = await openDesk();
  const runId = await desk.start(workflowId, more);
  await story(desk);
  return recording(runId, await desk.events(runId));
}

async function activities(desk: Desk): Promise<void> {
  const { engine, clock } = desk;
  await desk.decide(
    ...["done", "failed", "late", "dropped"].map((id) => to.schedule(id)),
    to.schedule("unseen", { scheduleToStartTimeout: "5", taskPriority: "-1" }),
    to.schedule("unknown", { activityType: { name: "unknown", version: "1" } }),
  );
  const [done, failed, late, dropped] = [await desk.work(), await desk.work(), await desk.work(), await desk.work()];
  await engine.respondActivityTaskCompleted({ taskToken: done?.taskToken, result: "" });
  await clock.advance(1_000);
  await desk.decide(); // else the outcomes could as well have come in the other order
  await engine.respondActivityTaskFailed({ taskToken: failed?.taskToken, reason: "r", details: "d" });
  await clock.advance(10_000);
  const task = await desk.poll();
  await engine.respondActivityTaskCompleted({ taskToken: late?.taskToken });
  await desk.respond(task, to.schedule("waiting"), to.cancelActivity("dropped"), to.cancelActivity("waiting"));
  await engine.respondActivityTaskCanceled({ taskToken: dropped?.taskToken, details: "stopped" });
  await desk.decide(to.cancelActivity("nobody"));
  await desk.decide(to.complete("fine"));
}

async function timers(desk: Desk): Promise<void> {
  await desk.signal("early");
  await desk.decide(to.timer("a", 0), to.timer("b", 30), to.timer("b", 1), to.marker("m"), to.cancelTimer("nobody"));
  await desk.clock.advance(2_000);
  const task = await desk.poll();
  await desk.signal("buffered");
  await desk.engine.requestCancelWorkflowExecution({ domain, workflowId });
  await desk.respond(task, to.cancelTimer("b"), to.complete());
  await desk.decide(to.cancel("asked to"));
}

/** Takes a child's task, which comes before its parent's. */
async function childDecides(desk: Desk, ...decisions: Parameters<Desk["decide"]>): Promise<void> {
  await desk.clock.advance(0);
  await desk.decide(...decisions);
  await desk.clock.advance(0);
}

async function children(desk: Desk): Promise<void> {
  await desk.decide(to.child("one"));
  await childDecides(desk, to.complete("1"));
  await desk.decide(to.child("two"));
  await childDecides(desk, to.fail("2"));
  await desk.decide(to.child("three"));
  await childDecides(desk, to.cancel("3"));
  await desk.decide(to.child("four"));
  await desk.clock.advance(0);
  await desk.engine.terminateWorkflowExecution({ domain, workflowId: "four" });
  await desk.clock.advance(0);
  await desk.decide(to.child("five", { executionStartToCloseTimeout: "20", taskStartToCloseTimeout: "NONE" }));
  await desk.clock.advance(30_000);
  await desk.decide(to.child("six", { workflowType: { name: "unknown", version: "1" } }));
  await desk.decide(to.signalOut(workflowId), to.cancelOut("nobody"));
  await desk.clock.advance(0);
  await desk.decide(to.continueAsNew({ input: "again" }));
}

async function timeouts(desk: Desk): Promise<void> {
  await desk.poll();
  await desk.clock.advance(60_000);
  const task = await desk.poll();
  await desk.engine.respondDecisionTaskCompleted({ taskToken: task.taskToken, executionContext: "" });
  await desk.clock.advance(3_600_000);
}

const STORIES: readonly (readonly [string, () => Promise<Scenario>, eventTypes: number])[] = [
  ["activities", () => told(activities), 14],
  ["timers, signals and markers", () => told(timers), 14],
  ["children", () => told(children), 18],
  ["time-outs", () => told(timeouts, { executionStartToCloseTimeout: "600", input: "", tagList: ["x"] }), 6],
  [
    "a termination",
    () =>
      told(async ({ engine }) => {
        await engine.terminateWorkflowExecution({ domain, workflowId, reason: "r", details: "d" });
      }),
    3,
  ],
];

describe("the driver of recordings", () => {
  it.each(STORIES)("writes a history of %s once more by its own calls", async (_, story, eventTypes) => {
    const scenario = await story();
    expect(new Set(scenario.history.map(({ eventType }) => eventType)).size).toBeGreaterThanOrEqual(eventTypes);
    expect(await findingsIn(scenario)).toEqual([]);
  });

  it("tells where it is stuck", async () => {
    const { history, calls } = await told(activities);
    const missing = history.filter(({ eventId }) => eventId !== 3);
    expect((await drive({ history: missing, calls })).stuck).toBe(
      "4 DecisionTaskCompleted: no task was started by event 3",
    );
  });

  it.each(STORIES)("sees what is taken out, swapped or changed in a history of %s", async (_, story) => {
    for (const [name, mutated] of mutations(await story())) {
      expect({ name, findings: await findingsIn(mutated) }).not.toEqual({ name, findings: [] });
    }
  });

  it.each([
    ["a reference to the completion", "TimerStarted", { decisionTaskCompletedEventId: 3 }],
    ["a reference to what was started", "TimerFired", { startedEventId: 7 }],
    ["a reference to the task", "DecisionTaskCompleted", { scheduledEventId: 3 }],
    ["a cause", "StartTimerFailed", { cause: "OPEN_TIMERS_LIMIT_EXCEEDED" }],
    ["a time-out that the service gives to its tasks", "DecisionTaskScheduled", { startToCloseTimeout: "61" }],
    ["a member that it does not write", "MarkerRecorded", { color: "red" }],
    ["a member that is absent", "WorkflowExecutionSignaled", { externalInitiatedEventId: undefined }],
    ["a number for a text", "TimerStarted", { startToFireTimeout: 0 }],
  ])("sees another value: %s", async (_, eventType, change) => {
    const scenario = await told(timers);
    const { history } = scenario;
    const member = `${eventType.charAt(0).toLowerCase()}${eventType.slice(1)}EventAttributes`;
    const at = history.findIndex((event) => event.eventType === eventType);
    const changed = history.map((event, index) =>
      index === at ? { ...event, [member]: { ...(event[member] as object), ...change } } : event,
    );
    expect(await findingsIn(scenario)).toEqual([]);
    expect(await findingsIn(withHistory(scenario, changed))).not.toEqual([]);
  });

  it("grants the service a moment for what it does by itself, and no more", async () => {
    const scenario = await told(timers);
    const { history } = scenario;
    const fired = history.findIndex(({ eventType }) => eventType === "TimerFired");
    const firedLater = (seconds: number) =>
      withHistory(
        scenario,
        history.map((event, index) =>
          index === fired ? { ...event, eventTimestamp: event.eventTimestamp + seconds } : event,
        ),
      );
    expect(await findingsIn(firedLater(0.5))).toEqual([]);
    expect(await findingsIn(firedLater(1.5))).not.toEqual([]);
    expect(await findingsIn(firedLater(-0.5))).not.toEqual([]);
  });

  it("takes no run for another", async () => {
    const scenario = await told(children);
    const { history } = scenario;
    const at = history.findLastIndex(({ eventType }) => eventType === "ChildWorkflowExecutionTimedOut");
    const other = history.map((event, index) => (index === at ? otherRun(event) : event));
    expect(await findingsIn(withHistory(scenario, other))).not.toEqual([]);
  });
});

function otherRun(event: RecordedEvent): RecordedEvent {
  // Nothing but the run id has changed.
  return JSON.parse(JSON.stringify(event), (key, value: unknown) =>
    key === "runId" ? "another" : value,
  ) as RecordedEvent;
}
