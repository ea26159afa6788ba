import type { TypeName } from "./activity.ts";
import type { Command } from "./command.ts";
import { command } from "./command.ts";

/** A question about the run, answered at once and without an event. It takes no number, so adding one moves no id. */
export interface Fact {
  readonly type: "Now" | "Random" | "Uuid" | "Info";
}

/** A line for the log, as data. */
export interface Log {
  readonly type: "Log";
  readonly level: LogLevel;
  readonly message: string;
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** How much a line matters. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** What a run knows about itself. */
export interface WorkflowInfo {
  readonly workflowId: string;
  readonly runId: string;
  readonly type: TypeName;
  readonly taskList: string;
  readonly tagList: readonly string[];
  readonly startedAt: Date;
  /** Events up to the decision being made. */
  readonly historyLength: number;
  readonly parent: { readonly workflowId: string; readonly runId: string } | undefined;
  /** The run that continued as this one. */
  readonly continuedRunId: string | undefined;
  /** Which attempt of the workflow it is, from 1: more only by `runRetry`. */
  readonly attempt: number;
}

/** The time of the decision being made, from the history: the same at every replay. Millisecond precision. */
export const now = (): Fact & Command<Date> => command<Date, Fact>({ type: "Now" });

/** A number in [0, 1), fixed by the run, the coroutine and how often that coroutine has asked. */
export const random = (): Fact & Command<number> => command<number, Fact>({ type: "Random" });

/** A version 4 UUID, fixed as {@link random} is. */
export const uuid = (): Fact & Command<string> => command<string, Fact>({ type: "Uuid" });

/** Who this run is. */
export const info = (): Fact & Command<WorkflowInfo> => command<WorkflowInfo, Fact>({ type: "Info" });

type Line = (message: string, fields?: Readonly<Record<string, unknown>>) => Log & Command<void>;

const line =
  (level: LogLevel): Line =>
  (message, fields) =>
    command<void, Log>({ type: "Log", level, message, ...(fields && { fields }) });

/**
 * Writes a line to the worker's log, once: silent while recorded decisions are replayed.
 * `yield* log("charged", { orderId })` is `info`; `log.debug`, `log.warn` and `log.error` say more or less.
 */
export const log: Line & Readonly<Record<LogLevel, Line>> = Object.freeze(
  Object.assign(line("info"), { debug: line("debug"), info: line("info"), warn: line("warn"), error: line("error") }),
);
