import type { All } from "../language/combine.ts";
import type { Coroutine } from "../language/command.ts";
import { beginAll, giveUp, join, resultOf, shaped } from "./internal.ts";

/** Runs all; one failure cancels the rest. */
export function* all({ work }: All): Coroutine<unknown> {
  const pieces = yield* beginAll(work, "all");
  try {
    yield* join(pieces, "all");
  } catch (error) {
    yield* giveUp(pieces, error);
  }
  return shaped(
    work,
    pieces.map(({ outcome }) => resultOf(outcome)),
  );
}
