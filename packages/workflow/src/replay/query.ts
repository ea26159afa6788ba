import { peek } from "../errors/bug.ts";
import { SweftError } from "../errors/sweft-error.ts";
import { isLater } from "../language/later.ts";
import type { QueryHandler } from "../language/query.ts";
import { readValue, writeValue } from "../work/arguments.ts";
import type { RunContext } from "../work/run-context.ts";

/** The answer to a query, and what it is true of. */
export interface Answered {
  /** Went through its text, as every value that leaves a run. */
  readonly result: unknown;
  /** Event id of the DecisionTaskCompleted whose state it tells. */
  readonly eventId: number;
}

/** What is asked of a run, and its state. */
interface Asked {
  readonly name: string;
  readonly args: readonly unknown[];
  /** The last completed decision; 0 if there is none. */
  readonly eventId: number;
  /** What holds the run, if anything does. */
  readonly bug: { readonly error: unknown } | undefined;
}

const messageOf = (error: unknown): string => String(peek(error, "message") ?? error);

/** Answers a query of a run that has been advanced to its last completed decision. See {@link LiveRun.query}. */
export function answerQuery(run: RunContext, { name, args, eventId, bug }: Asked): Answered {
  if (bug !== undefined) {
    throw new SweftError("QUERY_FAILED", `the run cannot be replayed by this code: ${messageOf(bug.error)}`, {
      cause: bug.error,
    });
  }
  if (eventId === 0) {
    throw new SweftError(
      "QUERY_TOO_EARLY",
      `query ${name} came before the first decision of the run was completed, so there is no state to tell yet; ask again later`,
    );
  }
  const handler = run.queries.get(name);
  if (handler === undefined) throw unknown(name, [...run.queries.keys()]);
  return { result: throughText(run, name, called(handler, name, args)), eventId };
}

function unknown(name: string, known: readonly string[]): SweftError {
  const others = known.length === 0 ? "it answers none" : `it answers ${known.join(", ")}`;
  return new SweftError(
    "QUERY_UNKNOWN",
    `the workflow answers no query ${JSON.stringify(name)} as of its last decision; ${others}. Register one with \`yield* query(name, () => …)\``,
  );
}

function called(handler: QueryHandler<never, unknown>, name: string, args: readonly unknown[]): unknown {
  let result: unknown;
  try {
    result = handler(...(args as never));
  } catch (error) {
    throw new SweftError("QUERY_FAILED", `query ${name} threw: ${messageOf(error)}`, { cause: error });
  }
  if (!isLater(result)) return result;
  throw new SweftError(
    "QUERY_INVALID",
    `query ${name} gave back something to wait for; it must return its answer at once, from the workflow's variables`,
  );
}

/** A copy of the value, as whoever asks from afar gets it: nothing of the run's own leaks. */
function throughText(run: RunContext, name: string, value: unknown): unknown {
  try {
    return readValue(run, writeValue(run, value, `the answer of query ${name}`));
  } catch (error) {
    throw new SweftError("QUERY_FAILED", messageOf(error), { cause: error });
  }
}
