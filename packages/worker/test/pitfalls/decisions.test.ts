import type { HistoryEvent } from "@aws-sdk/client-swf";
import { afterEach, describe, expect, it, jest } from "@jest/globals";
import { openEngine, virtualClock } from "@sweft/engine";
import { memoryStore, openPayloads } from "@sweft/payload";
import { activity, marker, race, replay, signal, sleep, workflow } from "@sweft/workflow";
import type { Interference, Place, PlaceOptions } from "../setup.ts";
import { openPlace, outage, refusal, until } from "../setup.ts";

jest.setTimeout(180_000);

// What deciders of SWF have suffered from, and must not here.

const hop = activity({ name: "hop" }, (n: number) => n + 1);
const go = signal<string>("go");

let place: Place;
afterEach(() => place.close());

const open = (interference: Interference = {}, options: PlaceOptions = {}): Place => {
  place = openPlace({ engine: openEngine({ seed: 1, clock: virtualClock() }), interference, ...options });
  return place;
};

const typesOf = (events: readonly HistoryEvent[]): string[] => events.map(({ eventType = "" }) => eventType);
const countOf = (events: readonly HistoryEvent[], type: string): number =>
  typesOf(events).filter((one) => one === type).length;

describe("a marker or an input over the limit", () => {
  it("is found before it is sent: the decision is not rejected for ever, the run is held, and a store lets it go on", async () => {
    const long = workflow({ name: "long", executionStartToCloseTimeout: "300 days" }, function* () {
      yield* marker("long", "x".repeat(40_000));
      return yield* hop(1);
    });
    let refused = 0;
    open({
      async respondDecisionTaskCompleted(_input, call) {
        try {
          return await call();
        } catch (error) {
          refused++;
          throw error;
        }
      },
    });
    const decider = await place.decider({ workflows: [long] });
    await place.acting({ activities: [hop] });
    const run = await place.client.start(long, { workflowId: "l" });
    await until(() => place.logger.codes().includes("DECISION_TOO_LARGE"));
    await decider.close();
    await place.decider({ workflows: [long], payloads: openPayloads({ store: memoryStore() }) });
    expect(await run.result()).toBe(2);
    expect(refused).toBe(0);
    expect(countOf(await run.history(), "DecisionTaskTimedOut")).toBe(0);
  });
});

describe("a long history", () => {
  const hops = workflow({ name: "hops" }, function* () {
    let n = 0;
    for (let i = 0; i < 10; i++) n = yield* hop(n);
    return n;
  });

  it("is read with all its pages, not only the first", async () => {
    let further = 0;
    open({
      pollForDecisionTask(input, call) {
        if (input.nextPageToken !== undefined) further++;
        return call({ ...input, maximumPageSize: 3 });
      },
    });
    await place.decider({ workflows: [hops], cachedRuns: 0 });
    await place.acting({ activities: [hop] });
    expect(await (await place.client.start(hops, { workflowId: "h" })).result()).toBe(10);
    expect(further).toBeGreaterThan(30);
    expect(place.logger.codes()).toEqual([]);
  });

  it("whose page token has expired is read from its start again", async () => {
    let expired = 0;
    open({
      async pollForDecisionTask(input, call) {
        if (input.nextPageToken === undefined) return call({ ...input, maximumPageSize: 3 });
        expired++;
        throw refusal("ValidationException", "Specified token has exceeded its maximum lifetime");
      },
    });
    await place.decider({ workflows: [hops], cachedRuns: 0 });
    await place.acting({ activities: [hop] });
    expect(await (await place.client.start(hops, { workflowId: "h" })).result()).toBe(10);
    expect(expired).toBeGreaterThan(5);
    expect(place.logger.codes()).toEqual([]);
  });

  it("that grows while its pages are read: what stands behind the decision's start is left to the next decision", async () => {
    const first = workflow({ name: "first" }, function* () {
      yield* sleep("1m");
      const { winner } = yield* race({ signaled: go.receive(), late: sleep("1m") });
      return winner;
    });
    let isSent = false;
    open({
      async pollForDecisionTask(input, call) {
        if (input.nextPageToken === undefined) return call({ ...input, maximumPageSize: 2 });
        if (!isSent) await place.client.run("f").signal(go, "while it is being read");
        isSent = true;
        throw refusal("ValidationException", "Specified token has exceeded its maximum lifetime");
      },
    });
    await place.decider({ workflows: [first], cachedRuns: 0 });
    const run = await place.client.start(first, { workflowId: "f" });
    expect(await run.result()).toBe("signaled");
    const { events } = JSON.parse(await run.historyJson()) as { events: never[] };
    expect(replay(first, events, { converter: openPayloads() })).toMatchObject({ status: "completed", decisions: [] });
    expect(place.logger.codes()).toEqual([]);
  });
});

