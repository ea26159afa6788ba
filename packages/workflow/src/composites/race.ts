import type { Work } from "../coroutines/work.ts";
import type { Race } from "../language/combine.ts";
import type { Coroutine } from "../language/command.ts";
import { beginAll, firstOf, giveUp, stopAll, winnerOf } from "./internal.ts";

/**
 * Runs all, takes the first to end, cancels the rest and does not wait for them. A piece that has ended as it began keeps
 * those after it from beginning: they would take signals, and then lose.
 */
export function* race({ work }: Race): Coroutine<unknown> {
  const pieces = yield* beginAll(work, "first");
  let first: Work;
  try {
    first = yield* firstOf(pieces);
  } catch (error) {
    return yield* giveUp(pieces, error);
  }
  yield* stopAll(pieces);
  return winnerOf(work, pieces, first);
}
