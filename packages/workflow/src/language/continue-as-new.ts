import { describe } from "../errors/failure.ts";
import { SweftError } from "../errors/sweft-error.ts";
import type { TypeName } from "./activity.ts";
import type { Command } from "./command.ts";
import { besideOf, command } from "./command.ts";
import type { ChildBeside, Workflow, WorkflowCallOptions } from "./workflow.ts";
import { workflowOf } from "./workflow.ts";

/** The wish to end this run and to go on in a new one with a fresh history, as data. */
export interface ContinueAsNew<A extends readonly unknown[] = readonly unknown[]> {
  readonly type: "ContinueAsNew";
  readonly workflow: TypeName;
  readonly args: A;
  /** What `.with` set, if anything. */
  readonly options?: WorkflowCallOptions;
}

/**
 * Ends this run and goes on in a new one, under the same workflow id and with a fresh history. The new run gets every signal
 * that nobody has taken, in the order of arrival. `finally` blocks run first, `catch` blocks do not; coroutines, timers,
 * activities and children end as they do when the workflow returns.
 *
 * Only the workflow's own body may ask for it, and what it runs inline with `yield*`: no coroutine and no piece of a
 * composite.
 *
 * @param self - The workflow itself, or another version of it: SWF keeps the name. The new run has this run's task list,
 * timeouts, priority, tags and policy, except for what `self.with(…)` sets.
 * @param args - The arguments of the new run.
 * @throws {SweftError} `CONTINUE_ILLEGAL` if it is no workflow, at the call. Asked in a coroutine, or with another
 * workflow's name, it holds the run: `CONTINUE_ILLEGAL`, `CONTINUE_OTHER_WORKFLOW`.
 * @example
 * const poll = workflow({ name: "poll" }, function* (cursor: number): Coroutine<void> {
 *   const next = yield* fetchPage(cursor);
 *   yield* sleep("1h");
 *   yield* continueAsNew(poll, next);
 * });
 */
export function continueAsNew<A extends readonly unknown[]>(
  self: Workflow<A, unknown>,
  ...args: NoInfer<A>
): ContinueAsNew<A> & Command<never> {
  const asked = typeof self === "function" ? self(...args) : undefined;
  const workflow = asked === undefined ? undefined : workflowOf(asked);
  if (asked === undefined || workflow === undefined) {
    throw new SweftError(
      "CONTINUE_ILLEGAL",
      `continueAsNew was given ${describe(self)}; give the workflow itself, then its arguments: \`yield* continueAsNew(order, cart)\``,
    );
  }
  return command<never, ContinueAsNew<A>>(
    {
      type: "ContinueAsNew",
      workflow: asked.workflow,
      args: asked.args,
      ...(asked.options && { options: asked.options }),
    },
    besideOf(asked) as ChildBeside,
  );
}
