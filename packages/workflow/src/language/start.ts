import { describe } from "../errors/failure.ts";
import { SweftError } from "../errors/sweft-error.ts";
import { isBody, workOf } from "./block.ts";
import type { ChildHandle } from "./child-handle.ts";
import type { Command, Coroutine, ResultOf } from "./command.ts";
import { command } from "./command.ts";
import type { Handle } from "./handle.ts";
import { isHandle } from "./handle.ts";
import type { StartChildWorkflow } from "./workflow.ts";

/** The wish to start work and go on without waiting, as data. */
export interface Start {
  readonly type: "Start";
  readonly work: object;
}

/** The wish to cancel started work, as data. */
export interface Cancel {
  readonly type: "Cancel";
  /** Id of the work. */
  readonly work: string;
}

/**
 * Starts work and goes on at once with its handle: a command, or a generator function as a coroutine of its own.
 * The failure of a coroutine that nobody waits for fails the workflow; that of other work waits in its handle.
 *
 * @throws {SweftError} `FOREIGN_YIELD`, `BODY_NOT_GENERATOR`, at the call, if it is given something else.
 */
export function start<T>(child: StartChildWorkflow & Command<T>): Start & Command<ChildHandle<T>>;
export function start<A extends unknown[], T>(
  body: (...args: A) => Coroutine<T>,
  ...args: A
): Start & Command<Handle<T>>;
export function start<C extends Command<unknown> | Coroutine<unknown>>(work: C): Start & Command<Handle<ResultOf<C>>>;
export function start(work: unknown, ...args: unknown[]): Start & Command<Handle<unknown>> {
  if (isHandle(work)) {
    throw new SweftError(
      "FOREIGN_YIELD",
      `start was given the handle of work ${work.id}, which is started already; wait for it with \`yield* handle\``,
    );
  }
  if (typeof work === "function") {
    if (!isBody(work)) {
      throw new SweftError(
        "BODY_NOT_GENERATOR",
        `start was given ${describe(work)}, which is no generator function; call an activity or workflow first, as in start(charge(order)), or give a function*`,
      );
    }
    const body = Object.freeze({ type: "RunBody", body: work, args: Object.freeze(args) });
    return command<Handle<unknown>, Start>({ type: "Start", work: body });
  }
  return command<Handle<unknown>, Start>({ type: "Start", work: workOf(work, "the work given to start") });
}

/**
 * Cancels started work. What that means is the work's own `cancellation` policy; a coroutine gets a `CanceledError`
 * where it waits. Work that has ended stays as it is.
 *
 * @throws {SweftError} `FOREIGN_YIELD`, at the call, if it is given no handle.
 */
export function cancel(handle: Handle<unknown>): Cancel & Command<void> {
  if (!isHandle(handle)) {
    throw new SweftError(
      "FOREIGN_YIELD",
      `cancel was given ${describe(handle)}; give the handle that \`yield* start(…)\` returned`,
    );
  }
  return command<void, Cancel>({ type: "Cancel", work: handle.id }, handle);
}
