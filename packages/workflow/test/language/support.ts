import { expect } from "@jest/globals";
import type { AnyCommand, Coroutine, Operation } from "../../src/index.ts";
import { activity, workflow } from "../../src/index.ts";

/** An activity that takes anything, so that any value can be compared as an argument. */
export const charge = activity({ name: "charge" }, (...args: unknown[]): number => args.length);
export const ship = activity({ name: "ship", version: "2" }, async (address: string) => `to ${address}`);
export const order = workflow({ name: "order" }, function* (...args: unknown[]): Coroutine<number> {
  return yield* charge(...args);
});

/** The bare generator of a body that asks for one operation. */
export function* ask<T>(operation: Operation<T>): Coroutine<T> {
  return yield* operation;
}

/** What a bare generator yields for an operation. */
export const yielded = (operation: Operation<unknown>): unknown => ask(operation).next().value;

/** Feeds results into a bare generator; gives what it yielded and what it returned, if it has. */
export function drive<T>(body: Coroutine<T>, ...results: readonly unknown[]) {
  const asked: AnyCommand[] = [];
  let step = body.next();
  for (const result of results) {
    if (step.done) break;
    asked.push(step.value);
    step = body.next(result);
  }
  return { asked, returned: step.done ? step.value : undefined };
}

/** What a function throws; fails the test if it throws nothing. */
export function caught(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

/** Expects an error of Sweft with this code, whose message has each of these texts. */
export function expectRefusal(run: () => unknown, code: string, ...texts: readonly string[]): void {
  const error = caught(run) as { readonly code: string; readonly message: string };
  expect(error).toMatchObject({ code, message: expect.any(String) });
  for (const text of texts) expect(error.message).toContain(text);
}

/** The pairs in which a test may meet two commands, at least one of them as yielded. */
const yieldedPairs = (a: Operation<unknown>, b: Operation<unknown>): readonly (readonly [unknown, unknown])[] => [
  [yielded(a), b],
  [b, yielded(a)],
  [yielded(a), yielded(b)],
];

/** All pairs in which a test may meet two commands: as made, as yielded, both ways. */
const pairs = (a: Operation<unknown>, b: Operation<unknown>): readonly (readonly [unknown, unknown])[] => [
  ...yieldedPairs(a, b),
  [a, b],
];

/** Expects what a generator yields for one command to compare as the other, both ways and as strictly as jest can. */
export function expectSameYielded(a: Operation<unknown>, b: Operation<unknown>): void {
  for (const [left, right] of [...yieldedPairs(a, b), ...yieldedPairs(b, a)]) {
    expect(left).toEqual(right);
    expect(left).toStrictEqual(right);
  }
}

/** Expects two commands to compare as the same data, both ways and as strictly as jest can. */
export function expectSame(a: Operation<unknown>, b: Operation<unknown>): void {
  for (const [left, right] of pairs(a, b)) {
    expect(left).toEqual(right);
    expect(left).toStrictEqual(right);
  }
}

/** Expects two commands to compare as different data, both ways. */
export function expectDifferent(a: Operation<unknown>, b: Operation<unknown>): void {
  for (const [left, right] of [...pairs(a, b), ...pairs(b, a)]) {
    expect(left).not.toEqual(right);
    expect(left).not.toStrictEqual(right);
  }
}
