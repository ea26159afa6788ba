import { describe, expect, it } from "@jest/globals";
import { contract } from "../support/contract.ts";
import { cancelTimer, complete, marker, timer } from "../support/decisions.ts";
import { openDesk, startMs } from "../support/desk.ts";

contract("timers", (openDesk) => {
  it("fires when its seconds have passed and wakes the decider", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    await desk.decide(timer("t", 90));
    await desk.poll();
    const events = await desk.events(runId);
    expect(events[5]).toMatchObject({
      eventTimestamp: new Date(startMs + 90_000),
      timerFiredEventAttributes: { timerId: "t", startedEventId: 5 },
    });
    expect((await desk.lines(runId)).slice(4)).toEqual([
      "5 TimerStarted",
      "6 TimerFired",
      "7 DecisionTaskScheduled",
      "8 DecisionTaskStarted",
    ]);
  });

  it("fires one of 0 seconds by a transaction of its own, after the completion", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    await desk.decide(marker("m"), timer("now", 0));
    expect((await desk.lines(runId)).slice(4)).toEqual(["5 MarkerRecorded", "6 TimerStarted"]);
    await desk.clock.advance(0);
    expect((await desk.lines(runId)).slice(6)).toEqual(["7 TimerFired", "8 DecisionTaskScheduled"]);
  });

  it("is cancelled without waking anybody, and never fires then", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    await desk.decide(timer("t", 5));
    await desk.signal();
    await desk.decide(cancelTimer("t"));
    await desk.clock.advance(10_000);
    expect((await desk.lines(runId)).slice(9)).toEqual(["10 TimerCanceled"]);
    expect(await desk.last(runId, "TimerCanceled")).toEqual({
      timerId: "t",
      startedEventId: 5,
      decisionTaskCompletedEventId: 9,
    });
  });

  it("refuses an id that is open, or was cancelled by the same completion, and an unknown one to cancel", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    await desk.decide(timer("t", 5), timer("t", 6), cancelTimer("t"), timer("t", 7), cancelTimer("u"));
    expect((await desk.lines(runId)).slice(4)).toEqual([
      "5 TimerStarted",
      "6 StartTimerFailed",
      "7 TimerCanceled",
      "8 StartTimerFailed",
      "9 CancelTimerFailed",
      "10 DecisionTaskScheduled",
    ]);
    const cause = "TIMER_ID_ALREADY_IN_USE";
    expect(await desk.last(runId, "StartTimerFailed")).toEqual({
      timerId: "t",
      cause,
      decisionTaskCompletedEventId: 4,
    });
    expect(await desk.last(runId, "CancelTimerFailed")).toEqual({
      timerId: "u",
      cause: "TIMER_ID_UNKNOWN",
      decisionTaskCompletedEventId: 4,
    });
    await desk.decide(timer("t", 8));
    expect((await desk.lines(runId)).at(-1)).toBe("13 TimerStarted");
  });
});

describe("timers, in process", () => {
  it("takes a year of daily timers with polls waiting", async () => {
    const desk = await openDesk();
    const runId = await desk.start("order-1", { executionStartToCloseTimeout: "31536000" });
    void desk.work();
    for (let day = 0; day < 364; day++) await desk.decide(timer(`day ${day}`, 86_400));
    await desk.decide(complete());
    expect(desk.clock.now()).toBe(startMs + 364 * 86_400_000);
    expect(await desk.last(runId, "WorkflowExecutionCompleted")).toBeDefined();
  });
});
