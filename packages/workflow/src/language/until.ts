import { describe } from "../errors/failure.ts";
import { SweftError } from "../errors/sweft-error.ts";
import type { Command } from "./command.ts";
import { command } from "./command.ts";

/** The wish to wait until something is so, as data. */
export interface Until {
  readonly type: "Until";
}

/**
 * Waits until a predicate over the workflow's own variables and handles says true. It is asked at once, and then, whenever
 * everything that an event set going has come to rest, in the order in which the waits began.
 *
 * @param predicate - Answers true or false, changes nothing, and asks for nothing.
 * @throws {SweftError} `PREDICATE_INVALID`, at the call if it is no function, and where it is waited for if it answers with
 * something else. What it throws is thrown there, too.
 *
 * @example
 * yield* until(() => stock >= ordered || h.isReady());
 */
export function until(predicate: () => boolean): Until & Command<void> {
  if (typeof predicate !== "function") {
    throw new SweftError(
      "PREDICATE_INVALID",
      `until was given ${describe(predicate)}; give a function, as in until(() => stock > 0)`,
    );
  }
  return command<void, Until>({ type: "Until" }, predicate);
}
