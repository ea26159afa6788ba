import type { Limits, Signal } from "@sweft/workflow";
import type { FakeStart } from "../history/options.ts";
import type { Given } from "./target.ts";

/** What can happen to a run that has decided nothing yet. */
export interface Outside {
  signal<T>(signal: Signal<T, unknown>, ...value: Given<T>): unknown;
  signal(signal: string, value?: unknown): unknown;
  cancel(): unknown;
  advance(ms: number): unknown;
}

/** How a workflow is stepped. */
export interface StepOptions extends FakeStart {
  /**
   * Answers of `cached` commands, by name: values, or functions that are called for each. Those not named are run, which
   * works for plain functions only.
   */
  readonly cached?: Readonly<Record<string, unknown>>;
  /** What a verb does when the workflow has a bug: `throw` it (the default), or `keep` the run held, to look at it. */
  readonly holds?: "throw" | "keep";
  /** Before every decision, replay the whole history from zero and compare. Default true. */
  readonly verify?: boolean;
  /** Brings in texts for which the converter says `missing`. Default: there are none. */
  readonly fetch?: (texts: readonly string[]) => void;
  /** With so many events a `checkpoint` continues as new, unless it says otherwise. Default 10,000. */
  readonly checkpointEvents?: number;
  /** What the service bears, if it is not what Amazon SWF does. */
  readonly limits?: Partial<Limits>;
  /** Happens before the first decision. */
  readonly beforeFirst?: (run: Outside) => void;
  /** Happens while the first decision is being made. */
  readonly duringFirst?: (run: Outside) => void;
}
