import { failed, Work } from "../coroutines/work.ts";
import type { Decision, DecisionType } from "../decisions/decision.ts";
import type { CanceledError } from "../errors/outcomes.ts";
import type { EventAttributes } from "../history/event.ts";
import type { Cancellation } from "../language/activity.ts";
import type { Outcome } from "../language/handle.ts";
import type { CancelAsk } from "./cancel-ask.ts";
import type { Opened } from "./in-flight.ts";
import type { Ask } from "./outbox.ts";
import type { RunContext } from "./run-context.ts";

/**
 * Work that is asked for by a decision, is in flight from the event that decision writes to the event that closes it, and
 * is canceled by a decision of its own: activities, timers, children.
 */
export abstract class SentWork extends Work implements Ask, Opened {
  abstract readonly decisionType: DecisionType;
  abstract readonly command: object;
  order = 0;
  dropped = false;
  protected readonly run: RunContext;
  /** Event id of the event that put it in flight; 0 until that is in the history. */
  protected openedEventId = 0;
  protected cancelAsk: CancelAsk | undefined = undefined;

  /** Whoever extends it asks the outbox last, when its arguments have been written and it is complete. */
  constructor(run: RunContext, id: string) {
    super(id);
    this.run = run;
  }

  abstract describe(): string;
  abstract draft(): Decision;
  abstract recorded(eventId: number, attributes: EventAttributes): void;
  abstract refused(eventId: number, attributes: EventAttributes): void;
  abstract runEnds(again: boolean): boolean;
  /** Asks SWF to cancel it, once. Only called while it is in flight. */
  protected abstract requestCancel(): void;

  get key(): string {
    return this.id;
  }

  get isWanted(): boolean {
    return this.outcome === undefined;
  }

  protected opened(eventId: number): void {
    this.openedEventId = eventId;
    this.run.open.put(eventId, this);
  }

  /** SWF has closed it: a cancel not sent yet would only be refused. */
  protected closed(): void {
    this.run.open.remove(this.openedEventId);
    if (this.cancelAsk !== undefined) this.cancelAsk.dropped = true;
  }

  /** SWF refused it for the number of its kind when it was under way already: it is sent again, unless nobody waits any longer. */
  sendAgain(): void {
    this.closed();
    this.openedEventId = 0;
    if (this.isWanted) this.run.outbox.putBack(this);
  }

  /** Ends it as an operator says: what is not sent is taken back, what is in flight gets a cancel request. */
  force(outcome: Outcome): void {
    if (this.outcome !== undefined) return;
    if (this.openedEventId === 0) this.dropped = true;
    else this.requestCancel();
    this.settle(outcome);
  }

  /** Asks for a cancel at the end of the run. */
  protected endByCancel(again: boolean): void {
    if (again) this.cancelAsk = undefined;
    this.requestCancel();
  }

  /** What was asked for and not sent is taken back; what is in flight is treated by the policy. */
  protected cancelBy(policy: Cancellation, error: CanceledError): void {
    if (this.outcome !== undefined) return;
    if (this.openedEventId === 0) this.dropped = true;
    else if (policy !== "abandon") this.requestCancel();
    if (policy !== "wait" || this.dropped) this.settle(failed(error));
  }
}
