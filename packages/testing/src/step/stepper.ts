import type { Decision, DecisionType, LogLine, Query, Signal, Update, Workflow } from "@sweft/workflow";
import { formatsOfDecision, UPDATE_SIGNAL } from "@sweft/workflow";
import { TestingError } from "../errors.ts";
import type { ActivityTimeoutType } from "../history/activities.ts";
import { attributesOf } from "../history/event.ts";
import { FakeHistory } from "../history/fake-history.ts";
import { nextRun } from "../history/next.ts";
import type { OpenKind } from "../history/open.ts";
import { readText } from "../history/values.ts";
import type { Continued } from "./continued.ts";
import { continuedOf } from "./continued.ts";
import type { Decided } from "./decider.ts";
import { Decider, publishedBy } from "./decider.ts";
import { dueDecisions } from "./due.ts";
import { StepOperator } from "./operator.ts";
import type { Outside, StepOptions } from "./options.ts";
import type { RejectedSignal } from "./rejected.ts";
import { rejectedSignals } from "./rejected.ts";
import type { StepStatus } from "./status.ts";
import { ENDED_FROM_OUTSIDE } from "./status.ts";
import type { Declared, Given, Known, Target } from "./target.ts";
import { listing, nextTimer, resolve } from "./target.ts";
import { UpdateResult } from "./update-result.ts";

type AnyWorkflow = Workflow<never[], unknown>;

const NOTHING = () => {};

/** What only the first of several runs is given. */
const FIRST_RUN_ONLY = { beforeFirst: NOTHING, duringFirst: NOTHING };

/**
 * A run that a test takes forward by hand. Every verb says what happens; the events are written, the decision that
 * follows is made, and what it decides is written too. Verbs throw the workflow's bug if they find one.
 */
export class Stepper<R> implements Outside {
  /** The history so far: events, JSON, what is under way at SWF. */
  readonly history: FakeHistory;
  /** Reaches into the run, as an operator does. */
  readonly operator: StepOperator;
  readonly #decider: Decider;
  readonly #options: StepOptions;
  readonly #commands = new Map<string, object>();
  #decided: Decided = { status: "blocked", decisions: [] };
  /** Updates sent so far. */
  #updates = 0;
  /** Verbs only write, because they are part of one happening. */
  #isCollecting = false;

  constructor(workflow: AnyWorkflow, history: FakeHistory, options: StepOptions) {
    this.history = history;
    this.#options = options;
    this.operator = new StepOperator(history, (happening) => this.#happens(happening));
    this.#decider = new Decider(workflow, history, options);
    const { beforeFirst = NOTHING, duringFirst = NOTHING } = options;
    this.#happens(
      () => beforeFirst(this),
      () => duringFirst(this),
    );
  }

  // What a test looks at

  /** What the workflow waits for, as plain data, in the order asked: activities, timers, children, receives. */
  get open(): readonly object[] {
    return this.#decider.waiting.map(({ command }) => command);
  }

  /** The same with the structural id of each. */
  get openWork(): readonly { readonly id: string; readonly command: object }[] {
    return this.#decider.waiting;
  }

  /** `held` means that the workflow has a bug: see {@link Stepper.error}. */
  get status(): StepStatus {
    const { status } = this.#decided;
    if (status === "held") return status;
    const outside = ENDED_FROM_OUTSIDE.get(this.history.events.at(-1)?.eventType);
    if (outside !== undefined) return outside;
    return this.history.isClosed && status !== "blocked" ? status : "running";
  }

  /**
   * The workflow's result, as a client reads it from the history.
   * @throws {TestingError} `RESULT_MISSING` unless the run has completed.
   */
  get result(): R {
    if (this.status === "completed") {
      const closing = this.history.events.at(-1);
      const format = this.#decider.workflow.settings.payloads?.result;
      return readText(this.history.converter, closing && attributesOf(closing).result, format) as R;
    }
    throw new TestingError("RESULT_MISSING", `the run is ${this.status} and has no result. ${listing(this.#known)}`, {
      cause: this.error,
    });
  }

