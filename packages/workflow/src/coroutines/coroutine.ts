import { isCancellation } from "../errors/bug.ts";
import type { CanceledError } from "../errors/outcomes.ts";
import type { Outcome } from "../language/handle.ts";
import type { Environment } from "./environment.ts";
import type { Body, Runnable, Scheduler } from "./scheduler.ts";
import { LEAVE } from "./scheduler.ts";
import type { Waiter } from "./work.ts";
import { failed, Work } from "./work.ts";

/** The first resume of every body. */
const STARTING: Outcome = { ok: true, value: undefined };

/** What a body is to meet at its next wait. */
interface Owed {
  readonly error: CanceledError;
  readonly outcome: Outcome;
}

/** One running body: the workflow itself, a started generator function, or a composite. */
export class Coroutine extends Work implements Waiter, Runnable {
  readonly body: Body;
  readonly environment: Environment;
  /** Where the ids of its commands and its random numbers begin: its own id, but for interceptors. */
  readonly path: string;
  readonly #scheduler: Scheduler<Coroutine>;
  /** Numbers given to its commands so far. */
  count = 0;
  /** Random draws so far. */
  draws = 0;
  isCanceled = false;
  /** Ended where it waited: its outcome is none of its own. */
  hasLeft = false;
  /** A piece of a composite: how it fails matters to that alone, and to nobody once that has given it up. */
  isPiece = false;
  /** Hears of its end without waiting for it: a failure that only the watcher hears of still fails the workflow. */
  watcher: Waiter | undefined = undefined;
  /** No cancellation from outside reaches the inside: it waits for the end of the shield. */
  isShield = false;
  /** Waits begun since the workflow's body has ended. */
  lateWaits = 0;
  /** The work it stands for, such as the first attempt of an activity that is tried again: it fails and ends as that does. */
  readonly #first: Work | undefined;
  /** A cancellation that is not thrown yet, or the end of the run. */
  #owed: Owed | undefined = undefined;
  /** What it waits for while parked. `owned` work was asked for by this very wait, and dies with it. */
  #waitsFor: Work | undefined = undefined;
  #owns = false;
  #resume: Outcome | undefined;

  constructor(
    id: string,
    body: Body,
    scheduler: Scheduler<Coroutine>,
    environment: Environment,
    first?: Work,
    path = id,
  ) {
    super(id);
    this.path = path;
    this.body = body;
    this.environment = environment;
    this.#scheduler = scheduler;
    this.#first = first;
    this.#resume = STARTING;
  }

  /** Lets it run when its turn comes. */
  resumeSoon(): void {
    this.#scheduler.ready(this);
  }

  /** Does it only stand for a piece of work? */
  get isWork(): boolean {
    return this.#first !== undefined;
  }

  /** The work it stands for. */
  get first(): Work | undefined {
    return this.#first;
  }

  /** Parks until the work ends. */
  park(work: Work, owned: boolean): void {
    this.#waitsFor = work;
    this.#owns = owned;
    work.wait(this);
  }

  /** Does it serve what comes from outside, or was it begun by a coroutine that does? */
  get isHandler(): boolean {
    return this.environment.isHandler === true;
  }

  override settle(outcome: Outcome): void {
    if (this.outcome !== undefined) return;
    super.settle(outcome);
    this.watcher?.settled(this);
  }

  settled(work: Work): void {
    const { outcome } = work;
    if (outcome === undefined) return;
    // The cancellation went through the work to here; any other end leaves it owed to the next wait.
    if (this.#owed !== undefined && this.#owed.outcome !== LEAVE && !outcome.ok && isCancellation(outcome.error)) {
      this.#owed = undefined;
    }
    this.#wake(outcome);
  }

  #wake(outcome: Outcome): void {
    this.#waitsFor = undefined;
    this.#resume = outcome;
    this.resumeSoon();
  }

  /** What to resume with; asked once by the scheduler. */
  takeResume(): Outcome {
    const outcome = this.#resume ?? STARTING;
    this.#resume = undefined;
    return outcome;
  }

  /** What to meet instead of waiting any further, if anything is owed. */
  takeOwed(): Owed | undefined {
    const owed = this.#owed;
    if (owed === undefined) return undefined;
    this.#owed = undefined;
    if (owed.outcome === LEAVE) this.hasLeft = true;
    return owed;
  }

  /** What it waits for; undefined if it is about to run, or has ended. */
  get waitsFor(): Work | undefined {
    return this.#waitsFor;
  }

  /** Does it wait for a shielded section? */
  get isBehindShield(): boolean {
    const work = this.#waitsFor;
    return work instanceof Coroutine && work.isShield && this.#owns;
  }

  /**
   * Ends the body where it waits: only its `finally` blocks run, so that no `catch` can keep a run open that is over.
   * Work that the wait asked for is canceled; coroutines that it waits for are left to themselves.
   *
   * @param isForced - Ends a wait for a shielded section, too, which is else finished first.
   */
  end(error: CanceledError, isForced: boolean): void {
    this.isCanceled = true;
    if (this.isBehindShield && !isForced) {
      this.#owed = { error, outcome: LEAVE };
      return;
    }
    this.hasLeft = true;
    this.#owed = undefined;
    const work = this.#waitsFor;
    if (work === undefined) {
      this.#resume = LEAVE;
      return;
    }
    work.leave(this);
    if (this.#owns) work.release(error);
    this.#wake(LEAVE);
  }

  /** The work it stands for ends as somebody outside says; its attempts are his to cancel. */
  force(outcome: Outcome, error: CanceledError): void {
    this.settle(outcome);
    this.end(error, true);
  }

  /** The first wait will throw: for a cancellation that came before the body began, and that it shall hear of. */
  owe(error: CanceledError): void {
    this.isCanceled = true;
    this.#owed = { error, outcome: failed(error) };
  }

  /** Coroutines end with the run by themselves; work that one stands for is canceled. */
  override release(error: CanceledError): void {
    if (this.isWork) this.cancel(error);
  }

  /**
   * Throws a CanceledError, once, where the body waits. Work that the wait itself asked for is canceled by its own
   * policy; work of others is only no longer waited for. If the body is not waiting, its next wait throws.
   *
   * @param again - Throws even if the body has survived an earlier cancellation.
   */
  override cancel(error: CanceledError, again = false): void {
    if (this.isShield || (this.isCanceled && !again) || this.outcome !== undefined) return;
    this.isCanceled = true;
    this.#owed = { error, outcome: failed(error) };
    const work = this.#waitsFor;
    if (work === undefined) {
      // A body that has not begun has nothing to clean up: it ends before its first line.
      if (this.#resume === STARTING) {
        this.#owed = undefined;
        this.#resume = failed(error);
        this.#first?.cancel(error);
      }
    } else if (this.#owns) {
      work.cancel(error);
    } else {
      work.leave(this);
      this.#owed = undefined;
      this.#wake(failed(error));
    }
  }
}
