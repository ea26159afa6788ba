import type { AllSettled } from "../language/combine.ts";
import type { Coroutine } from "../language/command.ts";
import { beginAll, join, leave, settledOf, shaped } from "./internal.ts";

/** Runs all, and waits for every end. */
export function* allSettled({ work }: AllSettled): Coroutine<unknown> {
  const pieces = yield* beginAll(work, "all");
  try {
    yield* join(pieces, "settled");
  } catch (error) {
    yield* leave(pieces, error);
  }
  return shaped(
    work,
    pieces.map(({ outcome }) => settledOf(outcome, undefined)),
  );
}
