import { describe, expect, it, jest } from "@jest/globals";
import type { Stepper } from "@sweft/testing";
import { step } from "@sweft/testing";
import type { Coroutine, Operation, Workflow } from "../../src/index.ts";
import { all, cached, marker, now, race, random, sleep, start } from "../../src/index.ts";
import { workOf } from "./counting.ts";
import { charge, echo, flow, go, halt, pack } from "./shop.ts";

jest.setTimeout(180_000);

// Twice as much is twice the work, counted in steps of the interpreter: nothing here takes time.

/** A workflow of some size, and what happens to it. */
type Sized = (n: number) => {
  readonly code: Workflow<[], unknown>;
  readonly happens?: (run: Stepper<unknown>) => unknown;
  readonly ends?: string;
};

const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

function plays(n: number, sized: Sized): () => void {
  return () => {
    const { code, happens = () => undefined, ends = "completed" } = sized(n);
    const run = step.with({ verify: false })(code);
    happens(run);
    expect(run.status).toBe(ends);
  };
}

const SIZES: Readonly<Record<string, Sized>> = {
  "questions answered at once": (n) => ({
    code: flow(function* () {
      for (let i = 0; i < n; i++) yield* random();
    }),
  }),
  "markers in one decision": (n) => ({
    code: flow(function* () {
      for (let i = 0; i < n; i++) yield* marker("tick", i);
    }),
  }),
  "cached functions, one after another": (n) => ({
    code: flow(function* () {
      for (let i = 0; i < n; i++) yield* cached("roll", () => i);
    }),
  }),
  "composites of what is answered at once": (n) => ({
    code: flow(function* () {
      for (let i = 0; i < n; i++) {
        yield* all([now()]);
        yield* race([now(), now()]);
      }
    }),
  }),
  "activities, one after another": (n) => ({
    code: flow(function* () {
      for (let i = 0; i < n; i++) yield* echo(i);
    }),
    happens: (run) => times(n, () => run.complete(echo)),
  }),
  "pieces of an all, ended last first": (n) => ({
    code: flow(function* () {
      yield* all(times(n, echo));
    }),
    happens: (run) => run.batch(() => times(n, (i) => run.history.activityCompleted(`1.${n - i}`, i))),
  }),
  "entrants of a race, of which one wins": (n) => ({
    code: flow(function* () {
      yield* race(times(n, echo));
    }),
    happens: (run) => run.complete(`1.${n}`, 1),
  }),
  "coroutines that wait for one thing": (n) => ({
    code: flow(function* () {
      const handle = yield* start(charge(1));
      const body = function* () {
        yield* handle;
      };
      yield* all(times(n, body));
    }),
    happens: (run) => run.complete(charge, "r"),
  }),
  "coroutines that stop waiting for one thing": (n) => ({
    code: flow(function* () {
      const handle = yield* start(charge(1));
      const body = function* () {
        yield* handle;
      };
      yield* race([sleep(1), all(times(n, body))]);
    }),
    happens: (run) => run.fire(),
  }),
  "coroutines, each of which waits for the one before": (n) => ({
    code: flow(function* () {
      let last: Operation<unknown> = yield* start(charge(1));
      for (let i = 0; i < n; i++) {
        const before = last;
        last = yield* start(function* () {
          yield* before;
        });
      }
      yield* last;
    }),
    happens: (run) => run.complete(charge, "r"),
  }),
  "coroutines that end with the workflow": (n) => ({
    code: flow(function* () {
      for (let i = 0; i < n; i++)
        yield* start(function* () {
          yield* go.receive();
        });
      yield* sleep(1);
    }),
    happens: (run) => run.fire(),
  }),
  "waits for a signal, and as many signals": (n) => ({
    code: flow(function* () {
      yield* all(times(n, () => go.receive()));
    }),
    happens: (run) => run.batch(() => times(n, () => run.signal(go))),
  }),
  "waits for a signal that are given up": (n) => ({
    code: flow(function* () {
      yield* race([halt.receive(), all(times(n, () => go.receive()))]);
    }),
    happens: (run) => run.signal(halt),
  }),
  "signals that nobody takes": (n) => ({
    code: flow(function* () {
      yield* halt.receive();
    }),
    happens: (run) =>
      run.batch(() => {
        times(n, () => run.signal(go));
        run.signal(halt);
      }),
  }),
  "children, canceled together": (n) => ({
    code: flow(function* () {
      yield* all(times(n, (i) => pack.with({ onParentClose: "abandon", cancellation: "abandon" })(i)));
    }),
    happens: (run) => run.cancel(),
    ends: "canceled",
  }),
  "generators that call themselves": (n) => ({
    code: flow(function* () {
      const down = function* (left: number): Coroutine<unknown> {
        return left === 0 ? yield* charge(1) : yield* down(left - 1);
      };
      yield* down(n);
    }),
    happens: (run) => run.complete(charge, "r"),
  }),
  "composites in one another": (n) => ({
    code: flow(function* () {
      const down = (left: number): Operation<unknown> => (left === 0 ? sleep(60) : race([all([down(left - 1)])]));
      yield* down(n);
    }),
    happens: (run) => run.fire(),
  }),
};

describe("the interpreter's work grows no faster than the number of", () => {
  it.each(Object.entries(SIZES))("%s", (_what, sized) => {
    const [once = 0, twice = 0] = workOf(plays(250, sized), plays(500, sized));
    expect(once).toBeGreaterThan(250);
    // A little more than twice, for sorting and for longer ids.
    expect(twice / once).toBeLessThan(2.2);
  });
});
