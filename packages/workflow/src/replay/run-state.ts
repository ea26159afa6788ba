import { Coroutine } from "../coroutines/coroutine.ts";
import type { Environment } from "../coroutines/environment.ts";
import type { Guard } from "../coroutines/guard.ts";
import type { Body } from "../coroutines/scheduler.ts";
import { Scheduler } from "../coroutines/scheduler.ts";
import type { Work } from "../coroutines/work.ts";
import { describe } from "../errors/failure.ts";
import type { CanceledError } from "../errors/outcomes.ts";
import type { Batch } from "../history/batches.ts";
import { Batches } from "../history/batches.ts";
import { RUN_MARKER } from "../history/decided.ts";
import type { EventAttributes, HistoryEvent } from "../history/event.ts";
import { timeOf } from "../history/event.ts";
import { Notes } from "../history/notes.ts";
import type { LogLevel, WorkflowInfo } from "../language/facts.ts";
import type { Workflow } from "../language/workflow.ts";
import type { Holdings } from "../planner/budget.ts";
import { Budget } from "../planner/budget.ts";
import type { Limits } from "../planner/limits.ts";
import { isExcess } from "../planner/paces.ts";
import type { DigestKey } from "../values/digest.ts";
import type { HashKey } from "../values/siphash.ts";
import { Conditions } from "../work/conditions.ts";
import { InFlight } from "../work/in-flight.ts";
import type { Ask } from "../work/outbox.ts";
import { Outbox } from "../work/outbox.ts";
import { Published } from "../work/published.ts";
import type { Converter, PendingEffect, Seeker } from "../work/run-context.ts";
import { RunChain } from "./chain.ts";
import { Closing } from "./closing.ts";
import { isComposite, worstCaseOf } from "./commands/costs.ts";
import { FLAGS } from "./flags.ts";
import type { Told } from "./folds.ts";
import { Identity } from "./identity.ts";
import { Inbox } from "./inbox.ts";
import { tell } from "./log.ts";
import type { Internals, RunOptions } from "./options.ts";
import { PLAIN_JSON } from "./options.ts";
import { Rare } from "./rare.ts";
import { Scope } from "./scope.ts";

/** At this share of the longest history, 10,000 events of 25,000, a checkpoint continues as new unless it is told otherwise. */
const CHECKPOINT_SHARE = 0.4;

/** All that a run knows, and what its work and the events ask of it. How it goes on is decided by whoever drives it. */
export class RunState implements Told {
  readonly workflow: Workflow<never[], unknown>;
  readonly identity: Identity;
  readonly batches = new Batches();
  readonly scope = new Scope();
  readonly closing = new Closing();
  readonly inbox = new Inbox();
  readonly chain: RunChain;
  readonly scheduler = new Scheduler<Coroutine>();
  readonly outbox = new Outbox();
  readonly open = new InFlight();
  readonly effects: PendingEffect[] = [];
  readonly guards = new Set<Guard>();
  readonly conditions = new Conditions();
  readonly pause = { isOn: false };
  readonly published = new Published();
  readonly converter: Converter;
  readonly digestKeys: readonly DigestKey[];
  readonly notes = new Notes(this.batches);
  readonly seeker: Seeker | undefined;
  /** Asks that SWF has refused, by event id, until the refusal is delivered. */
  readonly refusals = new Map<number, Ask>();
  root: Coroutine | undefined = undefined;
  batch: Batch | undefined = undefined;
  isReplaying = true;
  #rare: Rare | undefined = undefined;
  readonly #budget: Budget;
  readonly #onLog: RunOptions["onLog"];

  constructor(
    workflow: Workflow<never[], unknown>,
    { execution, converter = PLAIN_JSON, digestKeys = [], onLog, checkpointEvents }: RunOptions,
    { flags = FLAGS, seeker }: Internals,
    limits: Limits,
  ) {
    this.workflow = workflow;
    this.seeker = seeker;
    this.identity = new Identity(
      execution,
      flags.map(({ number }) => number),
    );
    this.converter = converter;
    this.digestKeys = digestKeys;
    this.#budget = new Budget(limits);
    this.#onLog = onLog;
    const { scope, inbox, closing } = this;
    this.chain = new RunChain(this, workflow, {
      scope,
      inbox,
      closing,
      checkpointEvents: checkpointEvents ?? Math.floor(limits.historyEvents * CHECKPOINT_SHARE),
      completion: () => this.#completion(),
    });
  }

