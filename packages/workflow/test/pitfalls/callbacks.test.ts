import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import { all, publish, query, workflow } from "../../src/index.ts";
import { brief, charge, echo, flow, go, held, sent } from "../replay/shop.ts";

// What other engines got wrong about functions that users give, and about what runs show of themselves.

describe("what a retry handler returns is validated", () => {
  it.each([[undefined], [Number.NaN], [null], ["yes"], [1], [{}]])("%p does not mean: try again", (answer) => {
    const error = held(
      flow(function* () {
        yield* charge.with({ retry: { attempts: 5, when: () => answer as never } })(1);
      }),
      (run) => run.fail(charge, new Error("no")),
    );
    expect(error).toMatchObject({ code: "RETRY_WHEN_INVALID", message: expect.stringContaining("return true") });
  });

  it.each([
    [true, ["StartTimer 1~2.backoff"]],
    [false, ["FailWorkflowExecution"]],
  ])("%p means what it says", (answer, decided) => {
    const run = step(
      flow(function* () {
        yield* charge.with({ retry: { attempts: 5, when: () => answer } })(1);
      }),
    );
    run.fail(charge, new Error("no"));
    expect(brief(run.decisions)).toEqual(decided);
  });
});

describe("a published state that cannot be serialized", () => {
  it("is reported, and the run goes on", () => {
    const run = step(
      flow(function* () {
        yield* publish({ handler: () => 1 });
        return yield* charge(1);
      }),
    );
    expect(run.log).toMatchObject([{ level: "warn", message: expect.stringContaining("publish") }]);
    expect(run.complete(charge, "r").result).toBe("r");
  });
});

describe("a query", () => {
  const progress = query<[], readonly number[]>("progress");
  const steps = workflow({ name: "steps" }, function* () {
    const done: number[] = [];
    yield* progress.answer(() => {
      // Even a handler that changes things changes nothing of the run.
      done.push(-1);
      return done;
    });
    const [one] = yield* all([echo(1), echo(2)]);
    done.push(one as number);
    yield* go.receive();
    return [done, yield* charge(3)];
  });

  /** Everything that a run decides on its way, asked in between or not. */
  function decided(isAsked: boolean): readonly unknown[] {
    const run = step(steps);
    const all: unknown[] = [];
    const look = () => {
      all.push(...sent(run));
      if (isAsked) for (let i = 0; i < 3; i++) expect(run.query(progress)).toContain(-1);
    };
    look();
    for (const happen of [
      () => run.complete(echo(2), 22),
      () => run.complete(echo(1), 11),
      () => run.signal(go),
      () => run.complete(charge, "r"),
    ]) {
      happen();
      look();
    }
    return [...all, run.result];
  }

  it("between any two decisions leaves the commands unchanged", () => {
    expect(decided(true)).toEqual(decided(false));
    expect(decided(true).at(-1)).toEqual([[11], "r"]);
  });
});
