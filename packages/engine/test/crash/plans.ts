import * as fc from "fast-check";

/** One thing that a workflow does, beside the others of its round. */
export type Step =
  /** An activity that sends so many heartbeats, fails so many times, and is left lying the first time if it `vanishes`. */
  | { readonly kind: "work"; readonly beats: number; readonly failures: number; readonly vanishes: boolean }
  /** An activity that goes on until it is canceled, and the timer after which it is. */
  | { readonly kind: "drop"; readonly seconds: number }
  | { readonly kind: "pause"; readonly seconds: number }
  | { readonly kind: "child"; readonly plan: Plan }
  /** A child that ends only when it is asked to cancel. */
  | { readonly kind: "lazy" }
  /** A signal to another execution. */
  | { readonly kind: "call"; readonly workflowId: string };

/** What one workflow does, from its start to its close. */
export interface Plan {
  /** Each is a run of its own: the workflow continues as new in between. */
  readonly rounds: readonly (readonly Step[])[];
  /** How many signals it waits for in the end. */
  readonly signals: number;
  /** How its customer ends it. One that is not completed waits for a signal that nobody sends. */
  readonly end: "complete" | "terminate" | "cancel";
}

const seconds = fc.constantFrom(0, 1);
const work: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant("work"),
  beats: fc.integer({ min: 0, max: 2 }),
  failures: fc.constantFrom(0, 0, 0, 1),
  vanishes: fc.constantFrom(false, false, false, false, true),
});
const pause: fc.Arbitrary<Step> = fc.record({ kind: fc.constant("pause"), seconds });
const call = (...ids: string[]): fc.Arbitrary<Step> =>
  fc.record({ kind: fc.constant("call"), workflowId: fc.constantFrom(...ids) });

const childPlan = (parent: string): fc.Arbitrary<Plan> =>
  fc.record({
    rounds: fc.array(fc.array(fc.oneof(work, pause, call(parent)), { maxLength: 2 }), { minLength: 1, maxLength: 2 }),
    signals: fc.constant(0),
    end: fc.constant("complete"),
  });

const step = (id: string, before: string): fc.Arbitrary<Step> =>
  fc.oneof(
    { weight: 5, arbitrary: work },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("drop"), seconds }) },
    { weight: 2, arbitrary: pause },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("child"), plan: childPlan(id) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("lazy") }) },
    { weight: 2, arbitrary: call(before, id) },
  ) as fc.Arbitrary<Step>; // each kind comes with its own members

/** The plan of the workflow with this number. Equal seeds give equal plans. */
export function planOf(number: number, seed: number): Plan {
  const steps = fc.array(step(idOf(number), idOf(Math.max(0, number - 1))), { maxLength: 4 });
  const plan = fc.record({
    rounds: fc.array(steps, { minLength: 1, maxLength: 3 }),
    signals: fc.integer({ min: 1, max: 4 }),
    end: fc.constantFrom<Plan["end"]>("complete", "complete", "complete", "complete", "terminate", "cancel"),
  });
  const [sampled] = fc.sample(plan, { seed: seed + number, numRuns: 1 });
  return sampled as Plan; // one was asked for
}

/** The workflow id with this number. */
export const idOf = (number: number): string => `order-${number}`;
