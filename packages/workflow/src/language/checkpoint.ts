import { describe } from "../errors/failure.ts";
import { SweftError } from "../errors/sweft-error.ts";
import type { Duration } from "../values/duration.ts";
import { toSeconds } from "../values/duration.ts";
import type { TypeName } from "./activity.ts";
import type { Command } from "./command.ts";
import { besideOf, command } from "./command.ts";
import type { ChildBeside, Workflow, WorkflowCallOptions } from "./workflow.ts";
import { workflowOf } from "./workflow.ts";

/** How a checkpoint decides, and how it ends the run. */
export interface CheckpointOptions {
  /** Continues as new once the history has so many events, 1 or more. Default: the decider's `checkpointEvents`, 10,000. */
  readonly every?: number;
  /** How long open work and handlers are awaited before the run ends. Default 1 minute; 0 awaits nothing. */
  readonly drain?: Duration;
  /**
   * What becomes of work that is open even then: `cancel` (the default) ends it as the workflow's return would, `error`
   * throws `CHECKPOINT_OPEN` at the checkpoint.
   */
  readonly onOpen?: "cancel" | "error";
}

/** A safe point in a loop, as data. */
export interface Checkpoint<A extends readonly unknown[] = readonly unknown[]> {
  readonly type: "Checkpoint";
  /** The workflow to continue as; undefined for the run's own. */
  readonly workflow?: TypeName;
  readonly args: A;
  /** What `.with` set on the workflow. */
  readonly settings?: WorkflowCallOptions;
  /** What `.with` set on the checkpoint. */
  readonly options?: CheckpointOptions;
}

/** Everything but functions: what is given first decides which form of {@link checkpoint} is meant. */
type State = string | number | boolean | bigint | null | undefined | (object & { readonly call?: never });

/** See {@link checkpoint}. */
export interface CheckpointMaker {
  <A extends readonly unknown[]>(self: Workflow<A, unknown>, ...args: NoInfer<A>): Checkpoint<A> & Command<void>;
  (...args: readonly [] | readonly [state: State, ...more: readonly unknown[]]): Checkpoint & Command<void>;
  /** The same with options: `checkpoint.with({ every: 5_000 })(state)`. */
  with(options: CheckpointOptions): CheckpointMaker;
}

const isWorkflow = (value: unknown): value is Workflow<readonly unknown[], unknown> =>
  typeof value === "function" && "body" in value && "settings" in value;

const wrong = (option: string, value: unknown, allowed: string) =>
  new SweftError("OPTION_INVALID", `${option} of a checkpoint is ${describe(value)}; write ${allowed}`);

function checked(options: CheckpointOptions): CheckpointOptions {
  const { every, drain, onOpen } = options;
  if (every !== undefined && !(Number.isInteger(every) && every >= 1)) {
    throw wrong("every", every, "a number of events, 1 or more");
  }
  if (drain !== undefined) toSeconds(drain, "drain of a checkpoint");
  if (onOpen !== undefined && onOpen !== "cancel" && onOpen !== "error") {
    throw wrong("onOpen", onOpen, '"cancel" or "error"');
  }
  return Object.freeze({ ...options });
}

function maker(options: CheckpointOptions | undefined): CheckpointMaker {
  const ask = (...given: readonly unknown[]): Checkpoint & Command<void> => {
    const [self, ...rest] = given;
    const asked = isWorkflow(self) ? self(...rest) : undefined;
    if (asked === undefined && typeof self === "function") {
      throw new SweftError(
        "CHECKPOINT_ILLEGAL",
        `checkpoint was given ${describe(self)}, which no run can be given; write \`yield* checkpoint(state)\`, or \`yield* checkpoint(self, ...args)\``,
      );
    }
    return command<void, Checkpoint>(
      {
        type: "Checkpoint",
        ...(asked && { workflow: asked.workflow }),
        args: Object.freeze(asked === undefined ? given : asked.args),
        ...(asked?.options && { settings: asked.options }),
        ...(options && { options }),
      },
      asked === undefined || workflowOf(asked) === undefined ? undefined : (besideOf(asked) as ChildBeside),
    );
  };
  return Object.assign(ask, {
    with: (more: CheckpointOptions) => maker(checked({ ...options, ...more })),
  }) as CheckpointMaker;
}

/**
 * A safe point in a loop: goes on at once, with nothing, unless the history has become long. Then the run continues as new
 * with these arguments, as {@link continueAsNew} does, with the signals that nobody has taken and the timers that are marked
 * by `carry`. Before that it awaits the work that is open and the handlers that run, for a while.
 *
 * Legal in the workflow's own body alone, while no coroutine runs but handlers. In a recorded batch it decides as the history
 * shows, whatever the settings are now.
 *
 * @param args - The arguments of the new run; or the workflow itself, and then its arguments, which are type-checked.
 * @throws {SweftError} `OPTION_INVALID`, `DURATION_INVALID`, at the call; `CHECKPOINT_OPEN` as {@link CheckpointOptions}
 * say. Where it is not legal it holds the run: `CHECKPOINT_ILLEGAL`.
 * @example
 * const serve = workflow({ name: "serve" }, function* (served: number): Coroutine<void> {
 *   for (;;) {
 *     yield* handle(yield* request.receive());
 *     served++;
 *     yield* checkpoint(served);
 *   }
 * });
 */
export const checkpoint: CheckpointMaker = maker(undefined);
