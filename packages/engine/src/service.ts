import type { Choices } from "./choices.ts";
import type { Clock, ScheduleOptions } from "./clock/clock.ts";
import type { LambdaFunction } from "./execution/lambda-function.ts";
import type { Run } from "./execution/run.ts";
import type { IdSource } from "./ids.ts";
import type { Limits } from "./limits.ts";
import type { Meter } from "./quotas/meter.ts";
import type { Permits } from "./quotas/permit-request.ts";
import type { Ledger } from "./store/ledger.ts";
import type { TaskList } from "./world/task-list.ts";
import type { World } from "./world/world.ts";

/** What operations and the state machine work with. Time, ids and settings come in through here and nowhere else. */
export interface Service {
  /** The region and account that are worked on. */
  readonly world: World;
  readonly ledger: Ledger;
  readonly ids: IdSource;
  readonly limits: Limits;
  readonly choices: Choices;
  /** Undefined if nothing is counted. */
  readonly meter: Meter | undefined;
  /** Undefined if everything is permitted. */
  readonly permits: Permits | undefined;
  readonly clock: Clock;
  readonly longPollMs: number;
  /** The Lambda functions by name; undefined where there is no Lambda at all. */
  readonly functions: ReadonlyMap<string, LambdaFunction> | undefined;
  /** The present in epoch milliseconds; never runs backwards. */
  now(): number;
  /** The date of a moment. One moment's is shared: dates are large, and histories have many. */
  dateOf(ms: number): Date;
  /** As {@link Clock.schedule}. Whatever is scheduled must be withdrawn when the engine closes: see `withdrawAll`. */
  schedule(dueMs: number, run: () => void, options?: ScheduleOptions): () => void;
  /** Does work that writes events, all at one time, and then what follows from them. If the work throws, nothing has happened. */
  transact<T>(work: (tx: Transaction) => T): T;
  /** Registers a waiting poll, to be answered empty when the engine closes. Returns what to call when it is answered. */
  waiting(answerEmpty: () => void): () => void;
}

/**
 * One atomic step of the state machine.
 *
 * T1. All events of a transaction carry one timestamp.
 * T2. DecisionTaskScheduled is written by the commit alone, after the events that made it necessary.
 * T3. Waiting polls get their tasks after the transaction, each by one of its own.
 */
export interface Transaction {
  readonly service: Service;
  readonly nowMs: number;
  readonly at: Date;
  /** The executions that got events, in the order of their first: one, seldom two. */
  readonly touched: Touched[];
  /** Lists that were offered tasks. */
  readonly offered: Pick<TaskList<unknown>, "match">[];
}

/** An execution that got events in a transaction. */
export interface Touched {
  readonly run: Run;
  /** Whether one of them makes a decision task necessary. */
  needsDecision: boolean;
  /** How many it had before. */
  readonly eventsBefore: number;
}
