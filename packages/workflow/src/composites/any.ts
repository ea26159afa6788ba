import type { Work } from "../coroutines/work.ts";
import type { PieceErrors } from "../errors/composed.ts";
import { AnyError } from "../errors/composed.ts";
import type { Any } from "../language/combine.ts";
import type { Coroutine } from "../language/command.ts";
import { beginAll, leave, shaped, stopAll, successOf, winnerOf } from "./internal.ts";

/** Runs all, takes the first that ends well, cancels the rest and does not wait for them. As in a race, none begins after that. */
export function* any({ work }: Any): Coroutine<unknown> {
  const pieces = yield* beginAll(work, "success");
  let first: Work | undefined;
  try {
    first = yield* successOf(pieces);
  } catch (error) {
    return yield* leave(pieces, error);
  }
  if (first === undefined) {
    const errors = pieces.map(({ outcome }) => (outcome?.ok === false ? outcome.error : undefined));
    throw new AnyError(shaped(work, errors) as PieceErrors);
  }
  yield* stopAll(pieces);
  return winnerOf(work, pieces, first);
}
