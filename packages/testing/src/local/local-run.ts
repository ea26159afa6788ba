import { SERVICE_LIMITS } from "@sweft/engine";
import { endsAsCanceled, inLocalContext } from "@sweft/worker";
import type { Effect, LiveRun, Outcome, TypeName, Workflow } from "@sweft/workflow";
import { CanceledError, fromFailure, implementationOf, openRun, readLetter, workflowOf } from "@sweft/workflow";
import { describe } from "../describe.ts";
import { TestingError } from "../errors.ts";
import type { FakeEvent } from "../history/event.ts";
import { attributesOf } from "../history/event.ts";
import { FakeHistory } from "../history/fake-history.ts";
import { nextRun } from "../history/next.ts";
import type { Open, OpenActivity, OpenChild, OpenExternal, OpenLambda } from "../history/open.ts";
import type { FakeHistoryOptions } from "../history/options.ts";
import { assertFetched, readArguments, readText } from "../history/values.ts";
import { assertReplays } from "../verify.ts";
import { Happenings } from "./happenings.ts";
import type { LocalClock, LocalOptions } from "./options.ts";
import { withShared } from "./shared.ts";

type AnyWorkflow = Workflow<never[], unknown>;

/** At this length SWF terminates an execution. */
const MOST_EVENTS = SERVICE_LIMITS.historyEvents;

/** A test that takes more runs follows a schedule that nobody ends. */
const MOST_RUNS = 10_000;

const isSameType = (
  a: { readonly name: string; readonly version: string },
  b: { readonly name: string; readonly version: string },
) => a.name === b.name && a.version === b.version;

/** What a run that ends is heard of by. */
export interface Ended {
  readonly outcome: Outcome;
  readonly isCanceled: boolean;
  readonly endMs: number;
}

/** Who may be told of what is sent to an execution. */
interface Reachable {
  /** @returns Whether it is for an execution that runs here. */
  reach(message: Readonly<OpenExternal>): boolean;
}

/** One execution that is run serially: what was asked first is done first, one thing at a time. */
export class LocalRun implements Reachable {
  #workflow: AnyWorkflow;
  readonly #options: LocalOptions;
  readonly #clock: LocalClock | undefined;
  readonly #happenings: Happenings;
  #history: FakeHistory;
  #live: LiveRun;
  readonly #commands = new Map<string, object>();
  readonly #canceledChildren = new Set<string>();
  /** Signals to children that do not run yet, by workflow id. */
  readonly #letters = new Map<string, OpenExternal[]>();
  readonly #parent: Reachable | undefined;

  /**
   * @param clock - Given if timers are waited for; then the history begins at its time.
   * @param parent - Whom messages are handed on to that are for none of this run's own.
   */
  constructor(
    workflow: AnyWorkflow,
    start: FakeHistoryOptions<never[]>,
    options: LocalOptions,
    clock: LocalClock | undefined,
    parent?: Reachable,
  ) {
    this.#parent = parent;
    this.#workflow = workflow;
    this.#options = options;
    this.#clock = clock;
    this.#history = new FakeHistory(start);
    this.#happenings = new Happenings(this.#history, options);
    this.#live = this.#open();
  }

