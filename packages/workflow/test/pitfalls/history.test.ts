import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import type { Coroutine } from "../../src/index.ts";
import { all, continueAsNew, external, race, sleep, start, workflow } from "../../src/index.ts";
import { brief, charge, clash, echo, flow, go, ship } from "../replay/shop.ts";

// What other engines got wrong about the order of things, and about what a run leaves behind.

const SOURCES = join(__dirname, "../../src");

/** What of a source is no comment and no text. */
const bare = (source: string): string =>
  source.replace(/\/\*[\s\S]*?\*\/|\/\/.*|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g, "");

const sources = (readdirSync(SOURCES, { recursive: true }) as string[])
  .filter((file) => file.endsWith(".ts"))
  .map((file) => ({ file, text: bare(readFileSync(join(SOURCES, file), "utf8")) }));

const fileWith = (words: RegExp): string[] => sources.filter(({ text }) => words.test(text)).map(({ file }) => file);

describe("the interpreter", () => {
  it("orders nothing by the locale of the machine: no toLocale…, no localeCompare, no Intl", () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(fileWith(/toLocale|localeCompare|\bIntl\b/)).toEqual([]);
  });

  it("leaves no order to promises: there are none in it", () => {
    // Only the activity's own `run`, for tests and workers, hands on what the implementation and its schemas promise.
    expect(fileWith(/\bnew Promise\b|\bPromise\.|\basync\b|\bawait\b|queueMicrotask|\.then\(/)).toEqual([
      join("language", "activity.ts"),
      join("language", "by-schema.ts"),
    ]);
  });

  it("answers before anything asynchronous can run", () => {
    let isLater = false;
    void Promise.resolve().then(() => {
      isLater = true;
    });
    const run = step(
      flow(function* () {
        return yield* all([echo(1), echo(2)]);
      }),
    );
    run.complete(echo(1), 1).complete(echo(2), 2);
    expect([run.result, isLater]).toEqual([[1, 2], false]);
  });
});

describe("code that changed under a running execution", () => {
  it("two activities swapped in code are a nondeterminism error, not a silent mix-up", () => {
    const run = step(
      flow(function* () {
        return yield* all([charge(1), ship("Bergen")]);
      }),
    );
    const swapped = flow(function* () {
      return yield* all([ship("Bergen"), charge(1)]);
    });
    run.complete(charge, "receipt");
    expect(clash(swapped, run.history)).toMatchObject({ code: "NONDETERMINISM", eventId: expect.any(Number) });
  });

  it("two calls of one activity swapped in code are told by their arguments", () => {
    const run = step(
      flow(function* () {
        yield* echo("a");
        yield* echo("b");
      }),
    );
    run.complete(echo, 1);
    const swapped = flow(function* () {
      yield* echo("b");
      yield* echo("a");
    });
    expect(clash(swapped, run.history)).toMatchObject({ code: "NONDETERMINISM" });
  });
});

describe("signals", () => {
  it("two of one name before the first wait both arrive, in order", () => {
    const run = step(
      flow(function* () {
        yield* charge(1);
        return [yield* go.receive(), yield* go.receive()];
      }),
    );
    run.signal(go, "first").signal(go, "second").complete(charge, "r");
    expect(run.result).toEqual(["first", "second"]);
  });

  const counting = workflow({ name: "counting" }, function* (seen: readonly unknown[]): Coroutine<readonly unknown[]> {
    if (seen.length === 3) return seen;
    return yield* continueAsNew(counting, [...seen, yield* go.receive()]);
  });

  it("are carried to the next run in the order of their arrival", () => {
    const run = step(counting, []);
    run.batch(() => run.signal(go, "a").signal(go, "b").signal(go, "c"));
    expect(run.next().next().next().result).toEqual(["a", "b", "c"]);
  });

  it("that come while a run is being continued as new are not lost: the close is decided again, and carries them", () => {
    const run = step(counting, []);
    run.during(
      () => run.signal(go, "a"),
      () => run.signal(go, "b").signal(go, "c"),
    );
    expect(run.history.events.map(({ eventType }) => eventType)).toContain("ContinueAsNewWorkflowExecutionFailed");
    expect(run.next().next().next().result).toEqual(["a", "b", "c"]);
  });
});

describe("a run that continues as new", () => {
  it("first sends what nobody waited for in the same decision: a signal to another execution, an activity", () => {
    const hand = workflow({ name: "hand" }, function* (n: number): Coroutine<void> {
      yield* start(external("other").signal(go, n));
      yield* start(charge.with({ cancellation: "abandon" })(n));
      yield* continueAsNew(hand, n + 1);
    });
    const run = step(hand, 1);
    expect(brief(run.decisions).map((one) => one.split(" ")[0])).toEqual([
      "SignalExternalWorkflowExecution",
      "ScheduleActivityTask",
      "ContinueAsNewWorkflowExecution",
    ]);
  });
});

describe("timers", () => {
  it("that lost a race are canceled, and none keeps a run open or outlives it", () => {
    const run = step(
      flow(function* () {
        yield* race([charge(1), sleep("1 day")]);
        yield* start(sleep("1 week"));
        return yield* charge(2);
      }),
    );
    run.complete(charge(1), "r");
    expect(brief(run.decisions)).toEqual(["CancelTimer 1.2", "StartTimer 2", "ScheduleActivityTask 3"]);
    run.complete(charge(2), "done");
    expect(run.result).toBe("done");
    expect(brief(run.decisions)).toEqual(["CompleteWorkflowExecution"]);
  });
});
