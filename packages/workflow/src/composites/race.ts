import type { Race } from "../language/combine.ts";
import type { Coroutine } from "../language/command.ts";
import { beginAll, firstOf, resultOf, stopAll } from "./internal.ts";

/** Runs all, takes the first to end, cancels the rest and does not wait for them. */
export function* race({ work }: Race): Coroutine<unknown> {
  const pieces = yield* beginAll(work);
  try {
    const first = yield* firstOf(pieces);
    const value = resultOf(first.outcome);
    return Array.isArray(work) ? value : { winner: Object.keys(work)[pieces.indexOf(first)], value };
  } finally {
    yield* stopAll(pieces);
  }
}
