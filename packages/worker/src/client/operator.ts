import { OPERATOR_SIGNAL, toFailure } from "@sweft/workflow";
import { WorkerError } from "../errors.ts";
import type { Service } from "../options.ts";
import { invalid } from "../options.ts";
import { valueText } from "./letters.ts";
import type { Answer } from "./replies.ts";

/**
 * Reaches into an open run. Work is named by its structural id, as histories and the command line show it: `"3"`, `"1.2"`.
 * Everything is recorded and so replayed; every call waits for the run's answer.
 *
 * All of them throw {@link WorkerError} `OPERATION_REJECTED` if it does not fit the run's state, with what is open in the
 * message; `RUN_NOT_OPEN`, `RUN_CLOSED` if the run has ended; `RUN_NOT_FOUND`; `WORKER_OPTION_INVALID`. A run that has
 * continued as new has ended: the next one has other work under the same ids.
 */
export interface Operator {
  /** Tries work again that waits for its next attempt. @param id - Of the work, or of its back-off. */
  retryNow(id: string): Promise<void>;
  /** Lets a timer fire now. */
  fire(id: string): Promise<void>;
  /** Ends open work with a value. What really runs gets a cancel request, and how it ends does not count. */
  complete(id: string, value?: unknown): Promise<void>;
  /** Ends open work with an error, which no retry follows. @param error - Anything thrown, but no bug such as a TypeError. */
  fail(id: string, error: unknown): Promise<void>;
  /** Keeps everything that happens to the run for later, except cancellation and what an operator does. */
  pause(): Promise<void>;
  /** Lets what was kept happen now, in order. */
  resume(): Promise<void>;
}

/** A request to a run: which reserved signal, the words of its head, the text of its value. */
export interface Requested {
  readonly signalName: string;
  readonly words: readonly string[];
  readonly text: string | undefined;
}

/** Opens the operator of a run, who asks by `request`. */
export function openOperator(
  service: Service,
  workflowId: string,
  request: (requested: Requested) => Promise<Answer>,
): Operator {
  async function ask(action: string, id?: string, value?: unknown): Promise<void> {
    if (id !== undefined && (typeof id !== "string" || !/^\S+$/.test(id)))
      throw invalid("id", id, 'the structural id of open work, such as "3" or "1.2"');
    const words = id === undefined ? [action] : [action, id];
    const text = valueText(service, value, `the value of ${action} ${id}`);
    const what = `${words.join(" ")} of workflow ${JSON.stringify(workflowId)}`;
    accept(await request({ signalName: OPERATOR_SIGNAL, words, text }), what);
  }
  return {
    retryNow: (id) => ask("retry-now", named(id)),
    fire: (id) => ask("fire", named(id)),
    complete: (id, value) => ask("complete", named(id), value),
    fail: (id, error) => ask("fail", named(id), toFailure(error)),
    pause: () => ask("pause"),
    resume: () => ask("resume"),
  };
}

/** An id left out in JavaScript is told like any other that is none. */
const named = (id: string): string => id ?? "";

function accept(answer: Answer, what: string): void {
  if (answer.state === "completed") return;
  if (answer.state === "closed") throw new WorkerError("RUN_CLOSED", `${what} was not answered: the run ended before`);
  const { error: cause } = answer;
  const message = cause instanceof Object && "message" in cause ? String(cause.message) : String(cause);
  throw new WorkerError("OPERATION_REJECTED", message, { cause });
}
