import { describe, expect, it } from "@jest/globals";
import { memoryStore, openPayloads } from "@sweft/payload";
import { fakeHistory, step } from "@sweft/testing";
import type { Coroutine } from "../../src/index.ts";
import { all, contract, replay, sleep, start } from "../../src/index.ts";
import { digest, hasDigest } from "../../src/values/digest.ts";
import { charge, echo, flow, heldOn, pack, refund, replayedBy, ship } from "./shop.ts";

const both = flow(function* () {
  yield* charge(1);
  yield* ship("Ada");
});

describe("what may change", () => {
  it("is the order of keys, and properties that are undefined", () => {
    const { history } = step(
      flow(function* () {
        yield* echo({ a: 1, b: { c: 2, d: 3 } });
      }),
    );
    const same = flow(function* () {
      yield* echo({ b: { d: 3, c: 2 }, a: 1, e: undefined });
    });
    expect(replayedBy(same, history).status).toBe("blocked");
  });

  it("is every setting of an activity that SWF does not echo as type or arguments", () => {
    const { history } = step(both);
    const other = charge.with({
      startToCloseTimeout: 7,
      taskList: "fast",
      taskPriority: 3,
      control: "new",
      heartbeatTimeout: 1,
    });
    expect(
      replayedBy(
        flow(function* () {
          yield* other(1);
          yield* ship("Ada");
        }),
        history,
      ).status,
    ).toBe("blocked");
  });

  it("are arguments that are not to be checked, of activities and children", () => {
    const { history } = step(
      flow(function* () {
        yield* all([charge(1), pack(1)]);
      }),
    );
    const lenient = flow(function* () {
      yield* all([charge.with({ checkArguments: false })(2), pack.with({ checkArguments: false })(2)]);
    });
    expect(replayedBy(lenient, history).status).toBe("blocked");
  });

  it("is what the code adds behind all that is recorded", () => {
    const longer = flow(function* () {
      yield* both.body();
      yield* refund("x");
    });
    expect(step(both).complete(charge, "r").deploy(longer).complete(ship, "p").open).toEqual([refund("x")]);
  });
});

describe("arguments out of band", () => {
  const order = (text: string) =>
    flow(function* () {
      yield* echo(text);
    });
  const long = "x".repeat(1000);

  /** A history whose input was put into a store, and a converter that has not fetched it. */
  async function offloaded() {
    const store = memoryStore();
    const written = openPayloads({ store, inlineLimit: 200 });
    const { history } = step(order(long));
    const input = await written.seal(written.write([long]));
    const events = history.events.map((event) =>
      event.eventType === "ActivityTaskScheduled"
        ? {
            ...event,
            activityTaskScheduledEventAttributes: { ...(event.activityTaskScheduledEventAttributes as object), input },
          }
        : event,
    );
    const converter = openPayloads({ store, inlineLimit: 200 });
    expect(converter.missing(input)).toBe(true);
    return { events, converter, execution: history.execution, input };
  }

  it("are compared by their digest, and never fetched", async () => {
    const history = await offloaded();
    expect(replayedBy(order(long), history as never)).toEqual({ status: "blocked", decisions: [] });
  });

  it("that differ show the reference", async () => {
    const { input, ...history } = await offloaded();
    expect(replayedBy(order(`${long}!`), history as never)).toMatchObject({
      status: "held",
      error: { differences: [{ field: "arguments", recorded: input, asked: [`${long}!`] }] },
    });
  });
});

describe("a digest under a key", () => {
  it("may be turned on under running executions: an open digest is compared openly, a keyed one by its key", () => {
    const { history } = step(
      flow(function* () {
        yield* echo({ a: 1, b: 2 });
      }),
    );
    const other = flow(function* () {
      yield* echo({ b: 2, a: 1 });
    });
    const { events, converter, execution } = history;
    expect(replay(other, events, { converter, execution }).status).toBe("blocked");
    const changed = flow(function* () {
      yield* echo({ b: 2, a: 3 });
    });
    const digestKeys = [{ id: "a", key: [1, 2, 3, 4] }] as const;
    expect(replay(other, events, { converter, execution, digestKeys }).status).toBe("blocked");
    expect(replay(changed, events, { converter, execution, digestKeys }).status).toBe("held");
    expect(hasDigest(digest([1], digestKeys[0]), [1], digestKeys)).toBe(true);
    expect(hasDigest(digest([1], digestKeys[0]), [2], digestKeys)).toBe(false);
    expect(hasDigest(digest([1], digestKeys[0]), [2])).toBe(true);
  });
});

describe("a history that another program wrote", () => {
  const theirs = contract<(total: number) => string>({ name: "charge" });
  const type = { name: "charge", version: "1" };
  const schedule = (activityId: string, input: string) => ({
    decisionType: "ScheduleActivityTask" as const,
    scheduleActivityTaskDecisionAttributes: { activityType: type, activityId, input },
  });
  const foreign = () =>
    fakeHistory({ type: { name: "flow", version: "1" } })
      .decisionStarted()
      .decide([
        schedule("a1", "[1]"),
        { decisionType: "StartTimer", startTimerDecisionAttributes: { timerId: "t1", startToFireTimeout: "99" } },
      ]);
  const code = flow(function* (): Coroutine<unknown> {
    const h = yield* start(sleep(60));
    const receipt = yield* theirs(2);
    yield* h;
    return receipt;
  });

  it("is matched by kind, order and type alone", () => {
    const history = foreign().activityCompleted("a1", "r").decisionStarted();
    expect(replayedBy(code, history)).toEqual({ status: "blocked", decisions: [] });
    history.decide([]).timerFired("t1").decisionStarted();
    expect(replayedBy(code, history)).toMatchObject({
      status: "completed",
      result: "r",
      decisions: [{ decisionType: "CompleteWorkflowExecution" }],
    });
  });

  it("is refused where types or kinds differ", () => {
    const shipping = flow(function* () {
      yield* start(sleep(60));
      yield* ship("Ada");
    });
    expect(heldOn(shipping, foreign())).toMatchObject({
      differences: [{ field: "type", recorded: "charge 1", asked: "ship 1" }],
    });
    expect(
      heldOn(
        flow(function* () {
          yield* theirs(2);
        }),
        foreign(),
      ),
    ).toMatchObject({ differences: [{ field: "command", recorded: "TimerStarted t1" }] });
  });

  it("is never given a run marker afterwards", () => {
    const history = foreign().activityCompleted("a1", "r").timerFired("t1").decisionStarted();
    const replayed = replayedBy(code, history);
    expect("decisions" in replayed && replayed.decisions.map(({ decisionType }) => decisionType)).toEqual([
      "CompleteWorkflowExecution",
    ]);
  });
});