  /** What the completion of the batch being delivered has recorded. */
  #completion(): readonly HistoryEvent[] {
    const { decidedFrom = 0, decidedTo = 0, isDecided } = this.batch ?? {};
    return isDecided === true ? this.batches.events.slice(decidedFrom, decidedTo) : [];
  }

  // What events tell

  begin(attributes: EventAttributes): void {
    this.root = this.chain.begin(attributes);
  }

  signaled(attributes: EventAttributes, eventId: number): void {
    this.inbox.arrived(this, attributes, eventId);
  }

  /** A cancellation from outside: thrown once, at the place where the body waits. */
  cancelRequested(error: CanceledError): void {
    this.closing.isCancelRequested = true;
    if (this.hasReturned) this.closing.isCancelUnheard = true;
    this.root?.cancel(error);
  }

  /** SWF refused a decision: for the number of its kind, then it is asked again; or else for good. */
  refused(eventId: number, attributes: EventAttributes): void {
    if (attributes.markerName === RUN_MARKER) this.identity.markerRefused();
    const ask = this.refusals.get(eventId);
    this.refusals.delete(eventId);
    if (ask !== undefined && isExcess(attributes.cause)) this.outbox.putBack(ask);
    else ask?.refused(eventId, attributes);
  }

  // What work asks (RunContext)

  get #rarely(): Rare {
    this.#rare ??= new Rare(this);
    return this.#rare;
  }

  get patches(): Rare["patches"] {
    return this.#rarely.patches;
  }

  get locals(): Rare["locals"] {
    return this.#rarely.locals;
  }

  get localWaits(): Rare["localWaits"] {
    return this.#rarely.localWaits;
  }

  get retried(): Rare["retried"] {
    return this.#rarely.retried;
  }

  get queries(): Rare["queries"] {
    return this.#rarely.queries;
  }

  get updates(): Rare["updates"] {
    return this.#rarely.updates;
  }

  get handles(): Rare["handles"] {
    return this.#rarely.handles;
  }

  get adopted(): Rare["adopted"] {
    return this.#rarely.adopted;
  }

  get mailboxes(): Rare["mailboxes"] {
    return this.#rarely.mailboxes;
  }

  /** Has the workflow's body ended? */
  get hasReturned(): boolean {
    return this.root?.outcome !== undefined;
  }

  spawn(id: string, body: Body, environment: Environment, first?: Work): Coroutine {
    const coroutine = new Coroutine(id, body, this.scheduler, environment, first);
    this.scope.began(coroutine);
    coroutine.resumeSoon();
    if (first !== undefined) this.retried.set(id, coroutine);
    return coroutine;
  }

  charge(asked: object): void {
    const events = worstCaseOf(asked);
    if (events > 0) this.#budget.charge(this.#holdings, events, !isComposite(asked), () => describe(asked));
  }

  expects(asked: object, times: number, isAlone: boolean): void {
    const events = worstCaseOf(asked) * times;
    const what = () => `${times} times ${describe(asked)}`;
    if (isAlone) this.#budget.fits(events, what);
    else if (events > 0) this.#budget.charge(this.#holdings, events, false, what);
  }

  get #holdings(): Holdings {
    return { open: this.open, outbox: this.outbox, historyLength: this.batch?.startedEventId ?? 0 };
  }

  log(level: LogLevel, message: string, fields: Readonly<Record<string, unknown>> | undefined): void {
    if (!this.isReplaying) tell(this.#onLog, level, message, fields, this.identity.isKnown);
  }

  get isForeign(): boolean {
    return this.identity.isForeign;
  }

  hasFlag(flag: number): boolean {
    return this.identity.flags.includes(flag);
  }

  get streamKey(): HashKey {
    return this.identity.streamKey;
  }

  /** Time stands still inside a batch. */
  get time(): number {
    const started = this.batches.events[(this.batch?.startedEventId ?? 0) - 1];
    return started === undefined ? 0 : timeOf(started);
  }

  get started(): EventAttributes {
    return this.identity.started;
  }

  get defaultTaskList(): string {
    return this.identity.taskList;
  }

  get info(): WorkflowInfo {
    return this.identity.info(this.workflow.type, this.batch?.startedEventId ?? 0, this.chain.attempt);
  }
}
