import type { Workflow } from "@sweft/workflow";
import { TestingError } from "../errors.ts";
import { LocalRun } from "./local-run.ts";
import type { LocalOptions } from "./options.ts";
import { PROCESS_CLOCK } from "./options.ts";

/**
 * Runs a workflow in this process, with no engine and no workers: activities are called, one at a time in the order
 * asked; children run inside; `cached` functions are called; retries, cancellation and time are those of the
 * interpreter. Breakpoints in workflow and activities stop where one expects.
 *
 * A run that continues as new is followed, to the end of the last one; another version of the workflow
 * that it continues as is looked for in `workflows`.
 *
 * Nothing runs in parallel: an activity that loses a race has run nevertheless. Timeouts of activities and workflows do
 * not expire.
 *
 * @param workflow - Its activities' own implementations are called, unless the options replace them.
 * @returns What the workflow returns, as a client reads it from the history.
 * @throws The workflow's error, as a client sees it: with `code`, `message`, `cause` and own fields, but not of its own
 * class; a `CanceledError` if it was canceled; its bug, if it has one. {@link TestingError} `DEADLOCK`,
 * `HISTORY_TOO_LONG`, `IMPLEMENTATION_MISSING`, `OPTION_INVALID`, `REPLAY_DIFFERS`.
 *
 * @example
 * const receipt = await runLocally(order, [cart], { signals: [signalAfter("1h", approve, true)] });
 */
export async function runLocally<A extends readonly unknown[], R>(
  workflow: Workflow<A, R>,
  args: A,
  options: LocalOptions = {},
): Promise<R> {
  const { timers = "skip", clock = PROCESS_CLOCK } = options;
  if (timers !== "skip" && timers !== "wait") {
    throw new TestingError("OPTION_INVALID", `timers is ${JSON.stringify(timers)}; write "skip" or "wait"`);
  }
  if (timers === "wait" && options.startMs !== undefined) {
    throw new TestingError(
      "OPTION_INVALID",
      'startMs is given, and timers are waited for by a clock that has a time of its own; leave startMs out, or write timers: "skip"',
    );
  }
  const waiting = timers === "wait" ? clock : undefined;
  const plain = workflow as unknown as Workflow<never[], unknown>;
  const begun = {
    ...options,
    ...(waiting && { startMs: waiting.now() }),
    workflow: plain,
    args: args as unknown as never[],
  };
  const { outcome } = await new LocalRun(plain, begun, options, waiting).run();
  if (outcome.ok) return outcome.value as R;
  throw outcome.error;
}