  /**
   * What a run that has continued as new goes on with, as the new run reads it.
   * @throws {TestingError} `RESULT_MISSING` unless the run has continued.
   */
  get continued(): Continued {
    const closing = this.history.events.at(-1);
    if (this.status === "continued" && closing !== undefined) {
      return continuedOf(this.history, closing, formatsOfDecision(this.decisions.at(-1) ?? {})?.input);
    }
    throw new TestingError(
      "RESULT_MISSING",
      `the run is ${this.status} and goes on in no other. ${listing(this.#known)}`,
      {
        cause: this.error,
      },
    );
  }

  /**
   * The run that this one continues as, stepped from its first decision on.
   * @param workflow - The code of the new run. Default: that of this one, under the version that it continues as.
   * @throws {TestingError} `RESULT_MISSING` unless the run has continued.
   */
  next<A extends readonly unknown[]>(workflow?: Workflow<A, R>): Stepper<R> {
    const { type } = this.continued;
    const code = workflow === undefined ? this.#decider.workflow : (workflow as unknown as AnyWorkflow);
    if (code.type.name === type.name && code.type.version === type.version)
      return new Stepper<R>(code, new FakeHistory(nextRun(code, this.history)), {
        ...this.#options,
        ...FIRST_RUN_ONLY,
      });
    throw new TestingError(
      "OPTION_INVALID",
      `next: the run goes on as ${type.name} ${type.version}, and the code is of ${code.type.name} ${code.type.version}; write run.next(workflow)`,
    );
  }

  /** The error of a run that is failed, canceled or held; undefined otherwise. */
  get error(): unknown {
    return "error" in this.#decided && this.status !== "running" ? this.#decided.error : undefined;
  }

  /** What the last decision decided. */
  get decisions(): readonly Decision[] {
    return this.#decided.decisions;
  }

  /** The state that the workflow has published last, as a client reads it; undefined if it has published none. */
  get published(): unknown {
    return readText(this.history.converter, this.history.executionContext);
  }

  /** What the workflow has logged, in order. */
  get log(): readonly LogLine[] {
    return this.#decider.log;
  }

  /** The signals that a schema has refused, in the order recorded. */
  get rejected(): readonly RejectedSignal[] {
    return rejectedSignals(this.history);
  }

  /**
   * Answers a query as a client gets it: by a replay of its own, as of the last completed decision.
   * @throws {SweftError} `QUERY_UNKNOWN`, `QUERY_INVALID`, `QUERY_TOO_EARLY`, `QUERY_FAILED`
   */
  query(query: string, ...args: unknown[]): unknown;
  query<A extends readonly unknown[], Q>(query: Query<A, Q>, ...args: NoInfer<A>): Q;
  query(query: { readonly name: string } | string, ...args: unknown[]): unknown {
    return this.#decider.query(typeof query === "string" ? query : query.name, args);
  }

  /** The time now. */
  get time(): Date {
    return new Date(this.history.timeMs);
  }

  // What happens

