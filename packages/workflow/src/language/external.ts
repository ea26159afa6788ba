import { describe } from "../errors/failure.ts";
import { SweftError } from "../errors/sweft-error.ts";
import { legalName } from "../values/names.ts";
import type { Command } from "./command.ts";
import { command } from "./command.ts";
import { controlText } from "./definition.ts";
import type { FullRetryPolicy, RetryPolicy } from "./retry-policy.ts";
import { fullPolicy, withPolicyAsData } from "./retry-policy.ts";
import type { Signal } from "./signal.ts";

/** How signals and cancel requests are sent to another execution. */
export interface ExternalOptions {
  /**
   * `true` sends the text of a signal's value alone, for receivers that are no workflows of Sweft. Such a signal has no id:
   * one that is sent twice arrives twice. Default false.
   */
  readonly plain?: boolean;
  /** Default: one attempt. Attempts of one signal carry one id, so that it counts once. */
  readonly retry?: RetryPolicy | number;
  /** `false` accepts a recorded value that differs from the one sent now. Default true. */
  readonly checkArguments?: boolean;
  /** A text of the user's own, kept in the history's `control` field after Sweft's. */
  readonly control?: string;
}

/** The options with the defaults filled in. */
export interface ExternalSettings {
  readonly plain: boolean;
  readonly retry: FullRetryPolicy | undefined;
  readonly checkArguments: boolean;
  readonly control: string | undefined;
}

/** The wish to signal another execution, as data. */
export interface SignalExternal {
  readonly type: "SignalExternal";
  readonly workflowId: string;
  readonly runId?: string;
  /** The signal's name. */
  readonly signal: string;
  /** The signal's value, if it has one. */
  readonly args: readonly unknown[];
  /** What `.with` set, if anything. */
  readonly options?: ExternalOptions;
}

/** The wish to have another execution canceled, as data. */
export interface CancelExternal {
  readonly type: "CancelExternal";
  readonly workflowId: string;
  readonly runId?: string;
  /** What `.with` set, if anything. */
  readonly options?: ExternalOptions;
}

/** A value that may be left out if it may be undefined. */
export type SignalValue<T> = undefined extends T ? [value?: NoInfer<T>] : [value: NoInfer<T>];

/** Another execution of the same domain, to be signaled or canceled. */
export interface External {
  readonly workflowId: string;
  /** Undefined for whichever run of the workflow id is open when the message arrives. */
  readonly runId: string | undefined;
  /**
   * Sends a signal. Resumes once SWF has delivered it.
   * @throws {ExternalError} `EXTERNAL_UNKNOWN` if no such execution is open, `EXTERNAL_FAILED` for any other refusal.
   */
  signal<T>(signal: Signal<T, unknown>, ...value: SignalValue<T>): SignalExternal & Command<void>;
  /** Asks the execution to cancel. Resumes once SWF has told it; whether and when it ends is its own affair. Throws as `signal` does. */
  cancel(): CancelExternal & Command<void>;
  /** The same execution, to be reached in another way. */
  with(options: ExternalOptions): External;
}

/**
 * Names another execution of this domain, or this one itself.
 *
 * @param runId - Default: whichever run is open when the message arrives, also one that continued as new meanwhile.
 * @throws {SweftError} `ID_INVALID`, `OPTION_INVALID`, at the call.
 * @example
 * yield* external("stock-17").signal(reserved, { orderId });
 */
export function external(workflowId: string, runId?: string): External {
  legalName(workflowId, "workflow id of external");
  if (runId !== undefined && (typeof runId !== "string" || runId.length === 0 || runId.length > 64)) {
    throw new SweftError(
      "ID_INVALID",
      `run id of external is ${describe(runId)}; write 1 to 64 characters, or leave it out for the run that is open`,
    );
  }
  return reachedWith(workflowId, runId, undefined);
}

function reachedWith(workflowId: string, runId: string | undefined, options: ExternalOptions | undefined): External {
  const settings = externalSettings(options);
  const to = { workflowId, ...(runId === undefined ? {} : { runId }) };
  const how = options === undefined ? {} : { options: withPolicyAsData(options) };
  return Object.freeze({
    workflowId,
    runId,
    signal: ({ name: signal }: Signal<unknown, unknown>, value?: unknown) =>
      command<void, SignalExternal>({ type: "SignalExternal", ...to, signal, args: argsOf(value), ...how }, settings),
    cancel: () => command<void, CancelExternal>({ type: "CancelExternal", ...to, ...how }, settings),
    with: (more: ExternalOptions) => reachedWith(workflowId, runId, Object.freeze({ ...options, ...more })),
  });
}

/** What goes along with a signal: its value, or nothing. */
export const argsOf = (value: unknown): readonly unknown[] => Object.freeze(value === undefined ? [] : [value]);

const isFlag = (value: unknown) => value === undefined || typeof value === "boolean";

/** Fills the defaults in. Throws `OPTION_INVALID`. */
export function externalSettings(options: ExternalOptions = {}): ExternalSettings {
  const { plain, retry, checkArguments, control } = options;
  if (!isFlag(plain)) throw invalid("plain", plain);
  if (!isFlag(checkArguments)) throw invalid("checkArguments", checkArguments);
  return Object.freeze({
    plain: plain ?? false,
    retry: retry === undefined ? undefined : fullPolicy(retry),
    checkArguments: checkArguments ?? true,
    control: controlText(control, "control of external"),
  });
}

const invalid = (field: string, value: unknown) =>
  new SweftError("OPTION_INVALID", `${field} of external is ${describe(value)}; write true or false`);
