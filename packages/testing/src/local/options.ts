import type { Activity, Duration, Lambda, Limits, LogLine, Signal, TypeName, Workflow } from "@sweft/workflow";
import { toSeconds } from "@sweft/workflow";
import type { FakeStart } from "../history/options.ts";
import type { Given } from "../step/target.ts";

/** What fulfils an activity: a declared one, or what {@link replace} gives. */
export interface Runnable {
  readonly type: TypeName;
  run(...args: never[]): unknown;
}

/** What stands for a Lambda function: what {@link replace} gives. */
export interface RunnableLambda {
  readonly type: { readonly name: string };
  run(...args: never[]): unknown;
}

/** Another implementation for an activity, the first for a `contract`, or one for a Lambda function. */
export function replace<A extends readonly unknown[], R>(
  activity: Activity<A, R>,
  implementation: (...args: NoInfer<A>) => R | Promise<R>,
): Runnable;
export function replace<A extends readonly unknown[], R>(
  lambda: Lambda<A, R>,
  implementation: (...args: NoInfer<A>) => R | Promise<R>,
): RunnableLambda;
export function replace(
  { type }: { readonly type: { readonly name: string } },
  run: (...args: never[]) => unknown,
): RunnableLambda {
  return { type, run };
}

/** What the workflow sends to an execution that does not run here. */
export interface SentMessage {
  readonly workflowId: string;
  readonly runId: string | undefined;
  /** Undefined for a cancel request. */
  readonly signalName: string | undefined;
  /** The signal's value. */
  readonly value: unknown;
}

/** A signal that is to arrive some time after the start. */
export interface LaterSignal {
  readonly afterSeconds: number;
  readonly name: string;
  readonly value: unknown;
}

/**
 * Announces a signal for {@link runLocally}.
 *
 * @param after - Counted from the start of the run; 0 is before the first decision.
 * @throws {DurationError} `DURATION_INVALID`
 */
export function signalAfter<T>(after: Duration, signal: Signal<T, unknown>, ...[value]: Given<T>): LaterSignal {
  return { afterSeconds: toSeconds(after, "signalAfter"), name: signal.name, value };
}

/** Where waiting is done, if timers are waited for. */
export interface LocalClock {
  /** Milliseconds since 1970. */
  now(): number;
  wait(ms: number): Promise<void>;
}

/** How {@link runLocally} runs a workflow. */
export interface LocalOptions extends FakeStart {
  /** Implementations beside those that the commands carry themselves: replacements, and those of contracts. */
  readonly activities?: readonly Runnable[];
  /** What stands for Lambda functions: `[replace(resize, (image) => …)]`. */
  readonly lambdas?: readonly RunnableLambda[];
  /** Hears what is sent to executions that do not run here; `false` refuses it. Default: it arrives. */
  readonly externals?: (sent: SentMessage) => boolean;
  /** Workflows that run in place of the children of the same type. */
  readonly workflows?: readonly Workflow<never[], unknown>[];
  /** Answers of `cached` commands by name: values, or functions, which may be async. Those not named are run. */
  readonly cached?: Readonly<Record<string, unknown>>;
  /** Signals to the workflow itself, not to its children. */
  readonly signals?: readonly LaterSignal[];
  /** When, after the start, the workflow is asked to cancel. Default: never. */
  readonly cancelAfter?: Duration;
  /**
   * `skip` (the default) moves the time of the workflow on as soon as nothing else can happen; `wait` waits for it, and
   * begins at the clock's own time.
   */
  readonly timers?: "skip" | "wait";
  /** Used only to wait for timers. Default: the clock of this process. */
  readonly clock?: LocalClock;
  /** With so many events a `checkpoint` continues as new, unless it says otherwise. Default 10,000. */
  readonly checkpointEvents?: number;
  /** What the service bears, if it is not what Amazon SWF does. */
  readonly limits?: Partial<Limits>;
  /** Hears what workflow and children log. */
  readonly onLog?: (line: LogLine) => void;
  /** At the end, replay the whole history and compare. Default true. */
  readonly verify?: boolean;
  /** Brings in texts for which the converter says `missing`. Default: there are none. */
  readonly fetch?: (texts: readonly string[]) => unknown;
}

/** The clock of this process. */
export const PROCESS_CLOCK: LocalClock = {
  now: () => Date.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};