describe("a close that SWF refuses as UNHANDLED_DECISION", () => {
  it("keeps its result, and is asked again after the new events", async () => {
    let ended = 0;
    let isSent = false;
    const done = workflow({ name: "done" }, function* () {
      yield* hop(1);
      ended++;
      return "the result";
    });
    open({
      async respondDecisionTaskCompleted({ decisions = [] }, call) {
        const isClose = decisions.some(({ decisionType }) => decisionType === "CompleteWorkflowExecution");
        if (isClose && !isSent) {
          isSent = true;
          await place.client.run("d").signal(go, "news");
        }
        return call();
      },
    });
    await place.decider({ workflows: [done] });
    await place.acting({ activities: [hop] });
    const run = await place.client.start(done, { workflowId: "d" });
    expect(await run.result()).toBe("the result");
    expect(countOf(await run.history(), "CompleteWorkflowExecutionFailed")).toBe(1);
    expect(place.logger.codes()).toEqual([]);
    // Once live, and perhaps once more from zero; never by going on behind its end.
    expect(ended).toBeLessThanOrEqual(2);
  });
});

describe("timers", () => {
  it("that are canceled and started anew in one decision have fresh ids", async () => {
    const snoozes = workflow({ name: "snoozes" }, function* () {
      for (let i = 0; i < 3; i++) yield* race([go.receive(), sleep("1 hour")]);
      return "awake";
    });
    open({}, { engine: openEngine({ seed: 1, clock: virtualClock({ manual: true }) }) });
    await place.decider({ workflows: [snoozes] });
    const run = await place.client.start(snoozes, { workflowId: "s" });
    for (let i = 0; i < 3; i++) await run.signal(go, "again");
    expect(await run.result()).toBe("awake");
    const events = await run.history();
    const ids = events.flatMap(({ timerStartedEventAttributes: timer }) => timer?.timerId ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    expect(typesOf(events).filter((type) => /TimerFailed$/.test(type))).toEqual([]);
  });
});

describe("canceling an activity that no worker has taken", () => {
  it("writes its end at once, which refuses the close in the same answer, and is planned for", async () => {
    const unlucky = workflow({ name: "unlucky" }, function* () {
      return (yield* race({ done: hop.with({ taskList: "nobody" })(1), late: sleep("1m") })).winner;
    });
    open();
    await place.decider({ workflows: [unlucky] });
    await (await place.acting({ activities: [hop], taskList: "elsewhere" })).close();
    const run = await place.client.start(unlucky, { workflowId: "u" });
    expect(await run.result()).toBe("late");
    const events = await run.history();
    expect(countOf(events, "ActivityTaskCanceled")).toBe(1);
    expect(countOf(events, "CompleteWorkflowExecutionFailed")).toBe(1);
    expect(place.logger.codes()).toEqual([]);
  });
});

describe("a cancel that lost its race", () => {
  it("fails with an unknown id, which is benign", async () => {
    let answer: (() => void) | undefined;
    const slow = activity({ name: "hop" }, () => new Promise<number>((resolve) => (answer = () => resolve(2))));
    open(
      {
        async respondDecisionTaskCompleted({ decisions = [] }, call) {
          const cancels = decisions.some(({ decisionType }) => decisionType === "RequestCancelActivityTask");
          if (cancels) {
            answer?.();
            await until(async () =>
              (await place.client.run("h").history()).some((e) => e.eventType === "ActivityTaskCompleted"),
            );
          }
          return call();
        },
      },
      { engine: openEngine({ seed: 1 }) },
    );
    const quick = workflow({ name: "hasty" }, function* () {
      return (yield* race({ done: hop(1), told: go.receive() })).winner;
    });
    await place.decider({ workflows: [quick] });
    await place.acting({ activities: [slow] });
    const run = await place.client.start(quick, { workflowId: "h" });
    await until(() => answer !== undefined);
    await run.signal(go, "now");
    expect(await run.result()).toBe("told");
    expect(countOf(await run.history(), "RequestCancelActivityTaskFailed")).toBe(1);
    expect(place.logger.codes()).toEqual([]);
  });
});

describe("a decision that cannot be made", () => {
  it("is answered by a reserved back-off timer: an unanswered one would cost three events at every time-out", async () => {
    const buggy = workflow({ name: "buggy", executionStartToCloseTimeout: "30 days" }, function* () {
      yield* hop(1);
      throw new TypeError("oops");
    });
    const clock = virtualClock({ manual: true });
    open({}, { engine: openEngine({ seed: 1, clock }) });
    await place.decider({ workflows: [buggy] });
    await place.acting({ activities: [hop] });
    const run = await place.client.start(buggy, { workflowId: "b" });
    await until(() => place.logger.codes().length > 0);
    await clock.advance(24 * 3_600_000);
    const events = await run.history();
    expect(countOf(events, "DecisionTaskTimedOut")).toBe(0);
    // Five events a try, and no more than one try an hour in the end.
    expect(events.length).toBeLessThan(200);
    const timers = events.flatMap(({ timerStartedEventAttributes: timer }) => timer?.timerId ?? []);
    expect(timers.every((id) => id.startsWith("sweft.hold."))).toBe(true);
    await run.terminate();
  });
});

describe("the id of a run, which stands in none of its events", () => {
  it("is recorded by the run marker in the first decision", async () => {
    const short = workflow({ name: "short" }, function* () {
      return yield* hop(1);
    });
    open();
    await place.decider({ workflows: [short] });
    await place.acting({ activities: [hop] });
    const run = await place.client.start(short, { workflowId: "s" });
    await run.result();
    const events = await run.history();
    const markers = events.filter(({ eventType }) => eventType === "MarkerRecorded");
    expect(markers.map(({ markerRecordedEventAttributes: it }) => it?.markerName)).toEqual(["sweft.run"]);
    expect(markers[0]?.markerRecordedEventAttributes?.details).toContain(run.runId);
    expect(markers[0]?.markerRecordedEventAttributes?.decisionTaskCompletedEventId).toBe(4);
  });
});

describe("an answer that comes after the decision has timed out", () => {
  it("is refused as UnknownResourceFault: the cached run is dropped, and the decider goes on", async () => {
    const hops = workflow({ name: "hops" }, function* () {
      return (yield* hop(1)) + (yield* hop(2));
    });
    open({
      async respondDecisionTaskCompleted(_input, call, nth) {
        if (nth === 2) throw refusal("UnknownResourceFault", "Unknown execution");
        if (nth === 4) {
          await call();
          throw outage();
        }
        return call();
      },
    });
    await place.decider({ workflows: [hops] });
    await place.acting({ activities: [hop] });
    expect(await (await place.client.start(hops, { workflowId: "h" })).result()).toBe(5);
    expect(countOf(await place.client.run("h").history(), "DecisionTaskTimedOut")).toBe(1);
    expect(place.logger.codes()).toEqual([]);
  });
});
