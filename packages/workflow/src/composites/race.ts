import type { Work } from "../coroutines/work.ts";
import type { Race } from "../language/combine.ts";
import type { Coroutine } from "../language/command.ts";
import { begin, firstOf, resultOf, stop } from "./internal.ts";

/** Runs all, takes the first to end, cancels the rest and does not wait for them. */
export function* race({ work }: Race): Coroutine<unknown> {
  const pieces: Work[] = [];
  try {
    for (const piece of Object.values(work)) pieces.push(yield* begin(piece));
    const first = yield* firstOf(pieces);
    const value = resultOf(first.outcome);
    return Array.isArray(work) ? value : { winner: Object.keys(work)[pieces.indexOf(first)], value };
  } finally {
    for (const piece of pieces) yield* stop(piece);
  }
}
