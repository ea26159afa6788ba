import { historyJson } from "@sweft/worker";
import type { Converter, DecisionType, Execution as ExecutionId } from "@sweft/workflow";
import { writeLetter } from "@sweft/workflow";
import { TestingError } from "../errors.ts";
import type { ActivityTimeoutType } from "./activities.ts";
import { endActivity, startActivity, timeOutActivity } from "./activities.ts";
import { endChild, refuseChildStart, startChild, timeOutChild } from "./children.ts";
import { decide } from "./decide.ts";
import type { FakeDecision } from "./decision.ts";
import type { FakeEvent } from "./event.ts";
import { Execution } from "./execution.ts";
import { arrive, bounce } from "./externals.ts";
import { endLambda, refuseLambdaStart, timeOutLambda } from "./lambdas.ts";
import type { Open } from "./open.ts";
import type { FakeHistoryOptions } from "./options.ts";
import { beginningOf } from "./options.ts";
import { writeFailure, writeText } from "./values.ts";

/** A decision that SWF is to refuse. */
export interface RefuseOptions {
  /** Only of this activity, workflow, Lambda function, marker or signal name. Default: any. */
  readonly name?: string;
  /** Only of this activity id, timer id, workflow id or Lambda id. Default: any. */
  readonly id?: string;
}

/**
 * The history of one execution, written step by step as SWF writes it: real events with their back references, a
 * decision task behind everything that needs one, one time for all that happens at once. Time stands still between
 * steps; {@link FakeHistory.advance} moves it on.
 *
 * Where an id is asked for: activity and timer ids as decided; a child's structural id or its workflow id. What must
 * have happened before is written too: an activity that completes was started.
 *
 * Every step throws `HISTORY_CLOSED` once the execution has ended, and `TARGET_NOT_OPEN` for work that is not open.
 */
export class FakeHistory {
  /** Which run it is. */
  readonly execution: ExecutionId;
  /** How values are written. */
  readonly converter: Converter;
  readonly #execution: Execution;
  #executionContext: string | undefined = undefined;

