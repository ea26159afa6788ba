import { WAKES } from "@sweft/engine";
import type { DecisionType, EventType, TypeName } from "@sweft/workflow";
import { TestingError } from "../errors.ts";
import type { Attributes, FakeEvent } from "./event.ts";
import { makeEvent } from "./event.ts";
import type { Open, OpenKind } from "./open.ts";

/** How an execution was started; every value an effective one. */
export interface Config {
  readonly taskList: { readonly name: string };
  readonly taskPriority: string;
  readonly executionStartToCloseTimeout: string;
  readonly taskStartToCloseTimeout: string;
  readonly childPolicy: string;
  readonly lambdaRole: string | undefined;
}

/** Which of the next decisions is to be refused, and why. */
export interface Refusal {
  readonly decisionType: DecisionType;
  readonly cause: string;
  /** Only of this activity, workflow or Lambda function, or of this marker or signal. Default: any. */
  readonly name?: string | undefined;
  /** Only of this activity id, timer id, workflow id or Lambda id. Default: any. */
  readonly id?: string | undefined;
}

interface StartedTask {
  readonly scheduledEventId: number;
  readonly startedEventId: number;
  readonly startedMs: number;
}

/**
 * One execution as SWF keeps it: its events, the work under way, at most one decision task started and at most one
 * scheduled behind it.
 */
export class Execution {
  readonly workflowType: TypeName;
  readonly runId: string;
  readonly config: Config;
  readonly events: FakeEvent[] = [];
  /** In the order of the events that opened them. */
  readonly open = new Set<Open>();
  readonly refusals: Refusal[] = [];
  nowMs: number;
  #closedBy: EventType | undefined = undefined;
  #scheduled: number | undefined = undefined;
  #started: StartedTask | undefined = undefined;
  /** Within a transaction: something was written that a decider must see. */
  #isNeeded = false;

  constructor(workflowType: TypeName, runId: string, config: Config, startMs: number) {
    this.runId = runId;
    this.workflowType = workflowType;
    this.config = config;
    this.nowMs = startMs;
  }

  /** Has it ended? */
  get isClosed(): boolean {
    return this.#closedBy !== undefined;
  }

  /** Is a decision due that nobody has taken? */
  get isScheduled(): boolean {
    return this.#scheduled !== undefined && !this.isClosed;
  }

  /** The decision that is being made. */
  get startedTask(): StartedTask | undefined {
    return this.#started;
  }

  /** Was something recorded that the decision being made has not seen? A close would pass over it. */
  get isUnhandled(): boolean {
    return this.#scheduled !== undefined || this.#isNeeded;
  }

  /**
   * Writes events of one moment: all get the same time, and a decision task behind them if one of them needs it and
   * none is scheduled already.
   * @throws {TestingError} `HISTORY_CLOSED`
   */
  transact<T>(what: string, write: () => T): T {
    this.assertOpen(what);
    this.#isNeeded = false;
    const result = write();
    if (this.#isNeeded && this.#scheduled === undefined && !this.isClosed) this.#schedule();
    this.#isNeeded = false;
    return result;
  }

  /** Throws `HISTORY_CLOSED` once the execution has ended. */
  assertOpen(what: string): void {
    if (this.#closedBy === undefined) return;
    throw new TestingError(
      "HISTORY_CLOSED",
      `${what} cannot happen: the execution ended with ${this.#closedBy}, event ${this.events.length}`,
    );
  }

  #schedule(): void {
    const { taskList, taskPriority, taskStartToCloseTimeout } = this.config;
    this.#scheduled = this.append("DecisionTaskScheduled", {
      taskList,
      taskPriority,
      startToCloseTimeout: taskStartToCloseTimeout,
    });
  }

  /** Writes one event. Gives its id. */
  append(type: EventType, attributes: Attributes): number {
    const eventId = this.events.length + 1;
    this.events.push(makeEvent(eventId, type, new Date(this.nowMs), attributes));
    if (WAKES[type]) this.#isNeeded = true;
    return eventId;
  }

  /** Writes the event that ends the execution. */
  close(type: EventType, attributes: Attributes): void {
    this.append(type, attributes);
    this.#closedBy = type;
    this.#started = undefined;
    this.#scheduled = undefined;
  }

  /** The decider takes the task that is due. */
  startDecision(identity: string | undefined): number {
    if (this.#started !== undefined) {
      throw new TestingError(
        "DECISION_PENDING",
        `the decision started by event ${this.#started.startedEventId} is still being made; call decide(…) or decisionTimedOut() first`,
      );
    }
    const scheduledEventId = this.#scheduled;
    if (scheduledEventId === undefined) {
      throw new TestingError("DECISION_NOT_SCHEDULED", `no decision is due after event ${this.events.length}`);
    }
    const startedEventId = this.append("DecisionTaskStarted", { identity, scheduledEventId });
    this.#scheduled = undefined;
    this.#started = { scheduledEventId, startedEventId, startedMs: this.nowMs };
    return startedEventId;
  }

  /** The task in the decider's hands, which leaves them. Throws `DECISION_NOT_STARTED`. */
  takeStarted(): StartedTask {
    const task = this.#started;
    if (task === undefined)
      throw new TestingError("DECISION_NOT_STARTED", "no decision is being made; call decisionStarted() first");
    this.#started = undefined;
    return task;
  }

  /** The oldest open work of a kind and id. */
  find<K extends OpenKind>(kind: K, id: string): Extract<Open, { kind: K }> | undefined {
    for (const work of this.open) {
      if (work.kind !== kind) continue;
      if (work.id === id || ("workflowId" in work && work.workflowId === id)) return work as Extract<Open, { kind: K }>;
    }
    return undefined;
  }

  /**
   * The same, which must exist.
   * @throws {TestingError} `TARGET_NOT_OPEN`
   */
  get<K extends OpenKind>(kind: K, id: string): Extract<Open, { kind: K }> {
    const work = this.find(kind, id);
    if (work !== undefined) return work;
    const others = [...this.open].map((other) => `${other.kind} ${other.id}`);
    throw new TestingError("TARGET_NOT_OPEN", `no ${kind} ${id} is open; open are: ${others.join(", ") || "none"}`);
  }

  /** How many pieces of work of a kind are open. */
  count(kind: OpenKind): number {
    let count = 0;
    for (const work of this.open) if (work.kind === kind) count++;
    return count;
  }

  /** Moves the clock forward to a moment, if it is not past it already. */
  reach(ms: number): void {
    this.nowMs = Math.max(this.nowMs, ms);
  }
}
