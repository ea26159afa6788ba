import type { Command } from "./command.ts";
import { command } from "./command.ts";
import type { SignalValue } from "./external.ts";
import { argsOf } from "./external.ts";
import type { Handle, Outcome } from "./handle.ts";
import { StartedHandle } from "./handle.ts";
import type { Signal } from "./signal.ts";

/** Which run of which execution. */
export interface ChildExecution {
  readonly workflowId: string;
  readonly runId: string;
}

/** A child workflow's handle. */
export interface ChildHandle<out T> extends Handle<T> {
  /** The execution, once SWF has started it; that of the last attempt, if a retry policy starts several. */
  readonly execution: ChildExecution | undefined;
  /**
   * Waits until the child runs, and gives its execution; throws what the child ends with if it never comes to run, such as
   * `CHILD_START_FAILED`.
   */
  readonly started: AwaitStart & Command<ChildExecution>;
  /**
   * Sends the child a signal, as soon as it runs. Resumes once SWF has delivered it.
   * @throws {ExternalError} `EXTERNAL_UNKNOWN` if it has ended, `EXTERNAL_FAILED`; what the child ends with if it never
   * comes to run.
   */
  signal<S>(signal: Signal<S, unknown>, ...value: SignalValue<S>): SignalChild & Command<void>;
}

/** Waiting for the start of a child, as data. */
export interface AwaitStart {
  readonly type: "AwaitStart";
  /** Id of the child. */
  readonly work: string;
}

/** The wish to signal a child, as data. */
export interface SignalChild {
  readonly type: "SignalChild";
  /** Id of the child. */
  readonly work: string;
  /** The signal's name. */
  readonly signal: string;
  /** The signal's value, if it has one. */
  readonly args: readonly unknown[];
}

class StartedChild<T> extends StartedHandle<T> implements ChildHandle<T> {
  readonly #execution: () => ChildExecution | undefined;

  constructor(id: string, outcome: () => Outcome | undefined, execution: () => ChildExecution | undefined) {
    super(id, outcome);
    this.#execution = execution;
    Object.freeze(this);
  }

  get execution(): ChildExecution | undefined {
    return this.#execution();
  }

  get started(): AwaitStart & Command<ChildExecution> {
    return command<ChildExecution, AwaitStart>({ type: "AwaitStart", work: this.id }, this);
  }

  signal<S>({ name: signal }: Signal<S, unknown>, ...[value]: SignalValue<S>): SignalChild & Command<void> {
    return command<void, SignalChild>({ type: "SignalChild", work: this.id, signal, args: argsOf(value) }, this);
  }
}

/**
 * Makes the handle of a child; for the interpreter, and for tests that feed one to a bare generator.
 *
 * @param id - Structural id of the child.
 * @param outcome - Asked at each call of the handle's methods; undefined while the child goes on.
 * @param execution - Asked for the execution; undefined until SWF has started it.
 */
export function createChildHandle<T>(
  id: string,
  outcome: () => Outcome | undefined,
  execution: () => ChildExecution | undefined,
): ChildHandle<T> {
  return new StartedChild<T>(id, outcome, execution);
}
