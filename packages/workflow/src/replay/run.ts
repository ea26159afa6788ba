import { Coroutine } from "../coroutines/coroutine.ts";
import type { Environment } from "../coroutines/environment.ts";
import type { Answers, Body } from "../coroutines/scheduler.ts";
import { PARKED, Scheduler } from "../coroutines/scheduler.ts";
import type { Work } from "../coroutines/work.ts";
import type { Decision } from "../decisions/decision.ts";
import { isBug } from "../errors/bug.ts";
import type { CanceledError } from "../errors/outcomes.ts";
import type { Batch } from "../history/batches.ts";
import { Batches } from "../history/batches.ts";
import { attributesOf, RUN_MARKER } from "../history/decided.ts";
import type { EventAttributes, HistoryEvent } from "../history/event.ts";
import { timeOf } from "../history/event.ts";
import { Notes } from "../history/notes.ts";
import { isCommand } from "../language/command.ts";
import type { LogLevel, WorkflowInfo } from "../language/facts.ts";
import type { Handle, Outcome } from "../language/handle.ts";
import type { QueryHandler } from "../language/query.ts";
import type { Workflow } from "../language/workflow.ts";
import type { HashKey } from "../values/siphash.ts";
import { InFlight } from "../work/in-flight.ts";
import type { Ask } from "../work/outbox.ts";
import { Outbox } from "../work/outbox.ts";
import { Patches } from "../work/patches.ts";
import { Mailboxes } from "../work/receive.ts";
import { openLetter } from "../work/rejection.ts";
import { Updates } from "../work/requests.ts";
import type { Converter, PendingEffect, Seeker } from "../work/run-context.ts";
import { RunChain } from "./chain.ts";
import { Closing, endWork, failure } from "./closing.ts";
import { answer } from "./commands/answer.ts";
import { Cursor } from "./cursor.ts";
import { FLAGS } from "./flags.ts";
import type { Told } from "./folds.ts";
import { FOLDS } from "./folds.ts";
import { heldBy } from "./hold.ts";
import { Identity } from "./identity.ts";
import { Inbox } from "./inbox.ts";
import { tell } from "./log.ts";
import { matchCompletion } from "./match.ts";
import { commandReturned, isUncatchable, livelock, MOST_ANSWERS } from "./mistakes.ts";
import { Needs } from "./needs.ts";
import type { OpenWork } from "./open-work.ts";
import { openWork } from "./open-work.ts";
import type { Internals, RunOptions } from "./options.ts";
import { PLAIN_JSON } from "./options.ts";
import type { EffectOutcomes, Replayed } from "./outcome.ts";
import type { Answered } from "./query.ts";
import { answerQuery } from "./query.ts";
import { Scope } from "./scope.ts";

/** The live form of replay: a run that events are fed to, decision by decision. */
export class Run implements Told, Answers<Coroutine> {
  readonly scheduler = new Scheduler<Coroutine>();
  readonly outbox = new Outbox();
  readonly open = new InFlight();
  readonly effects: PendingEffect[] = [];
  readonly patches = new Patches();
  readonly mailboxes = new Mailboxes((letter, schema) => openLetter(this, letter, schema));
  readonly queries = new Map<string, QueryHandler<never, unknown>>();
  readonly updates = new Updates();
  readonly handles = new WeakMap<Handle<unknown>, Work>();
  readonly adopted = new WeakSet<object>();
  readonly converter: Converter;
  readonly digestKey: HashKey | undefined;
  readonly notes = new Notes(() => this.#batches.events);
  readonly seeker: Seeker | undefined;
  readonly #report: Internals["report"];
  isReplaying = true;
  readonly #workflow: Workflow<never[], unknown>;
  readonly #options: RunOptions;
  readonly #identity: Identity;
  readonly #batches = new Batches();
  readonly #cursor = new Cursor(this.#batches);
  readonly #needs: Needs;
  readonly #inbox = new Inbox();
  readonly scope = new Scope();
  readonly #refusals = new Map<number, Ask>();
  readonly #closing = new Closing();
  readonly chain: RunChain;
  #root: Coroutine | undefined = undefined;
  #bug: { readonly error: unknown } | undefined = undefined;
  #batch: Batch | undefined = undefined;
  #ownTells = false;
  /** The answer to the events given last: the same events again get the same answer. */
  #last: Replayed | undefined = undefined;
  /** Answers given to bodies since the last event. */
  #answers = 0;

  constructor(
    workflow: Workflow<never[], unknown>,
    options: RunOptions = {},
    { flags = FLAGS, seeker, report }: Internals = {},
  ) {
    this.seeker = seeker;
    this.#report = report;
    this.#workflow = workflow;
    this.#options = options;
    this.#identity = new Identity(
      options.execution,
      flags.map(({ number }) => number),
    );
    this.converter = options.converter ?? PLAIN_JSON;
    this.digestKey = options.digestKey;
    const { checkpointEvents } = options;
    this.chain = new RunChain(this, workflow, {
      scope: this.scope,
      inbox: this.#inbox,
      closing: this.#closing,
      checkpointEvents,
    });
    this.#needs = new Needs(this.#batches, this.notes, this.converter, options.readAheadBytes);
  }