  /** An activity, child or Lambda function completes. @param result - Comes back to the workflow by way of its text. */
  complete<T>(target: Target<T>, ...[result]: Given<T>): this {
    return this.#tells(target, "complete", {
      activity: (id) => this.history.activityCompleted(id, result),
      child: (id) => this.history.childCompleted(id, result),
      "Lambda function": (id) => this.history.lambdaCompleted(id, result),
    });
  }

  /** An activity, child or Lambda function fails. @param error - Anything thrown. */
  fail(target: Target, error: unknown): this {
    return this.#tells(target, "fail", {
      activity: (id) => this.history.activityFailed(id, error),
      child: (id) => this.history.childFailed(id, error),
      "Lambda function": (id) => this.history.lambdaFailed(id, error),
    });
  }

  /**
   * An activity, child or Lambda function times out; the clock moves on to that moment.
   * @param type - Of an activity; the others have only START_TO_CLOSE.
   * @throws {TestingError} `TIMEOUT_IMPOSSIBLE` if that timeout is NONE.
   */
  timeOut(target: Target, type: ActivityTimeoutType = "START_TO_CLOSE", details?: unknown): this {
    return this.#tells(target, "timeOut", {
      activity: (id) => this.history.activityTimedOut(id, type, details),
      child: (id) => this.history.childTimedOut(id),
      "Lambda function": (id) => this.history.lambdaTimedOut(id),
    });
  }

  /** A worker says that it has canceled the activity. */
  cancelActivity(target: Target, details?: unknown): this {
    return this.#tells(target, "cancelActivity", { activity: (id) => this.history.activityCanceled(id, details) });
  }

  /** A child ends as canceled. */
  cancelChild(target: Target, details?: unknown): this {
    return this.#tells(target, "cancelChild", { child: (id) => this.history.childCanceled(id, details) });
  }

  /** A child is terminated. */
  terminate(target: Target): this {
    return this.#tells(target, "terminate", { child: (id) => this.history.childTerminated(id) });
  }

  /** SWF cannot start the child or Lambda function after all. */
  failToStart(target: Target): this {
    return this.#tells(target, "failToStart", {
      child: (id) => this.history.childStartFailed(id),
      "Lambda function": (id) => this.history.lambdaStartFailed(id),
    });
  }

  /** A signal or cancel request that the workflow sent reaches the other execution, and SWF says so. */
  arrive(target: Target): this {
    return this.#tells(target, "arrive", {
      "external signal": (id) => this.history.externalSignaled(id),
      "external cancel": (id) => this.history.externalCancelRequested(id),
    });
  }

  /** A signal or cancel request that the workflow sent does not arrive. @param cause - As SWF calls it. */
  bounce(target: Target, cause = "UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION"): this {
    return this.#tells(target, "bounce", {
      "external signal": (id) => this.history.externalSignalFailed(id, cause),
      "external cancel": (id) => this.history.externalCancelFailed(id, cause),
    });
  }

  /**
   * A worker takes the activity, or SWF starts the child. Only needed where the difference matters: an activity that
   * nobody has taken is canceled at once, a child that has not started cannot be canceled yet.
   */
  begin(target: Target): this {
    return this.#tells(target, "begin", {
      activity: (id) => this.history.activityStarted(id),
      child: (id) => this.history.childStarted(id),
    });
  }

  /**
   * A timer fires; the clock moves on to its time, unless it is past it.
   * @param target - Default: the timer that is due first; the back-off of a retry or of a held run counts as well.
   */
  fire(target?: Target): this {
    return this.#happens(() => {
      const timer = target === undefined ? nextTimer(this.#known) : resolve(target, ["timer"], "fire", this.#known);
      this.history.timerFired(timer.id);
    });
  }

  /** A client sends a signal. */
  signal<T>(signal: Signal<T, unknown>, ...[value]: Given<T>): this;
  signal(signal: string, value?: unknown): this;
  signal(signal: { readonly name: string } | string, value?: unknown): this {
    return this.#happens(() => this.history.signaled(typeof signal === "string" ? signal : signal.name, value));
  }

  /**
   * A client asks for an update.
   * @returns How it comes out, as the client sees it: now, and after whatever happens later.
   */
  update(update: string, ...args: unknown[]): UpdateResult<unknown>;
  update<A extends readonly unknown[], U>(update: Update<A, U>, ...args: NoInfer<A>): UpdateResult<U>;
  update(update: { readonly name: string } | string, ...args: unknown[]): UpdateResult<unknown> {
    const name = typeof update === "string" ? update : update.name;
    const id = `update-${++this.#updates}`;
    const given = args.length === 0 ? undefined : args;
    this.#happens(() => this.history.signaled(UPDATE_SIGNAL, given, { id, words: [name] }));
    return new UpdateResult(id, name, this.history);
  }

  /** A client asks the workflow to cancel. */
  cancel(): this {
    return this.#happens(() => this.history.cancelRequested());
  }

  /** Time passes. Nothing fires by itself: what happens, and in which order, is what the test says. @param ms - 0 or more. */
  advance(ms: number): this {
    this.history.advance(ms);
    return this;
  }

  /**
   * SWF refuses the next decision for this activity or Lambda function, this workflow as a child, or of this type, once.
   * @param cause - As SWF calls it, such as `ACTIVITY_CREATION_RATE_EXCEEDED`.
   */
  refuseNext(what: Declared<unknown> | DecisionType, cause: string): this {
    if (typeof what === "string") this.history.refuseNext(what, cause);
    else {
      const isLambda = what.type.version === undefined;
      const other = isLambda ? "ScheduleLambdaFunction" : "ScheduleActivityTask";
      const decisionType = "body" in what ? "StartChildWorkflowExecution" : other;
      this.history.refuseNext(decisionType, cause, { name: what.type.name });
    }
    return this;
  }

  // How it is told to the workflow

  /** Several happenings that the workflow learns of in one decision, in their order. */
  batch(happenings: () => void): this {
    return this.#happens(happenings);
  }

  /**
   * Something happens while a decision is being made: the workflow learns of it only by the decision after, and a close
   * decided meanwhile is refused.
   *
   * @param cause - What makes the decision necessary.
   * @param meanwhile - What happens before it is answered.
   */
  during(cause: () => void, meanwhile: () => void): this {
    return this.#happens(cause, meanwhile);
  }

  /** A decider takes the decision that the cause makes necessary, and is never heard of again; another one makes it later. */
  lose(cause: () => void): this {
    return this.#happens(cause, NOTHING, true);
  }

  /** Other code takes over, as after a deployment: it replays the history, and makes the decisions from here on. */
  deploy<A extends readonly unknown[]>(workflow: Workflow<A, R>): this {
    this.#decider.replaceBy(workflow as unknown as AnyWorkflow);
    return this;
  }

  get #known(): Known {
    return { waiting: this.#decider.waiting, atSwf: this.history.open, commands: this.#commands };
  }

  #tells(target: Target, verb: string, by: Partial<Record<OpenKind, (id: string) => void>>): this {
    return this.#happens(() => {
      const kinds = Object.keys(by) as OpenKind[];
      const { kind, id } = resolve(target, kinds, verb, this.#known);
      const isCanceling = kind === "child" && verb !== "begin" && verb !== "failToStart" && this.#isAskedToCancel(id);
      if (isCanceling) this.history.externalCancelRequested(id);
      by[kind]?.(id);
    });
  }

  #isAskedToCancel(id: string): boolean {
    return this.history.open.some((work) => work.kind === "external cancel" && work.id === id);
  }

  #happens(cause: () => void, meanwhile: () => void = NOTHING, isLost = false): this {
    if (this.#isCollecting) {
      cause();
      return this;
    }
    this.#collect(cause);
    for (const isFirst of dueDecisions(this.history, () => this.#decided.decisions)) {
      this.#decide(isFirst ? meanwhile : NOTHING, isLost && isFirst);
    }
    if (this.history.isClosed) this.#decider.verifyEnd();
    return this;
  }

  #collect(happenings: () => void): void {
    this.#isCollecting = true;
    try {
      happenings();
    } finally {
      this.#isCollecting = false;
    }
  }

  #decide(meanwhile: () => void, isLost: boolean): void {
    this.history.decisionStarted();
    const decided = this.#decider.decide();
    this.#collect(meanwhile);
    if (isLost) {
      this.history.decisionTimedOut();
      return;
    }
    this.#decided = decided;
    this.history.decide(decided.decisions, publishedBy(decided));
    for (const { id, command } of this.#decider.waiting) this.#commands.set(id, command);
    if (decided.status === "held" && this.#options.holds !== "keep") throw decided.error;
  }
}
