import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import type { Workflow } from "../../src/index.ts";
import { cached, decidedPart, log, openRun, query, sleep } from "../../src/index.ts";
import { charge, echo, flow, go, held, sent, waits } from "./shop.ts";

const progress = query<[verbose?: boolean], unknown>("progress");

/** Charges three times, and tells how far it is. */
const thrice = flow(function* () {
  let done = 0;
  const receipts: unknown[] = [];
  yield* progress.answer((verbose) => (verbose ? { done, receipts } : done));
  for (; done < 3; done++) receipts.push(yield* charge(done));
  return receipts;
});

/** The code of what a function throws. */
function codeOf(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
}

describe("a query", () => {
  it("tells the state as of the last completed decision, of open and of closed runs", () => {
    const run = step(thrice);
    expect(run.query(progress)).toBe(0);
    run.complete(charge, "a").complete(charge, "b");
    expect(run.query(progress, true)).toEqual({ done: 2, receipts: ["a", "b"] });
    run.complete(charge, "c");
    expect(run.query("progress")).toBe(3);
  });

  it("takes no number and leaves no trace", () => {
    const run = step(thrice);
    expect(waits(run)).toEqual(["1"]);
    expect(sent(run)).toEqual(["ScheduleActivityTask 1"]);
    expect(progress.answer(() => 1)).toEqual({ type: "AnswerQuery", query: "progress" });
  });

  it("changes nothing, whatever it changes", () => {
    const evil = flow(function* () {
      const seen: unknown[] = [];
      yield* query("count", () => seen.push("query"));
      while (seen.length < 2) seen.push(yield* echo(seen.length));
      return seen;
    });
    const run = step(evil);
    for (let i = 0; i < 5; i++) expect(run.query("count")).toBe(1);
    run.complete(echo, "a");
    expect(run.query("count")).toBe(2);
    expect(run.complete(echo, "b").result).toEqual(["a", "b"]);
  });

  it("gets a copy of what it is told", () => {
    const held = { items: [1] };
    const run = step(
      flow(function* () {
        yield* query("items", () => held);
        yield* go.receive();
      }),
    );
    expect(run.query("items")).toEqual(held);
    expect(run.query("items")).not.toBe(held);
  });

  it("runs no effects and logs nothing", () => {
    let ran = 0;
    const run = step(
      flow(function* () {
        const rolled = yield* cached("roll", () => ++ran);
        yield* log("rolled");
        yield* query("rolled", () => rolled);
        yield* go.receive();
      }),
    );
    expect([run.query("rolled"), run.query("rolled"), ran, run.log.length]).toEqual([1, 1, 1, 1]);
  });

  it("is answered by the function registered last", () => {
    const run = step(
      flow(function* () {
        yield* query("phase", () => "paying");
        yield* charge(1);
        yield* query("phase", () => "shipping");
        yield* go.receive();
      }),
    );
    expect(run.query("phase")).toBe("paying");
    expect(run.complete(charge, "r").query("phase")).toBe("shipping");
  });

  it("while a decision is being made tells the one before", () => {
    const run = step(thrice);
    const seen: unknown[] = [];
    run.during(
      () => run.complete(charge, "a"),
      () => seen.push(run.query(progress)),
    );
    expect([...seen, run.query(progress)]).toEqual([0, 1]);
  });

  it("of a run that is held tells the last decision that was made", () => {
    const buggy = flow(function* () {
      let at = "start";
      yield* query("at", () => at);
      yield* charge(1);
      at = "bug";
      throw new TypeError("oops");
    });
    const run = step.with({ holds: "keep" })(buggy).complete(charge, "r");
    expect([run.status, run.query("at")]).toEqual(["held", "start"]);
    expect(run.fire().query("at")).toBe("start");
  });

  it("says of which decision its answer is true", () => {
    const { history } = step(thrice).complete(charge, "a");
    const { converter, execution, events } = history;
    const run = openRun(thrice, { converter, execution });
    run.advance(decidedPart(history));
    const completed = events.filter(({ eventType }) => eventType === "DecisionTaskCompleted").at(-1);
    expect(run.query("progress", [])).toEqual({ result: 1, eventId: completed?.eventId });
  });
});

describe("a query that cannot be answered", () => {
  const tells = (answer: () => unknown): Workflow<[], unknown> =>
    flow(function* () {
      yield* query("a", answer);
      yield* query("b", () => 1);
      yield* go.receive();
    });

  it("says which the workflow knows", () => {
    expect(() => step(tells(() => 1)).query("c")).toThrow(
      expect.objectContaining({ code: "QUERY_UNKNOWN", message: expect.stringContaining("it answers a, b") }),
    );
    expect(() => step(flow(function* () {})).query("c")).toThrow("it answers none");
  });

  it.each([
    ["a promise", () => Promise.resolve(1)],
    ["a command", () => sleep(1)],
    ["a generator", () => (function* () {})()],
  ])("because it gives back %s is refused", (_what, answer) => {
    expect(codeOf(() => step(tells(answer)).query("a"))).toBe("QUERY_INVALID");
  });

  it("because it throws, or its answer cannot be written, says why", () => {
    const broken = () => {
      throw new Error("no such order");
    };
    expect(() => step(tells(broken)).query("a")).toThrow(
      expect.objectContaining({ code: "QUERY_FAILED", message: "query a threw: no such order" }),
    );
    expect(codeOf(() => step(tells(() => ({ call: () => 1 }))).query("a"))).toBe("QUERY_FAILED");
  });

  it("because the code diverges is the caller's affair", () => {
    const { history } = step(thrice).complete(charge, "a");
    const { converter, execution } = history;
    const other = openRun(
      tells(() => 1),
      { converter, execution },
    );
    other.advance(decidedPart(history));
    expect(() => other.query("a", [])).toThrow(
      expect.objectContaining({ code: "QUERY_FAILED", cause: expect.objectContaining({ code: "NONDETERMINISM" }) }),
    );
  });

  it("because nothing is decided yet says so", () => {
    const { history } = step(thrice);
    const { converter, execution, events } = history;
    const early = openRun(thrice, { converter, execution });
    early.advance(decidedPart(events.slice(0, 3)));
    expect(codeOf(() => early.query("progress", []))).toBe("QUERY_TOO_EARLY");
  });

  it.each([
    ["a generator function", function* () {}],
    ["an async function", async () => 1],
    ["nothing to call", 17],
  ])("because it was given %s holds the run", (_what, answer) => {
    expect(held(tells(answer as never)).code).toBe("QUERY_INVALID");
  });

  it("cannot be declared under a name that does not fit into a letter", () => {
    for (const name of ["", "two words", "sweft.own", "a\tb"]) expect(codeOf(() => query(name))).toBe("ID_INVALID");
  });
});