  #open(): LiveRun {
    const { converter, execution } = this.#history;
    const { onLog, checkpointEvents, limits } = this.#options;
    return openRun(this.#workflow, {
      converter,
      execution,
      ...(onLog && { onLog }),
      ...(limits && { limits }),
      ...(checkpointEvents !== undefined && { checkpointEvents }),
    });
  }

  /**
   * Runs the workflow to its end, through all runs that it continues as.
   * @throws {TestingError} `DEADLOCK`, `HISTORY_TOO_LONG`, `IMPLEMENTATION_MISSING`, `REPLAY_DIFFERS`; and the workflow's
   * bug, if it has one.
   */
  async run(): Promise<Ended> {
    for (let runs = 1; ; runs++) {
      if (runs > MOST_RUNS) throw this.#tooLong(`has continued as new ${MOST_RUNS} times; end it by cancelAfter`);
      await this.#runOne();
      if (this.#options.verify !== false) assertReplays(this.#workflow, this.#history);
      const closing = this.#history.events.at(-1);
      if (closing?.eventType !== "WorkflowExecutionContinuedAsNew") return this.#ended();
      this.#continue(closing);
    }
  }

  /** Goes on in the run that this one continues as, of another version perhaps. */
  #continue(closing: FakeEvent): void {
    const { workflowType: type } = attributesOf(closing) as { readonly workflowType: TypeName };
    const same = isSameType(type, this.#workflow.type) ? this.#workflow : undefined;
    const workflow = same ?? this.#options.workflows?.find((one) => isSameType(one.type, type));
    if (workflow === undefined) throw missing(`workflow ${type.name} ${type.version}`);
    this.#workflow = workflow;
    this.#history = new FakeHistory(nextRun(workflow, this.#history));
    this.#happenings.follow(this.#history);
    this.#commands.clear();
    this.#canceledChildren.clear();
    this.#live = this.#open();
  }

  /** Runs one run of the execution to its end. */
  async #runOne(): Promise<void> {
    this.#beginAt(this.#history.timeMs);
    await this.#decide();
    while (!this.#history.isClosed) {
      const { events, open } = this.#history;
      if (events.length >= MOST_EVENTS)
        throw this.#tooLong(`has filled a history of ${MOST_EVENTS} events, at which SWF would terminate it`);
      const message = open.find((one) => isMessage(one) && !this.#isOfChild(one));
      const [work] = message === undefined ? open.filter(isDone) : [message];
      if (work !== undefined && isMessage(work)) await this.#send(work);
      else if (work?.kind === "activity") await this.#perform(work);
      else if (work?.kind === "Lambda function") await this.#callLambda(work);
      else if (work?.kind === "child") await this.#follow(work);
      else await this.#awaitNext();
    }
  }

  /** What is announced for the very beginning stands before the first decision. */
  #beginAt(startMs: number): void {
    for (let { next } = this.#happenings; next !== undefined && next.dueMs <= startMs; { next } = this.#happenings) {
      this.#happenings.take(next);
    }
  }

  /** Lets happen what is due up to a moment, each with its decision, and moves the clock there. */
  async #passTo(ms: number): Promise<void> {
    for (;;) {
      const { next } = this.#happenings;
      if (next === undefined || next.dueMs > ms || this.#history.isClosed) break;
      this.#happenings.take(next);
      await this.#decide();
    }
    if (this.#history.isClosed) return;
    this.#history.advance(Math.max(0, ms - this.#history.timeMs));
    await this.#decide();
  }

  async #awaitNext(): Promise<void> {
    const { next } = this.#happenings;
    if (next === undefined) throw this.#deadlock();
    if (this.#clock !== undefined) await this.#clock.wait(Math.max(0, next.dueMs - this.#clock.now()));
    await this.#passTo(next.dueMs);
  }

  /** Makes the decisions that are due. */
  async #decide(): Promise<void> {
    while (this.#history.isDecisionDue && this.#history.events.length < MOST_EVENTS) {
      this.#history.decisionStarted();
      let replayed = this.#live.advance(this.#history);
      while (replayed.status === "needs") {
        const { effects, payloads } = replayed;
        await this.#options.fetch?.(payloads);
        assertFetched(this.#history.converter, payloads);
        replayed = this.#live.resume(await Promise.all(effects.map((effect) => this.#outcomeOf(effect))));
      }
      if (replayed.status === "held") throw replayed.error;
      if (replayed.status === "lost") return;
      this.#history.decide(replayed.decisions, replayed.executionContext);
      for (const { id, command } of this.#live.openWork()) this.#commands.set(id, command);
    }
  }

  async #outcomeOf({ name, fn }: Effect): Promise<Outcome> {
    const { cached = {} } = this.#options;
    const answer = Object.hasOwn(cached, name) ? cached[name] : fn;
    try {
      return { ok: true, value: await (typeof answer === "function" ? answer() : answer) };
    } catch (error) {
      return { ok: false, error };
    }
  }

  /** Calls an activity, then lets happen what became due meanwhile, then tells how it ended. */
  async #perform({ id, asked, formats }: Readonly<OpenActivity>): Promise<void> {
    const call = this.#implementation(id, asked.activityType);
    this.#history.activityStarted(id);
    let outcome: Outcome;
    try {
      const args = readArguments(this.#history.converter, asked.input, formats?.input) as never[];
      const { activityType: activity } = asked;
      const context = { activity, activityId: id, workflowExecution: this.#history.execution };
      outcome = { ok: true, value: await inLocalContext(context, () => call(...args)) };
    } catch (error) {
      if ((error as { readonly code?: unknown } | undefined)?.code === "NO_IMPLEMENTATION")
        throw missing(`activity ${asked.activityType.name}`, error);
      outcome = { ok: false, error };
    }
    await this.#passTo(this.#clock?.now() ?? this.#history.timeMs);
    if (this.#history.isClosed) return;
    this.#tellActivity(id, outcome);
    await this.#decide();
  }

  /** A result that cannot be written becomes a reported failure, as with a worker. */
  #tellActivity(id: string, outcome: Outcome): void {
    if (!outcome.ok) {
      if (endsAsCanceled(outcome.error, false)) this.#history.activityCanceled(id);
      else this.#history.activityFailed(id, outcome.error);
      return;
    }
    try {
      this.#history.activityCompleted(id, outcome.value);
    } catch (unwritable) {
      this.#history.activityFailed(id, unwritable);
    }
  }

  #implementation(id: string, type: OpenActivity["asked"]["activityType"]): (...args: never[]) => unknown {
    const given = this.#options.activities?.find((one) => isSameType(one.type, type));
    if (given !== undefined) return (...args) => given.run(...args);
    const own = implementationOf(this.#commands.get(id) ?? {});
    if (own !== undefined) return own;
    throw missing(`activity ${type.name} ${type.version}`);
  }

  /** Calls what stands for a Lambda function. */
  async #callLambda({ id, name, asked }: Readonly<OpenLambda>): Promise<void> {
    const given = this.#options.lambdas?.find(({ type }) => type.name === name);
    if (given === undefined) throw missing(`Lambda function ${name}`);
    const event = readText(this.#history.converter, asked.input);
    let end: () => void;
    try {
      const response = await given.run(...([event] as never[]));
      end = () => this.#history.lambdaCompleted(id, response);
    } catch (error) {
      end = () => this.#history.lambdaFailed(id, error);
    }
    await this.#passTo(this.#clock?.now() ?? this.#history.timeMs);
    if (this.#history.isClosed) return;
    end();
    await this.#decide();
  }

  /** Is it the cancel request to a child that runs here? The child is told when its turn comes. */
  #isOfChild({ kind, id }: Readonly<OpenExternal>): boolean {
    return kind === "external cancel" && this.#history.open.some((work) => work.kind === "child" && work.id === id);
  }

  /** Hands a message to whom it is for. */
  async #send(message: Readonly<OpenExternal>): Promise<void> {
    const { kind, id, workflowId, runId, signalName, input } = message;
    const value = readText(this.#history.converter, readLetter(input).payload);
    const { externals = () => true } = this.#options;
    const hasArrived = this.reach(message) || externals({ workflowId, runId, signalName, value });
    if (kind === "external signal") {
      if (hasArrived) this.#history.externalSignaled(id);
      else this.#history.externalSignalFailed(id);
    } else if (hasArrived) this.#history.externalCancelRequested(id);
    else this.#history.externalCancelFailed(id);
    await this.#decide();
  }

  reach(message: Readonly<OpenExternal>): boolean {
    const { kind, workflowId, signalName = "", input } = message;
    const child = this.#history.open.find((work) => work.kind === "child" && work.workflowId === workflowId);
    if (workflowId === this.#history.execution.workflowId && !this.#history.isClosed) {
      if (kind === "external cancel") this.#history.cancelRequested();
      else this.#history.signalArrived(signalName, input);
    } else if (child === undefined) return this.#parent?.reach(message) ?? false;
    else if (kind === "external cancel") this.#canceledChildren.add(child.id);
    else this.#letters.set(workflowId, [...(this.#letters.get(workflowId) ?? []), message]);
    return true;
  }

  /** Starts a child, hands a cancel request on to it, or runs it: the parent decides in between. */
  async #follow(child: Readonly<OpenChild>): Promise<void> {
    const { id } = child;
    const isAsked = this.#history.open.some((work) => work.kind === "external cancel" && work.id === id);
    if (child.startedEventId === 0) this.#history.childStarted(id);
    else if (isAsked) {
      this.#history.externalCancelRequested(id);
      this.#canceledChildren.add(id);
    } else await this.#runChild(child);
    await this.#decide();
  }

  async #runChild({ id, workflowId, runId, workflowType, asked }: Readonly<OpenChild>): Promise<void> {
    const { workflows, signals: _signals, cancelAfter: _cancel, ...options } = this.#options;
    const replaced = workflows?.find((one) => isSameType(one.type, workflowType));
    const command = this.#commands.get(id) ?? {};
    const workflow = replaced ?? workflowOf(command);
    if (workflow === undefined) throw missing(`child workflow ${workflowType.name} ${workflowType.version}`);
    const { execution, converter, timeMs } = this.#history;
    const start = {
      workflow,
      execution: { workflowId, runId },
      parent: execution,
      startMs: timeMs,
      converter,
      ...(asked.input === undefined ? {} : { input: asked.input }),
      ...(asked.taskList === undefined ? {} : { taskList: asked.taskList.name }),
      ...(asked.tagList === undefined ? {} : { tagList: asked.tagList }),
    };
    const more: LocalOptions = {
      ...options,
      ...(workflows && { workflows }),
      ...(this.#canceledChildren.has(id) && { cancelAfter: 0 }),
    };
    const run = new LocalRun(workflow, start, withShared(command, more), this.#clock, this);
    for (const letter of this.#letters.get(workflowId) ?? []) run.reach(letter);
    this.#letters.delete(workflowId);
    const { outcome, isCanceled, endMs } = await run.run();
    await this.#passTo(endMs);
    if (this.#history.isClosed) return;
    if (outcome.ok) this.#history.childCompleted(id, outcome.value);
    else if (isCanceled) this.#history.childCanceled(id, (outcome.error as CanceledError).details);
    else this.#history.childFailed(id, outcome.error);
  }

  /** How the run ended, as a client reads it from the history. */
  #ended(): Ended {
    const { events, converter, timeMs: endMs } = this.#history;
    const closing = events.at(-1);
    const { result, reason, details } = closing === undefined ? {} : attributesOf(closing);
    const isCanceled = closing?.eventType === "WorkflowExecutionCanceled";
    if (closing?.eventType === "WorkflowExecutionCompleted") {
      const format = this.#workflow.settings.payloads?.result;
      return { outcome: { ok: true, value: readText(converter, result, format) }, isCanceled, endMs };
    }
    const told = readText(converter, details);
    const error = isCanceled
      ? new CanceledError(`workflow ${this.#workflow.type.name} was canceled`, { details: told })
      : fromFailure(told, String(reason));
    return { outcome: { ok: false, error }, isCanceled, endMs };
  }

  #deadlock(): TestingError {
    const waits = this.#live.openWork().map(({ id, command }) => `${id}: ${describe(command)}`);
    return new TestingError(
      "DEADLOCK",
      `workflow ${this.#workflow.type.name} (${this.#history.execution.workflowId}) waits for ${waits.join("; ") || "nothing at all"}, and nothing can end that wait; announce what comes from outside: signals: [signalAfter("1m", …)], or cancelAfter`,
    );
  }

  #tooLong(how: string): TestingError {
    return new TestingError("HISTORY_TOO_LONG", `workflow ${this.#workflow.type.name} ${how}`);
  }
}

const isMessage = (work: Readonly<Open>): work is Readonly<OpenExternal> =>
  work.kind === "external signal" || work.kind === "external cancel";

/** Is it work that is done here, in its turn? */
const isDone = ({ kind }: Readonly<Open>): boolean =>
  kind === "activity" || kind === "child" || kind === "Lambda function";

const missing = (what: string, cause?: unknown) =>
  new TestingError(
    "IMPLEMENTATION_MISSING",
    `${what} has no implementation here; give one in the options, such as activities: [replace(charge, async (order) => receipt)], or lambdas: [replace(resize, (image) => thumbnail)]`,
    cause === undefined ? undefined : { cause },
  );
