import { INTERNAL } from "../../composites/internal.ts";
import type { Coroutine } from "../../coroutines/coroutine.ts";
import type { PARKED } from "../../coroutines/scheduler.ts";
import { ok, Work } from "../../coroutines/work.ts";
import { besideOf } from "../../language/command.ts";
import type { Outcome } from "../../language/handle.ts";
import type { RunContext } from "../../work/run-context.ts";
import { foreignYield } from "../foreign.ts";

/** Begins work under an id, on behalf of a coroutine. */
export type Begins = (run: RunContext, id: string, asked: never, asker: Coroutine) => Work;

/** Answers at once, or parks. */
export type Asks = (run: RunContext, asker: Coroutine, asked: never) => Outcome | typeof PARKED;

/** A table by command type. A Map: what a program may yield as `type` must not find members of Object.prototype. */
export const table = <R>(...parts: readonly Readonly<Record<string, R>>[]): ReadonlyMap<string, R> =>
  new Map(parts.flatMap((rows) => Object.entries(rows)));

export const DONE: Outcome = ok(undefined);

/** Work that has ended as it began. */
export class Ended extends Work {
  constructor(id: string, outcome: Outcome = DONE) {
    super(id);
    this.settle(outcome);
  }

  override cancel(): void {}
}

/** What stands beside a command. A literal has nothing there: it names work without saying how it is done. */
export function besideWhole<B>(asked: object, carrier: object | undefined = asked): B {
  const beside = carrier === undefined ? undefined : besideOf(carrier);
  if (beside !== undefined) return beside as B;
  const { type } = asked as { type: string };
  throw foreignYield(asked, `a ${type} as a bare literal; call what was declared instead`);
}

export const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** A literal may be written instead of a command, if all that belongs to it is there. */
export function complete<C extends object>(asked: C, isComplete: boolean): C {
  if (isComplete) return asked;
  throw foreignYield(asked);
}

/** Commands of composites are made by composites alone. */
export function internal<C extends object>(asked: C): C {
  return complete(asked, besideOf(asked) === INTERNAL);
}
