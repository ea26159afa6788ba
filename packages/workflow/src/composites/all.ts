import type { Work } from "../coroutines/work.ts";
import type { All } from "../language/combine.ts";
import type { Coroutine } from "../language/command.ts";
import { begin, join, resultOf, stop } from "./internal.ts";

/** Runs all; one failure cancels the rest. */
export function* all({ work }: All): Coroutine<unknown> {
  const pieces: Work[] = [];
  try {
    for (const piece of Object.values(work)) pieces.push(yield* begin(piece));
    yield* join(pieces, "all");
  } catch (error) {
    for (const piece of pieces) yield* stop(piece);
    throw error;
  }
  const values = pieces.map(({ outcome }) => resultOf(outcome));
  if (Array.isArray(work)) return values;
  return Object.fromEntries(Object.keys(work).map((name, i) => [name, values[i]]));
}
