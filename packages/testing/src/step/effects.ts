import type { Effect, Outcome } from "@sweft/workflow";
import { TestingError } from "../errors.ts";

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as { then?: unknown } | null | undefined)?.then === "function";

/**
 * Runs a `cached` function, or gives the answer that a test has put in its place.
 * @throws {TestingError} `EFFECT_ASYNC`
 */
export function outcomeOf({ name, fn }: Effect, answers: Readonly<Record<string, unknown>>): Outcome {
  const answer = Object.hasOwn(answers, name) ? answers[name] : fn;
  let value: unknown;
  try {
    value = typeof answer === "function" ? answer() : answer;
  } catch (error) {
    return { ok: false, error };
  }
  if (!isThenable(value)) return { ok: true, value };
  value.then(undefined, () => {}); // the promise is nobody's now: its failure must not end the process
  throw new TestingError(
    "EFFECT_ASYNC",
    `cached(${JSON.stringify(name)}, …) gave a promise, which stepping cannot wait for; give its answer: step.with({ cached: { ${JSON.stringify(name)}: value } })(workflow, …args)`,
  );
}
