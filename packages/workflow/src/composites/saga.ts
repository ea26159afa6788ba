import { isBug } from "../errors/bug.ts";
import { SagaError } from "../errors/composed.ts";
import { SweftError } from "../errors/sweft-error.ts";
import { sectionOf } from "../language/block.ts";
import type { Coroutine } from "../language/command.ts";
import type { Compensate, Saga } from "../language/saga.ts";
import { shield } from "../language/shield.ts";
import { beginAll, join } from "./internal.ts";

/** Runs the body; if it ends in any other way than well, undoes what it has done. */
export function* saga({ body, parallel = false }: Saga): Coroutine<unknown> {
  const registered: object[] = [];
  let isOpen = true;
  const compensate: Compensate = (work) => {
    if (!isOpen) {
      throw new SweftError(
        "SAGA_ENDED",
        "compensate was called after the body of its saga had ended, so that it would never run; call it in the body",
      );
    }
    registered.push(sectionOf(work, "the compensation given to a saga"));
  };
  try {
    const value = yield* body(compensate);
    isOpen = false;
    return value;
  } catch (error) {
    isOpen = false;
    if (isBug(error)) throw error;
    const failures = yield* shield(undo(registered, parallel));
    throw failures.length === 0 ? error : new SagaError(error, failures);
  } finally {
    // Left at the workflow's end, it has neither returned nor thrown.
    if (isOpen) {
      isOpen = false;
      yield* undoOrThrow(registered, parallel);
    }
  }
}

function* undoOrThrow(registered: readonly object[], parallel: boolean): Coroutine<void> {
  const failures = yield* shield(undo(registered, parallel));
  if (failures.length > 0) throw new SagaError(undefined, failures);
}

/** Runs all compensations, the last first; gives the errors of those that failed. */
function* undo(registered: readonly object[], parallel: boolean): Coroutine<readonly unknown[]> {
  const reversed = [...registered].reverse();
  const failures: unknown[] = [];
  for (const together of parallel ? [reversed] : reversed.map((one) => [one])) {
    const pieces = yield* beginAll(together, "all");
    yield* join(pieces, "settled");
    for (const { outcome } of pieces) if (outcome?.ok === false) failures.push(outcome.error);
  }
  return failures;
}