  /** Event id of the last event given. */
  get lastEventId(): number {
    return this.#batches.lastEventId;
  }

  /** Adds events and goes on as far as they reach. Events known already are skipped. */
  advance(events: readonly HistoryEvent[]): Replayed {
    const known = this.#batches.lastEventId;
    this.#batches.push(events);
    if (this.#last !== undefined && this.#batches.lastEventId === known) return this.#last;
    const undecided = this.#batches.settleUndecided();
    if (undecided === "lost") return { status: "lost" };
    this.#last = this.#guarded(() => {
      const { from, to } = this.#batches.lastDecided;
      if (undecided === "decided") this.#match(from, to);
      return this.#proceed();
    });
    return this.#last;
  }

  /** Replays a whole history, which nobody changes meanwhile. */
  replay(events: readonly HistoryEvent[]): Replayed {
    this.#batches.adopt(events as HistoryEvent[]);
    return this.#guarded(() => this.#proceed());
  }

  /** Goes on after `needs`: with the outcomes of the effects, in order, and with the payloads at hand. */
  resume(outcomes: EffectOutcomes = []): Replayed {
    this.#last = this.#guarded(() => {
      const effects = this.effects.splice(0, outcomes.length);
      for (const [i, effect] of effects.entries()) {
        const outcome = outcomes[i];
        if (outcome !== undefined) effect.ran(outcome);
      }
      return this.#proceed();
    });
    return this.#last;
  }

  /** See {@link openWork}. */
  openWork(): OpenWork[] {
    return openWork(this);
  }

  /** Answers a query. */
  query(name: string, args: readonly unknown[]): Answered {
    return answerQuery(this, { name, args, eventId: this.#batches.lastDecided.from, bug: this.#bug });
  }

  // Batch by batch

  #guarded(act: () => Replayed): Replayed {
    if (this.#bug === undefined) {
      try {
        const replayed = act();
        if (this.#bug === undefined) return replayed;
      } catch (error) {
        this.#hold(error);
      }
      this.#tell();
    }
    return this.#heldBy(this.#bug?.error);
  }

  #tell(): void {
    if (this.#bug !== undefined && this.#report !== undefined)
      this.#bug = { error: this.#report(this.#bug.error, this.#batches.events) };
  }

  #heldBy(error: unknown): Replayed {
    const held = heldBy(this.#batches);
    if (this.#workflow.options.onBug === "fail" && (held.isDeciding || held.hasFailed)) {
      this.outbox.forget();
      endWork(this, true);
      const decisions = held.isDeciding ? [...this.#decisions(), failure(this, error)] : [];
      return { status: "failed", error, decisions };
    }
    return { status: "held", error, decisions: held.decisions };
  }

  #hold(error: unknown): void {
    this.#bug ??= { error };
    this.scheduler.halt();
  }

  #proceed(): Replayed {
    while (this.#bug === undefined) {
      const batch = this.#batch ?? this.#enter();
      if (batch === undefined) break;
      const needs = this.#deliverAll();
      if (needs !== undefined) return needs;
      if (this.#bug !== undefined) break;
      this.#batch = undefined;
      if (!batch.isDecided) return this.#closing.replayed(this.#decisions());
      this.#match(batch.decidedFrom, batch.decidedTo);
    }
    return this.#closing.replayed([]);
  }

  #enter(): Batch | undefined {
    const batch = this.#batches.next();
    if (batch === undefined) return undefined;
    this.#batch = batch;
    this.isReplaying = batch.isDecided;
    if (batch.isDecided) this.#identity.identify(this.#batches.events, batch.decidedFrom, batch.decidedTo);
    this.#cursor.enter(batch, this.#ownTells);
    return batch;
  }

  #match(from: number, to: number): void {
    this.#ownTells = matchCompletion(this, this.#batches.events, from, to, this.#refusals);
    this.#identity.completed(this.#batches.events, from, to);
  }

  #decisions(): Decision[] {
    const { unreleasedHold: timerId } = this.#batches;
    const release: Decision[] =
      timerId === undefined ? [] : [{ decisionType: "CancelTimer", cancelTimerDecisionAttributes: { timerId } }];
    return [...this.#identity.takeMarker(), ...release, ...this.outbox.waiting().map((ask) => ask.draft())];
  }

  // Event by event, each to quiescence (I3)

  #deliverAll(): Replayed | undefined {
    let needs = this.#settle();
    for (let event = this.#cursor.peek(); event !== undefined; event = this.#cursor.peek()) {
      if (needs !== undefined || this.#bug !== undefined) return needs;
      const fold = FOLDS.get(event.eventType);
      if (fold !== undefined) {
        const attributes = attributesOf(event, fold.key);
        const text = fold.payload?.text(attributes);
        if (text !== undefined && this.#needs.isMissing(text) && fold.payload?.isWanted(this, attributes) === true) {
          return this.#needs.payloads(this.#cursor.at);
        }
        if (event.eventId === 1) {
          const handedOn = this.#needs.handedOn(this, attributes);
          if (handedOn !== undefined) return handedOn;
          this.#identity.began(attributes, timeOf(event));
        }
        this.#answers = 0;
        fold.deliver(this, attributes, event.eventId ?? 0);
        needs = this.#settle();
      }
      this.#cursor.at++;
    }
    if (needs === undefined) this.#closing.askIfOver(this, this.scope.isEmpty);
    return needs;
  }

  /** Has the workflow's body ended? */
  get hasReturned(): boolean {
    return this.#root?.outcome !== undefined;
  }

  /** Runs everything that can run, effects included, until every coroutine waits for an event. */
  #settle(): Replayed | undefined {
    for (;;) {
      this.scheduler.drain(this);
      if (this.#bug !== undefined) return undefined;
      if (this.effects.length > 0 && this.#batch !== undefined) {
        const needs = this.#needs.effects(this.effects, this.#batch);
        if (needs !== undefined) return needs;
      } else if (!this.#failScope() && !this.#endsMore()) return undefined;
    }
  }

  /** Does a checkpoint end the body now, or its end those who still run? */
  #endsMore(): boolean {
    if (this.hasReturned) return this.scope.endAll(this);
    return this.chain.draining?.check() === true;
  }

  /** The failure of a coroutine that nobody waits for fails the workflow: its body is canceled, its own outcome does not count. */
  #failScope(): boolean {
    const failures = this.scope.takeFailures();
    for (const { error, cancellation } of failures) {
      this.#closing.failScope(this, error);
      this.#root?.cancel(cancellation, true);
    }
    return failures.length > 0;
  }

  // What bodies ask (Answers)

  asked(coroutine: Coroutine, yielded: unknown): Outcome | typeof PARKED {
    try {
      if (++this.#answers > MOST_ANSWERS) throw livelock();
      return answer(this, coroutine, yielded);
    } catch (error) {
      if (!isUncatchable(error)) return { ok: false, error };
      this.#hold(error);
      return PARKED;
    }
  }

  ended(coroutine: Coroutine, outcome: Outcome): void {
    this.scope.ended(coroutine);
    const isRoot = coroutine === this.#root;
    if (outcome.ok && isCommand(outcome.value)) this.#hold(commandReturned(outcome.value.type));
    else if (!outcome.ok && (isUncatchable(outcome.error) || (isRoot && isBug(outcome.error)))) {
      this.#hold(outcome.error);
    } else {
      coroutine.settle(outcome);
      if (isRoot) this.#closing.bodyEnded(this, outcome);
      else if (!outcome.ok && this.scope.failed(coroutine, outcome.error)) this.#hold(outcome.error);
    }
  }

  // What events tell (Told)

  begin(attributes: EventAttributes): void {
    this.#root = this.chain.begin(attributes);
  }

  signaled(attributes: EventAttributes, eventId: number): void {
    this.#inbox.arrived(this, attributes, eventId);
  }

  /** A cancellation from outside: thrown once, at the place where the body waits. */
  cancelRequested(error: CanceledError): void {
    this.#closing.isCancelRequested = true;
    if (this.hasReturned) this.#closing.isCancelUnheard = true;
    this.#root?.cancel(error);
  }

  refused(eventId: number, attributes: EventAttributes): void {
    if (attributes.markerName === RUN_MARKER) this.#identity.markerRefused();
    this.#refusals.get(eventId)?.refused(eventId, attributes);
    this.#refusals.delete(eventId);
  }

  // What work asks (RunContext)

  spawn(id: string, body: Body, environment: Environment, first?: Work): Coroutine {
    const coroutine = new Coroutine(id, body, this.scheduler, environment, first);
    this.scope.began(coroutine);
    return coroutine;
  }

  log(level: LogLevel, message: string, fields: Readonly<Record<string, unknown>> | undefined): void {
    if (!this.isReplaying) tell(this.#options.onLog, level, message, fields, this.#identity.isKnown);
  }

  get isForeign(): boolean {
    return this.#identity.isForeign;
  }

  hasFlag(flag: number): boolean {
    return this.#identity.flags.includes(flag);
  }

  get streamKey(): HashKey {
    return this.#identity.streamKey;
  }

  /** Time stands still inside a batch. */
  get time(): number {
    const started = this.#batches.events[(this.#batch?.startedEventId ?? 0) - 1];
    return started === undefined ? 0 : timeOf(started);
  }

  get started(): EventAttributes {
    return this.#identity.started;
  }

  get defaultTaskList(): string {
    return this.#identity.taskList;
  }

  get info(): WorkflowInfo {
    return this.#identity.info(this.#workflow.type, this.#batch?.startedEventId ?? 0);
  }
}
