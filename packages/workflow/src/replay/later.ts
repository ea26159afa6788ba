import { backoff, beginAs, giveUp, join } from "../composites/internal.ts";
import type { Coroutine } from "../language/command.ts";

/** The timer before a run's body begins. */
const START_TIMER = "start.wait";

/** Waits first, then runs a body. A cancellation meanwhile ends it before its first line. */
export function* later(seconds: number, body: () => Coroutine<unknown>): Coroutine<unknown> {
  const pause = yield* beginAs(START_TIMER, backoff(seconds));
  try {
    yield* join([pause], "all");
  } catch (error) {
    yield* giveUp([pause], error);
  }
  return yield* body();
}
