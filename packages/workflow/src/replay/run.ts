import type { Coroutine } from "../coroutines/coroutine.ts";
import type { Answers } from "../coroutines/scheduler.ts";
import { PARKED } from "../coroutines/scheduler.ts";
import type { Decision } from "../decisions/decision.ts";
import { isBug } from "../errors/bug.ts";
import type { Batch } from "../history/batches.ts";
import type { HistoryEvent } from "../history/event.ts";
import { timeOf } from "../history/event.ts";
import { isCommand } from "../language/command.ts";
import type { Outcome } from "../language/handle.ts";
import type { Workflow } from "../language/workflow.ts";
import type { Limits } from "../planner/limits.ts";
import { limitsOf } from "../planner/limits.ts";
import { Planner } from "../planner/planner.ts";
import { endWork, failure } from "./closing.ts";
import { answer } from "./commands/answer.ts";
import { Cursor } from "./cursor.ts";
import { FOLDS } from "./folds.ts";
import { heldBy } from "./hold.ts";
import { matchCompletion } from "./match.ts";
import { commandReturned, isUncatchable, livelock, MOST_ANSWERS } from "./mistakes.ts";
import { Needs } from "./needs.ts";
import type { OpenWork } from "./open-work.ts";
import { openWork } from "./open-work.ts";
import type { Internals, RunOptions } from "./options.ts";
import type { EffectOutcomes, Replayed } from "./outcome.ts";
import { publishing } from "./outcome.ts";
import type { Answered } from "./query.ts";
import { answerQuery } from "./query.ts";
import { RunState } from "./run-state.ts";
import type { Scope } from "./scope.ts";

/** The live form of replay: a run that events are fed to, decision by decision. */
export class Run implements Answers<Coroutine> {
  readonly #state: RunState;
  readonly #cursor: Cursor;
  readonly #needs: Needs;
  readonly #limits: Limits;
  #planner: Planner | undefined = undefined;
  readonly #report: Internals["report"];
  #bug: { readonly error: unknown } | undefined = undefined;
  #ownTells = false;
  /** Did it stop in the middle of a batch, for want of something? */
  #isInNeed = false;
  /** The answer to the events given last: the same events again get the same answer. */
  #last: Replayed | undefined = undefined;
  /** Answers given to bodies since the last event. */
  #answers = 0;

  constructor(workflow: Workflow<never[], unknown>, options: RunOptions = {}, internals: Internals = {}) {
    this.#limits = limitsOf(options.limits);
    this.#state = new RunState(workflow, options, internals, this.#limits);
    this.#report = internals.report;
    const { batches, notes, converter, pause } = this.#state;
    this.#cursor = new Cursor(batches, pause);
    this.#needs = new Needs(batches, notes, converter, options.readAheadBytes);
  }

  /** Event id of the last event given. */
  get lastEventId(): number {
    return this.#state.batches.lastEventId;
  }

