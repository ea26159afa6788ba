import type { Guard } from "../coroutines/guard.ts";
import { isCancellation } from "../errors/bug.ts";
import { CanceledError } from "../errors/outcomes.ts";
import type { Coroutine } from "../language/command.ts";
import type { Scope } from "../language/scope.ts";
import { beginAll, ended, firstOf, inScope, resultOf, stopAll } from "./internal.ts";

/** Runs work under a guard, and ends when all that was begun inside has ended. `over` says that nobody is told any more. */
export function* scope({ work, onLeave }: Scope, guard: Guard, over: () => void): Coroutine<unknown> {
  const [body] = yield* beginAll([inScope(work, guard)], "all");
  const bodies = body === undefined ? [] : [body];
  try {
    const first = yield* firstOf([...bodies, guard.failure]);
    const value = resultOf(first.outcome);
    yield* stopAll(onLeave === "cancel" ? guard.toCancel : guard.toStop);
    resultOf((yield* firstOf([guard.emptied(), guard.failure])).outcome);
    return value;
  } catch (error) {
    const isCanceled = isCancellation(error);
    const cancellation = isCanceled ? (error as CanceledError) : new CanceledError("canceled: its scope has failed");
    yield* stopAll([...bodies, ...guard.toCancel], cancellation);
    yield* ended([...bodies, guard.emptied()]);
    // A failure says more than the cancellation that it came of.
    if (isCanceled) resultOf(guard.failure.outcome);
    throw error;
  } finally {
    over();
  }
}
