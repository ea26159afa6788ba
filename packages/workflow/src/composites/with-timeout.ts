import type { Work } from "../coroutines/work.ts";
import { TimeoutError } from "../errors/composed.ts";
import type { Coroutine } from "../language/command.ts";
import type { WithTimeout } from "../language/with-timeout.ts";
import { beginAll, firstOf, giveUp, resultOf, stopAll } from "./internal.ts";

/** Races work against a timer. A timer that cannot be started fails the wait: the work must not run without a bound. */
export function* withTimeout({ seconds, work }: WithTimeout): Coroutine<unknown> {
  const pieces = yield* beginAll([work, { type: "StartTimer", seconds }], "first");
  let first: Work;
  try {
    first = yield* firstOf(pieces);
  } catch (error) {
    return yield* giveUp(pieces, error);
  }
  yield* stopAll(pieces);
  const value = resultOf(first.outcome);
  if (first !== pieces[0]) throw new TimeoutError(seconds);
  return value;
}
