import { expect, it, jest } from "@jest/globals";
import type { Coroutine, Operation } from "@sweft/workflow";
import { activity, all, cached, cancel, marker, race, random, signal, sleep, start, workflow } from "@sweft/workflow";
import fc from "fast-check";
import type { Open, Stepper } from "../../src/index.ts";
import { step } from "../../src/index.ts";

jest.setTimeout(180_000);

// Workflows drawn as data, run in orders drawn as numbers. `step` replays each history from zero before every decision
// and compares, so that nothing need be asserted here but that it finds no difference.

type Plan =
  | {
      readonly do: "work" | "nap" | "wait" | "note" | "draw" | "child" | "stubborn" | "fork";
      readonly of?: readonly Plan[];
    }
  | { readonly do: "all" | "race" | "seq" | "guard" | "drop"; readonly of: readonly Plan[] };

const work = activity({ name: "work" }, async () => "worked");
const stubborn = activity(
  { name: "stubborn", retry: { attempts: 2, delay: "5s", jitter: "full" } },
  async () => "tried",
);
const ping = signal<string>("ping");
const child = workflow({ name: "child" }, function* () {
  return yield* work();
});

const { plan } = fc.letrec<{ plan: Plan }>((tie) => ({
  plan: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record({
      do: fc.constantFrom("work", "nap", "wait", "note", "draw", "child", "stubborn"),
    }) as fc.Arbitrary<Plan>,
    fc.record({
      do: fc.constantFrom("all", "race", "seq", "guard", "drop", "fork"),
      of: fc.array(tie("plan"), { minLength: 1, maxLength: 3 }),
    }) as fc.Arbitrary<Plan>,
  ),
}));

function* run({ do: what, of = [] }: Plan): Coroutine<unknown> {
  const bodies = () =>
    of.map(
      (one): (() => Operation<unknown>) =>
        () =>
          run(one),
    );
  switch (what) {
    case "work":
      return yield* work();
    case "stubborn":
      return yield* stubborn();
    case "child":
      return yield* child();
    case "nap":
      return yield* sleep(30);
    case "wait":
      return yield* ping.receive();
    case "note":
      yield* marker("note", of.length);
      return yield* cached("note", () => "noted");
    case "draw":
      return yield* random();
    case "all":
      return yield* all(bodies().map((body) => body() as Coroutine<unknown>));
    case "race":
      return yield* race(bodies().map((body) => body() as Coroutine<unknown>));
    case "seq": {
      const values: unknown[] = [];
      for (const one of of) values.push(yield* run(one));
      return values;
    }
    case "guard":
      try {
        return yield* run({ do: "seq", of });
      } catch (error) {
        yield* work();
        return String(error);
      }
    case "drop": {
      const handle = yield* start(run, { do: "seq", of } as Plan);
      yield* sleep(1);
      yield* cancel(handle);
      return handle.isReady();
    }
    case "fork": {
      const handle = yield* start(run, { do: "seq", of } as Plan);
      yield* sleep(10);
      return yield* handle;
    }
  }
}

const planned = workflow({ name: "planned" }, function* (tree: Plan) {
  return yield* run(tree);
});

type Verb = (run: Stepper<unknown>, id: string) => unknown;

const ACTIVITY: readonly Verb[] = [
  (r, id) => r.complete(id, "done"),
  (r, id) => r.fail(id, Object.assign(new Error("no"), { code: "NO" })),
  (r, id) => r.begin(id),
  (r, id) => r.timeOut(id),
  (r, id) => r.cancelActivity(id),
];
const CHILD: readonly Verb[] = [
  (r, id) => r.complete(id, "grown"),
  (r, id) => r.fail(id, "plain"),
  (r, id) => r.begin(id),
  (r, id) => r.cancelChild(id),
  (r, id) => r.terminate(id),
];
const VERBS: Readonly<Partial<Record<Open["kind"], readonly Verb[]>>> = {
  activity: ACTIVITY,
  child: CHILD,
  timer: [(r, id) => r.fire(id)],
};

/** One thing happens, chosen by two numbers: to work under way, or from outside. */
function happen(r: Stepper<unknown>, which: number, how: number): void {
  if (r.history.isClosed) return;
  const open = r.history.open.filter(({ kind }) => kind in VERBS);
  const target = open[which % (open.length + 1)];
  if (target === undefined) {
    if (how % 7 === 0) r.cancel();
    else r.signal(ping, "pong");
    return;
  }
  const verbs = VERBS[target.kind] ?? [];
  verbs[how % verbs.length]?.(r, target.id);
}

it("decides live what it decides from zero, whatever happens in whatever order", () => {
  const happening = fc.record({ which: fc.nat(20), how: fc.nat(40), way: fc.nat(5), more: fc.nat(20) });
  fc.assert(
    fc.property(plan, fc.array(happening, { maxLength: 14 }), (tree, happenings) => {
      const r: Stepper<unknown> = step(planned, tree);
      for (const { which, how, way, more } of happenings) {
        if (r.history.isClosed) break;
        const cause = () => happen(r, which, how);
        const other = () => happen(r, more, how);
        if (way === 0) {
          r.batch(() => {
            cause();
            other();
          });
        } else if (way === 1) r.during(cause, other);
        else if (way === 2) r.lose(cause);
        else cause();
      }
      expect(["running", "completed", "failed", "canceled"]).toContain(r.status);
    }),
    { numRuns: 300 },
  );
});
