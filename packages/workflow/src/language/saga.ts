import { describe } from "../errors/failure.ts";
import { SweftError } from "../errors/sweft-error.ts";
import type { Section } from "./block.ts";
import { isBody } from "./block.ts";
import type { Command, Coroutine } from "./command.ts";
import { command } from "./command.ts";
import { checkOptions } from "./definition.ts";

/**
 * Says how to undo what has just succeeded: a command, or a function that gives one, called if it comes to that.
 * @throws {SweftError} `FOREIGN_YIELD`, `SAGA_ENDED`
 */
export type Compensate = (work: Section<unknown>) => void;

/** The wish to run work that is undone if it fails, as data. */
export interface Saga {
  readonly type: "Saga";
  readonly body: (compensate: Compensate) => Coroutine<unknown>;
  readonly parallel?: boolean;
}

/** How a saga is undone. */
export interface SagaOptions {
  /** Runs the compensations at the same time instead of one after the other. Default false. */
  readonly parallel?: boolean;
}

/**
 * Runs a body that registers how to undo each thing it has done. If it fails, or is canceled, or the workflow returns
 * meanwhile, the compensations run, the last first, behind a shield; then its error is thrown. All of them run, even if some
 * fail. A bug undoes nothing: the run waits for fixed code.
 *
 * @throws {SweftError} `BODY_NOT_GENERATOR`, `OPTION_INVALID`, at the call.
 * @throws {SagaError} `SAGA_FAILED`, where it is waited for, if compensations failed; `cause` is the body's own error.
 *
 * @example
 * yield* saga(function* (compensate) {
 *   const receipt = yield* charge(order);
 *   compensate(() => refund(receipt));
 *   yield* ship(order);
 * });
 */
export function saga<T>(body: (compensate: Compensate) => Coroutine<T>, options: SagaOptions = {}): Saga & Command<T> {
  if (!isBody(body)) {
    throw new SweftError(
      "BODY_NOT_GENERATOR",
      `saga was given ${describe(body)}; write \`saga(function* (compensate) { … })\``,
    );
  }
  checkOptions(options, ["parallel"], "saga");
  const { parallel = false } = options;
  if (typeof parallel !== "boolean") {
    throw new SweftError("OPTION_INVALID", `parallel of saga is ${describe(parallel)}; write true or false`);
  }
  return command<T, Saga>({ type: "Saga", body, ...(parallel && { parallel }) });
}
