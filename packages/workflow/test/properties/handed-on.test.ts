import { describe, expect, it, jest } from "@jest/globals";
import type { Stepper } from "@sweft/testing";
import { step } from "@sweft/testing";
import fc from "fast-check";
import type { Coroutine } from "../../src/index.ts";
import { activity, checkpoint, continueAsNew, signal, workflow } from "../../src/index.ts";

jest.setTimeout(180_000);

const pause = activity({ name: "pause" }, () => undefined);
const mail = { a: signal<number>("a"), b: signal<number>("b") };
const end = signal("end");

/** What a run does before it continues: takes signals of one name or the other, pauses, or comes to a checkpoint. */
type Act = "a" | "b" | "pause" | "checkpoint";

interface Taken {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/** Acts as each run is told, continuing in between; the last run takes all that is left. */
const taking = workflow(
  { name: "taking" },
  function* (plan: readonly (readonly Act[])[], taken: Taken): Coroutine<Taken> {
    const all = { a: [...taken.a], b: [...taken.b] };
    const [acts, ...rest] = plan;
    if (acts === undefined) {
      yield* end.receive();
      for (const name of ["a", "b"] as const) {
        for (let one = yield* mail[name].tryReceive(); one !== undefined; one = yield* mail[name].tryReceive())
          all[name].push(one.value);
      }
      return all;
    }
    for (const act of acts) {
      if (act === "pause") yield* pause();
      else if (act === "checkpoint") yield* checkpoint.with({ every: 40 })(taking, [[], ...rest], all);
      else all[act].push(yield* mail[act].receive());
    }
    return yield* continueAsNew(taking, rest, all);
  },
);

const acts = fc.array(fc.constantFrom<Act>("a", "b", "pause", "checkpoint"), { maxLength: 5 });

const deliveries = fc.array(
  fc.record({
    by: fc.constantFrom("single" as const, "batch" as const, "during" as const, "lost" as const),
    names: fc.array(fc.constantFrom("a" as const, "b" as const), { minLength: 1, maxLength: 3 }),
    meanwhile: fc.array(fc.constantFrom("a" as const, "b" as const), { maxLength: 2 }),
    ends: fc.boolean(),
  }),
  { minLength: 1, maxLength: 20 },
);

type Delivery = typeof deliveries extends fc.Arbitrary<readonly (infer D)[]> ? D : never;

/** Follows continuations. */
function latest(run: Stepper<Taken>): Stepper<Taken> {
  let at = run;
  while (at.status === "continued") at = at.next();
  return at;
}

/** Sends a signal, with an id by which it counts once; some twice. */
function send(run: Stepper<Taken>, name: "a" | "b", sent: { a: number[]; b: number[] }): void {
  if (run.history.isClosed) return;
  const n = sent.a.length + sent.b.length;
  const times = n % 3 === 0 ? 2 : 1;
  for (let i = 0; i < times; i++) run.history.signaled(name, n, { id: `id${n}` });
  sent[name].push(n);
}

function happens(
  run: Stepper<Taken>,
  { by, names, meanwhile, ends }: Delivery,
  sent: { a: number[]; b: number[] },
): void {
  const cause = () => {
    for (const name of names) send(run, name, sent);
    if (ends && run.history.open.some(({ kind }) => kind === "activity")) run.complete(pause, undefined);
  };
  const others = () => {
    for (const name of meanwhile) send(run, name, sent);
  };
  if (by === "during") run.during(cause, others);
  else if (by === "lost") run.lose(cause);
  else run.batch(cause);
}

describe("for every order in which signals come while a workflow continues as new again and again", () => {
  it("none is lost, none comes twice, and each name keeps the order of arrival", () => {
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 6 }), deliveries, (plan, happenings) => {
        const sent = { a: [] as number[], b: [] as number[] };
        let run = latest(step.with({ verify: false })(taking, plan, { a: [], b: [] }));
        for (const delivery of happenings) {
          happens(run, delivery, sent);
          run = latest(run);
        }
        // Everything still wanted comes, one after the other.
        for (let i = 0; i < 60 && run.status === "running" && run.history.open.length > 0; i++) {
          run = latest(run.batch(() => run.complete(pause, undefined)));
        }
        for (let i = 0; i < 200 && run.open.length > 0; i++) {
          const [waits] = run.open as readonly { readonly type: string; readonly signal?: "a" | "b" | "end" }[];
          if (waits?.signal === "end") run.signal("end");
          else if (waits?.signal !== undefined) {
            const { signal: name } = waits;
            run.batch(() => send(run, name, sent));
          } else run.complete(pause, undefined);
          run = latest(run);
        }
        expect(run.result).toEqual(sent);
      }),
      { numRuns: 100 },
    );
  });
});
