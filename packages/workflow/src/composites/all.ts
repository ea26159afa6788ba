import type { All } from "../language/combine.ts";
import type { Coroutine } from "../language/command.ts";
import { beginAll, giveUp, join, resultOf } from "./internal.ts";

/** Runs all; one failure cancels the rest. */
export function* all({ work }: All): Coroutine<unknown> {
  const pieces = yield* beginAll(work, "all");
  try {
    yield* join(pieces, "all");
  } catch (error) {
    yield* giveUp(pieces, error);
  }
  const values = pieces.map(({ outcome }) => resultOf(outcome));
  if (Array.isArray(work)) return values;
  return Object.fromEntries(Object.keys(work).map((name, i) => [name, values[i]]));
}
