import { describe } from "../errors/failure.ts";
import { SweftError } from "../errors/sweft-error.ts";
import { wordName } from "../values/names.ts";
import type { Command } from "./command.ts";
import { command } from "./command.ts";

/** The wish to answer a query, as data. */
export interface AnswerQuery {
  readonly type: "AnswerQuery";
  readonly query: string;
}

/** What answers a query: a plain function of the workflow's state. */
export type QueryHandler<A extends readonly unknown[], R> = (...args: A) => R;

/** A question to a run: a workflow answers it, a client asks it. */
export interface Query<A extends readonly unknown[], R> {
  readonly name: string;
  /** Answers it from here on; see {@link query}. */
  answer(handler: QueryHandler<A, R>): AnswerQuery & Command<void>;
}

/**
 * Answers a query, from here on, by a function that looks at the workflow's variables: `yield* query("progress", () => done)`.
 * Whoever asks replays the history in a process of his own: the run never notices, and what the function changes is
 * thrown away. Takes no number, so adding one moves no id; registering a name again replaces the function.
 *
 * With a name alone it declares the query for both sides: `const progress = query<[verbose: boolean], Progress>("progress")`,
 * then `yield* progress.answer((verbose) => …)` here, and `run.query(order, progress, true)` at the client.
 *
 * @param name - 1 to 256 characters, not beginning with `sweft.`, without white space.
 * @param handler - Synchronous; neither a generator function nor an async one.
 * @throws {SweftError} `ID_INVALID`, `QUERY_INVALID`, at the call.
 */
export function query<A extends readonly unknown[] = readonly unknown[], R = unknown>(name: string): Query<A, R>;
export function query<A extends readonly unknown[], R>(
  name: string,
  handler: QueryHandler<A, R>,
): AnswerQuery & Command<void>;
export function query(
  name: string,
  ...handlers: readonly QueryHandler<never, unknown>[]
): Query<never, unknown> | (AnswerQuery & Command<void>) {
  wordName(name, "query name");
  const answer = (handler: QueryHandler<never, unknown>) => {
    const tag = typeof handler === "function" ? Object.prototype.toString.call(handler) : "";
    if (tag === "[object Function]") return command<void, AnswerQuery>({ type: "AnswerQuery", query: name }, handler);
    throw new SweftError(
      "QUERY_INVALID",
      `query ${name} was given ${describe(handler)} to answer it; give a plain function that returns the answer, neither a function* nor an async one`,
    );
  };
  return handlers.length === 0 ? Object.freeze({ name, answer }) : answer(handlers[0] as QueryHandler<never, unknown>);
}