  constructor(options: FakeHistoryOptions<never[]>) {
    const { execution, startMs, converter, type, config, input, tagList, parent, continuedRunId } =
      beginningOf(options);
    this.execution = execution;
    this.converter = converter;
    this.#execution = new Execution(type, execution.runId, config, startMs);
    this.#happens("the start", (written) =>
      written.append("WorkflowExecutionStarted", {
        input,
        ...config,
        workflowType: type,
        tagList,
        continuedExecutionRunId: continuedRunId,
        parentWorkflowExecution: parent,
        parentInitiatedEventId: 0,
      }),
    );
  }

  /** The events so far. `replay(workflow, history)` takes the whole object as well. */
  get events(): readonly FakeEvent[] {
    return this.#execution.events;
  }

  /** The work under way, in the order of its events. */
  get open(): readonly Readonly<Open>[] {
    return [...this.#execution.open];
  }

  /** What DescribeWorkflowExecution would give as `latestExecutionContext`. */
  get executionContext(): string | undefined {
    return this.#executionContext;
  }

  /** The time now, in ms since 1970. */
  get timeMs(): number {
    return this.#execution.nowMs;
  }

  /** Has the execution ended? */
  get isClosed(): boolean {
    return this.#execution.isClosed;
  }

  /** Is a decision due that nobody has started? */
  get isDecisionDue(): boolean {
    return this.#execution.isScheduled && this.#execution.startedTask === undefined;
  }

  /** What the aws CLI would print of this history. */
  json(): string {
    return `${historyJson(this.events)}\n`;
  }

  #happens(what: string, write: (execution: Execution) => void): this {
    this.#execution.transact(what, () => write(this.#execution));
    return this;
  }

  // Time

  /**
   * Moves the clock on. Nothing fires by itself: what happens, and in which order, is what the test says.
   * @param ms - Milliseconds, 0 or more.
   * @throws {TestingError} `OPTION_INVALID`
   */
  advance(ms: number): this {
    if (!(ms >= 0 && ms < Number.POSITIVE_INFINITY)) {
      throw new TestingError("OPTION_INVALID", `advance(${ms}): write milliseconds, 0 or more; time never goes back`);
    }
    this.#execution.reach(this.#execution.nowMs + ms);
    return this;
  }

  // Decisions

  /**
   * A decider takes the decision that is due.
   * @throws {TestingError} `DECISION_NOT_SCHEDULED`, `DECISION_PENDING`
   */
  decisionStarted(identity?: string): this {
    return this.#happens("a decision", (execution) => execution.startDecision(identity));
  }

  /**
   * The decider answers. Every decision writes what SWF would write, refusals included: ids that are not open, ids in
   * use, more than 1,000 open of a kind, and a close while something is recorded that the decider has not seen.
   * @param decisions - What replay gave, or literals.
   * @throws {TestingError} `DECISION_INVALID`, and nothing is written; `DECISION_NOT_STARTED`
   */
  decide(decisions: readonly FakeDecision[], executionContext?: string): this {
    decide(this.#execution, decisions, executionContext);
    this.#executionContext = executionContext ?? this.#executionContext;
    return this;
  }

  /** The decider does not answer in time: the clock moves to that time, and the task is due again. */
  decisionTimedOut(): this {
    this.#execution.assertOpen("the time-out of a decision");
    const { scheduledEventId, startedEventId, startedMs } = this.#execution.takeStarted();
    const seconds = Number(this.#execution.config.taskStartToCloseTimeout);
    if (Number.isFinite(seconds)) this.#execution.reach(startedMs + seconds * 1000);
    return this.#happens("the time-out of a decision", (execution) =>
      execution.append("DecisionTaskTimedOut", { timeoutType: "START_TO_CLOSE", scheduledEventId, startedEventId }),
    );
  }

  /**
   * The next decision of a type is refused, once.
   * @param cause - As SWF calls it, such as `ACTIVITY_CREATION_RATE_EXCEEDED`.
   */
  refuseNext(decisionType: DecisionType, cause: string, { name, id }: RefuseOptions = {}): this {
    this.#execution.refusals.push({ decisionType, cause, name, id });
    return this;
  }

  // Activities

  /** A worker takes the activity. Done already if one has it. */
  activityStarted(id: string, identity?: string): this {
    startActivity(this.#execution, id, identity);
    return this;
  }

  /** @param result - Written by the converter, as the activity declares it; undefined writes none. */
  activityCompleted(id: string, result?: unknown): this {
    endActivity(this.#execution, id, "ActivityTaskCompleted", { result: this.#resultOf("activity", id, result) });
    return this;
  }

  #resultOf(kind: "activity" | "child", id: string, result: unknown): string | undefined {
    return writeText(this.converter, result, "result", this.#execution.find(kind, id)?.formats?.result);
  }

  /** @param error - Anything thrown; reason and details are made of it as a worker makes them. */
  activityFailed(id: string, error: unknown): this {
    endActivity(this.#execution, id, "ActivityTaskFailed", writeFailure(this.converter, error));
    return this;
  }

  /**
   * A timeout expires; the clock moves on to that moment.
   * @param details - Of the last heartbeat.
   * @throws {TestingError} `TIMEOUT_IMPOSSIBLE` if that timeout is NONE, or does not fit an activity that has started.
   */
  activityTimedOut(id: string, type: ActivityTimeoutType = "START_TO_CLOSE", details?: unknown): this {
    timeOutActivity(this.#execution, id, type, writeText(this.converter, details));
    return this;
  }

  /** The worker says that it has canceled the activity. */
  activityCanceled(id: string, details?: unknown): this {
    const { cancelRequestedEventId } = this.#execution.get("activity", id);
    endActivity(this.#execution, id, "ActivityTaskCanceled", {
      details: writeText(this.converter, details),
      latestCancelRequestedEventId: cancelRequestedEventId === 0 ? undefined : cancelRequestedEventId,
    });
    return this;
  }

  // Timers

  /** The timer fires, never before its time: the clock moves on to it. */
  timerFired(id: string): this {
    this.#execution.assertOpen(`the firing of timer ${id}`);
    const timer = this.#execution.get("timer", id);
    this.#execution.reach(timer.dueMs);
    this.#execution.open.delete(timer);
    const { startedEventId } = timer;
    return this.#happens(`the firing of timer ${id}`, (execution) =>
      execution.append("TimerFired", { timerId: timer.id, startedEventId }),
    );
  }

  // Children

  /** SWF starts the child. Done already if it has. */
  childStarted(id: string): this {
    startChild(this.#execution, id);
    return this;
  }

  /** SWF cannot start the child after all: another execution has its workflow id. */
  childStartFailed(id: string): this {
    refuseChildStart(this.#execution, id);
    return this;
  }

  /** @param result - Written by the converter, as the workflow declares it; undefined writes none. */
  childCompleted(id: string, result?: unknown): this {
    endChild(this.#execution, id, "ChildWorkflowExecutionCompleted", { result: this.#resultOf("child", id, result) });
    return this;
  }

  /** @param error - Anything thrown; reason and details are made of it as a decider makes them. */
  childFailed(id: string, error: unknown): this {
    endChild(this.#execution, id, "ChildWorkflowExecutionFailed", writeFailure(this.converter, error));
    return this;
  }

  /** The child outlives its execution timeout; the clock moves on to that moment. */
  childTimedOut(id: string): this {
    timeOutChild(this.#execution, id);
    return this;
  }

  /** The child ends as canceled. */
  childCanceled(id: string, details?: unknown): this {
    endChild(this.#execution, id, "ChildWorkflowExecutionCanceled", { details: writeText(this.converter, details) });
    return this;
  }

  /** Somebody terminates the child. */
  childTerminated(id: string): this {
    endChild(this.#execution, id, "ChildWorkflowExecutionTerminated");
    return this;
  }

  // Other executions and Lambda functions

  /** A signal that the workflow sent arrives. @param id - Structural id or the receiver's workflow id. */
  externalSignaled(id: string): this {
    arrive(this.#execution, "external signal", id);
    return this;
  }

  /** A signal that the workflow sent does not arrive. */
  externalSignalFailed(id: string, cause = "UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION"): this {
    bounce(this.#execution, "external signal", id, cause);
    return this;
  }

  /** A cancel request that the workflow sent, to a child perhaps, arrives. @param id - Structural id or workflow id. */
  externalCancelRequested(id: string): this {
    arrive(this.#execution, "external cancel", id);
    return this;
  }

  /** A cancel request that the workflow sent does not arrive. */
  externalCancelFailed(id: string, cause = "UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION"): this {
    bounce(this.#execution, "external cancel", id, cause);
    return this;
  }

  lambdaCompleted(id: string, result?: unknown): this {
    endLambda(this.#execution, id, "LambdaFunctionCompleted", { result: writeText(this.converter, result) });
    return this;
  }

  lambdaFailed(id: string, error: unknown): this {
    endLambda(this.#execution, id, "LambdaFunctionFailed", writeFailure(this.converter, error));
    return this;
  }

  /** SWF cannot start the Lambda function: the execution has no role that may. */
  lambdaStartFailed(id: string, cause = "ASSUME_ROLE_FAILED", message?: string): this {
    refuseLambdaStart(this.#execution, id, cause, message);
    return this;
  }

  /** The Lambda function runs longer than it may; the clock moves on to that moment. */
  lambdaTimedOut(id: string): this {
    timeOutLambda(this.#execution, id);
    return this;
  }

  // From outside

  /**
   * A client signals the execution.
   *
   * @param value - Written by the converter; undefined writes none.
   * @param letter - Sent as clients of Sweft do, with an id by which it counts once. Default: as other programs send it.
   */
  signaled(
    signalName: string,
    value?: unknown,
    letter?: { readonly id: string; readonly words?: readonly string[] },
  ): this {
    const payload = writeText(this.converter, value);
    const input = letter === undefined ? payload : writeLetter({ ...letter, payload });
    return this.#happens(`signal ${signalName}`, (execution) =>
      execution.append("WorkflowExecutionSignaled", { signalName, input, externalInitiatedEventId: 0 }),
    );
  }

  /** A signal arrives with this very text as its input, as another execution sends it. */
  signalArrived(signalName: string, input?: string): this {
    return this.#happens(`signal ${signalName}`, (execution) =>
      execution.append("WorkflowExecutionSignaled", { signalName, input, externalInitiatedEventId: 0 }),
    );
  }

  /** A client asks the execution to cancel. */
  cancelRequested(): this {
    return this.#happens("a cancel request", (execution) =>
      execution.append("WorkflowExecutionCancelRequested", { externalInitiatedEventId: 0 }),
    );
  }

  /** A client terminates the execution. */
  terminated(reason?: string, details?: unknown): this {
    const told = { reason, details: writeText(this.converter, details) };
    return this.#happens("the termination", (execution) =>
      execution.close("WorkflowExecutionTerminated", {
        ...told,
        childPolicy: execution.config.childPolicy,
        cause: "OPERATOR_INITIATED",
      }),
    );
  }

  /** The execution outlives its executionStartToCloseTimeout; the clock moves on to that moment. */
  timedOut(): this {
    const { events, config } = this.#execution;
    const startMs = events[0]?.eventTimestamp.getTime() ?? 0;
    this.#execution.assertOpen("the time-out");
    this.#execution.reach(startMs + Number(config.executionStartToCloseTimeout) * 1000);
    return this.#happens("the time-out", (execution) =>
      execution.close("WorkflowExecutionTimedOut", { timeoutType: "START_TO_CLOSE", childPolicy: config.childPolicy }),
    );
  }
}

/**
 * Begins the history of one execution, with its first event and the first decision due.
 *
 * @param options - A workflow with its arguments, or a type with an input; the rest has defaults.
 * @throws {TestingError} `OPTION_INVALID`
 * @example
 * const history = fakeHistory({ workflow: order, args: [cart] }).decisionStarted();
 * const { execution, converter } = history;
 * const first = replay(order, history, { execution, converter });
 * if ("decisions" in first) history.decide(first.decisions).activityCompleted("1", receipt).decisionStarted();
 * const second = replay(order, history, { converter });
 */
export function fakeHistory<A extends readonly unknown[]>(options: FakeHistoryOptions<A>): FakeHistory {
  return new FakeHistory(options as unknown as FakeHistoryOptions<never[]>);
}
