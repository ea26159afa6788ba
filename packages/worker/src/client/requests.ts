import { WorkerError } from "../errors.ts";
import type { OptionNames } from "../option-names.ts";
import { assertOptions } from "../option-names.ts";
import type { Answer } from "./replies.ts";

/** What a single signal may set. */
export interface SignalOptions {
  /**
   * Two signals of one name and one id count once. 1 to 128 characters without white space and `#`. Default: a new one. `false` sends the value
   * alone, for a workflow that another program decides: then a lost answer is the caller's affair.
   */
  readonly id?: string | false;
}

/** What a single update may set. */
export interface UpdateOptions {
  /** Two with one id are done once, and both get the answer. 1 to 128 characters without white space and `#`. Default: a new one. */
  readonly id?: string;
}

const SIGNAL_OPTIONS: OptionNames<SignalOptions> = { id: true };
const UPDATE_OPTIONS: OptionNames<UpdateOptions> = { id: true };

/** Checks the options of a signal. Throws `WORKER_OPTION_INVALID`. */
export function signalOptions(options: unknown): SignalOptions {
  if (options === undefined) return {};
  assertOptions("signal", options, SIGNAL_OPTIONS, 'run.signal(go, value, { id: "order-17-go" })');
  return options as SignalOptions;
}

/** Checks the options of an update. Throws `WORKER_OPTION_INVALID`. */
export function updateOptions(options: unknown): UpdateOptions {
  assertOptions("update", options, UPDATE_OPTIONS, "run.update(add, {}, …)");
  return options as UpdateOptions;
}

/**
 * The value of an update.
 * @throws {WorkerError} `UPDATE_REJECTED`, `UPDATE_FAILED`, `RUN_CLOSED`
 */
export function answered(answer: Answer, name: string, workflowId: string): unknown {
  if (answer.state === "completed") return answer.value;
  const what = `update ${name} of workflow ${JSON.stringify(workflowId)}`;
  if (answer.state === "closed") {
    throw new WorkerError("RUN_CLOSED", `${what} was not answered: the run ended before`);
  }
  const { state, error: cause } = answer;
  const message = cause instanceof Object && "message" in cause ? String(cause.message) : String(cause);
  throw new WorkerError(CODES[state], `${what} ${state === "rejected" ? "was rejected" : "failed"}: ${message}`, {
    cause,
  });
}

const CODES = { rejected: "UPDATE_REJECTED", failed: "UPDATE_FAILED" } as const;