  /** Adds events and goes on as far as they reach. Events known already are skipped. */
  advance(events: readonly HistoryEvent[]): Replayed {
    const known = this.#state.batches.lastEventId;
    this.#state.batches.push(events);
    if (this.#last !== undefined && this.#state.batches.lastEventId === known) return this.#last;
    const undecided = this.#state.batches.settleUndecided();
    if (undecided === "lost") return { status: "lost" };
    this.#last = this.#guarded(() => {
      const { from, to } = this.#state.batches.lastDecided;
      if (undecided === "decided") this.#match(from, to);
      return this.#proceed();
    });
    return this.#last;
  }

  /** Replays a whole history, which nobody changes meanwhile. */
  replay(events: readonly HistoryEvent[]): Replayed {
    this.#state.batches.adopt(events as HistoryEvent[]);
    return this.#guarded(() => this.#proceed());
  }

  /** Goes on after `needs`: with the outcomes of the effects, in order, and with the payloads at hand. */
  resume(outcomes: EffectOutcomes = []): Replayed {
    this.#last = this.#guarded(() => {
      const effects = this.#state.effects.splice(0, outcomes.length);
      for (const [i, effect] of effects.entries()) {
        const outcome = outcomes[i];
        if (outcome !== undefined) effect.ran(outcome);
      }
      return this.#proceed();
    });
    return this.#last;
  }

  /** The coroutines that run. */
  get scope(): Scope {
    return this.#state.scope;
  }

  /** See {@link RunState.hasFlag}. */
  hasFlag(flag: number): boolean {
    return this.#state.hasFlag(flag);
  }

  /** See {@link openWork}. */
  openWork(): OpenWork[] {
    return openWork(this.#state);
  }

  /** Answers a query. */
  query(name: string, args: readonly unknown[]): Answered {
    return answerQuery(this.#state, { name, args, eventId: this.#state.batches.lastDecided.from, bug: this.#bug });
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
      this.#bug = { error: this.#report(this.#bug.error, this.#state.batches.events) };
  }

  #heldBy(error: unknown): Replayed {
    const held = heldBy(this.#state.batches);
    if (this.#state.workflow.options.onBug === "fail" && (held.isDeciding || held.hasFailed)) {
      this.#state.outbox.forget();
      endWork(this.#state, true);
      const decisions = held.isDeciding ? [...this.#decisions(), failure(this.#state, error)] : [];
      return { status: "failed", error, decisions };
    }
    return { status: "held", error, decisions: held.decisions };
  }

  #hold(error: unknown): void {
    this.#bug ??= { error };
    this.#state.scheduler.halt();
  }

  #proceed(): Replayed {
    while (this.#bug === undefined) {
      const batch = this.#state.batch ?? this.#enter();
      if (batch === undefined) break;
      const needs = this.#deliverAll();
      if (needs !== undefined) {
        this.#isInNeed = true;
        return needs;
      }
      if (this.#bug !== undefined) break;
      const decisions = batch.isDecided ? undefined : this.#decisions();
      this.#state.batch = undefined;
      if (decisions !== undefined) return publishing(this.#state.closing.replayed(decisions), this.#state.published);
      this.#match(batch.decidedFrom, batch.decidedTo);
    }
    return this.#state.closing.replayed(undefined);
  }

  #enter(): Batch | undefined {
    const state = this.#state;
    const { batches } = state;
    const batch = batches.next();
    if (batch === undefined) return undefined;
    state.batch = batch;
    state.isReplaying = batch.isDecided && batches.isSettled(batch);
    if (batch.isDecided) state.identity.identify(batches.events, batch.decidedFrom, batch.decidedTo);
    this.#cursor.enter(batch, this.#ownTells);
    return batch;
  }

  #match(from: number, to: number): void {
    const state = this.#state;
    const { batches } = state;
    // What a recorded completion has said is not said again.
    state.published.take();
    this.#ownTells = matchCompletion(state, batches, from, to, state.refusals);
    state.identity.completed(batches.events, from, to);
  }

  #decisions(): readonly Decision[] {
    const { unreleasedHold: timerId } = this.#state.batches;
    const release: Decision[] =
      timerId === undefined ? [] : [{ decisionType: "CancelTimer", cancelTimerDecisionAttributes: { timerId } }];
    this.#planner ??= new Planner(this.#limits);
    return this.#planner.decisions(this.#state.batches.events, {
      outbox: this.#state.outbox,
      open: this.#state.open,
      sealedBytes: this.#state.converter.sealedBytes,
      first: [...this.#state.identity.takeMarker(), ...release],
      ms: this.#state.time,
      startedEventId: this.#state.batch?.startedEventId ?? 0,
    });
  }

  // Event by event, each to quiescence (I3)

  #deliverAll(): Replayed | undefined {
    // Between two batches all is at rest, unless something was needed.
    let needs = this.#isInNeed ? this.#settle() : undefined;
    this.#isInNeed = false;
    const state = this.#state;
    const { events, kinds } = state.batches;
    for (let at = this.#cursor.peek(); at >= 0; at = this.#cursor.peek()) {
      if (needs !== undefined || this.#bug !== undefined) return needs;
      const event = events[at];
      const fold = FOLDS[kinds[at] ?? 0];
      if (event !== undefined && fold !== undefined) {
        const attributes = fold.read(event);
        const text = fold.payload?.text(attributes);
        if (text !== undefined && this.#needs.isMissing(text) && fold.payload?.isWanted(state, attributes) === true)
          return this.#needs.payloads(at);
        if (at === 0) {
          const handedOn = this.#needs.handedOn(state, attributes);
          if (handedOn !== undefined) return handedOn;
          state.identity.began(attributes, timeOf(event));
        }
        this.#answers = 0;
        fold.deliver(state, attributes, at + 1);
        needs = this.#settle();
      }
      this.#cursor.moveOn();
    }
    if (needs === undefined) state.closing.askIfOver(state, state.scope.isEmpty);
    return needs;
  }

  /** Runs everything that can run, effects included, until every coroutine waits for an event. */
  #settle(): Replayed | undefined {
    const state = this.#state;
    for (;;) {
      state.scheduler.drain(this);
      if (this.#bug !== undefined) return undefined;
      if (state.effects.length > 0 && state.batch !== undefined) {
        const needs = this.#needs.effects(state.effects, state.batch, state.isReplaying);
        if (needs !== undefined) return needs;
      } else if (!state.scope.failAll(state) && !state.conditions.resumeNext()) {
        if (!this.#endsMore()) return undefined;
      }
    }
  }

  /** Does a checkpoint end the body now, or its end those who still run? */
  #endsMore(): boolean {
    if (this.#state.hasReturned) return this.#state.scope.endAll(this.#state);
    return this.#state.chain.draining?.check() === true;
  }

  // What bodies ask (Answers)

  asked(coroutine: Coroutine, yielded: unknown): Outcome | typeof PARKED {
    try {
      if (++this.#answers > MOST_ANSWERS) throw livelock();
      return answer(this.#state, coroutine, yielded);
    } catch (error) {
      if (!isUncatchable(error)) return { ok: false, error };
      this.#hold(error);
      return PARKED;
    }
  }

  ended(coroutine: Coroutine, outcome: Outcome): void {
    this.#state.scope.ended(coroutine);
    if (coroutine.isWork) this.#state.retried.delete(coroutine.id);
    const isRoot = coroutine === this.#state.root;
    // What is left of a run that has ended must not be held back: it belongs to the next.
    if (isRoot) this.#state.pause.isOn = false;
    if (outcome.ok && isCommand(outcome.value)) this.#hold(commandReturned(outcome.value.type));
    else if (!outcome.ok && (isUncatchable(outcome.error) || (isRoot && isBug(outcome.error)))) {
      this.#hold(outcome.error);
    } else {
      coroutine.settle(outcome);
      if (isRoot) this.#state.closing.bodyEnded(this.#state, outcome);
      else if (!outcome.ok && this.#state.scope.failed(coroutine, outcome.error)) this.#hold(outcome.error);
    }
  }
}
