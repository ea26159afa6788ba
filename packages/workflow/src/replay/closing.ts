import type { Decision } from "../decisions/decision.ts";
import { withFormats } from "../decisions/formats.ts";
import { isCancellation, peek } from "../errors/bug.ts";
import { reasonOf, toFailure } from "../errors/failure.ts";
import type { Outcome } from "../language/handle.ts";
import { writeFailure, writeValue } from "../work/arguments.ts";
import type { Continuing } from "../work/chain.ts";
import type { Opened } from "../work/in-flight.ts";
import type { RunContext } from "../work/run-context.ts";
import { resultBySchema } from "../work/schemas.ts";
import { TimerWork } from "../work/timer.ts";
import type { Over } from "./again.ts";
import { again } from "./again.ts";
import { CloseAsk } from "./close-ask.ts";
import { checkContinued, continueNow } from "./continuing.ts";
import type { Continuation, Replayed } from "./outcome.ts";

/** How a run ends, and the decision for it. */
type Ending =
  | { readonly status: "completed"; readonly result: unknown }
  | { readonly status: "failed" | "canceled"; readonly error: unknown }
  | { readonly status: "continued"; readonly continuation: Continuation };

interface Drafted {
  readonly ending: Ending;
  readonly decision: Decision;
  /** What the run continues as. */
  readonly asked?: Continuing;
}

/** SWF has something against a close as such: it is asked again after a pause, twice as long each time. In seconds. */
const PAUSES = { first: 60, longest: 3600 };

/**
 * How a run ends. Once the body has ended its outcome stands: a close that SWF refuses, because news arrived meanwhile,
 * is asked again after the news. What a run hands on when it continues as new is gathered anew for each try.
 */
export class Closing {
  isCancelRequested = false;
  /** A cancellation was requested after the body had ended: the run that this one continues as shall hear of it. */
  isCancelUnheard = false;
  #scopeFailure: { readonly error: unknown } | undefined = undefined;
  /** What the body has asked to continue as. */
  #continuing: Continuing | undefined = undefined;
  /** Drafts the close as things stand; undefined until the body has ended. */
  #draft: (() => Drafted) | undefined = undefined;
  #ending: Ending | undefined = undefined;
  #ask: CloseAsk | undefined = undefined;
  #refusals = 0;
  /** The pause before a close that SWF has something against is asked again. */
  #pause: TimerWork | undefined = undefined;

  /** A coroutine failed that nobody waited for: whatever the body says, the run fails with the first such error. */
  failScope(run: RunContext, error: unknown): void {
    this.#scopeFailure ??= { error };
    if (this.#draft !== undefined) this.#fail(run, this.#scopeFailure.error);
  }

  /** The body is about to end, so that the run continues as new; an error in a `finally` block still fails it. */
  continues(asked: Continuing): void {
    this.#continuing = asked;
  }

  /** The body has ended. Its result is written now, so that later mutation changes nothing. */
  bodyEnded(run: RunContext, outcome: Outcome): void {
    if (this.#scopeFailure !== undefined) this.#fail(run, this.#scopeFailure.error);
    else if (outcome.ok && this.#continuing !== undefined) this.#continue(run, this.#continuing);
    else if (outcome.ok) this.#complete(run, outcome.value);
    else if (this.isCancelRequested && isCancellation(outcome.error)) this.#cancel(run, outcome.error);
    else this.#fail(run, outcome.error);
  }

  #complete(run: RunContext, returned: unknown): void {
    const result = resultBySchema(run, run.chain.self, returned);
    const { payloads } = run.chain.self.settings;
    const text = writeValue(run, result, "the result of the workflow", { name: "result", format: payloads?.result });
    const decision = withFormats(completed(text), payloads);
    this.#ends(run, { ending: { status: "completed", result }, decision }, undefined);
  }

  #cancel(run: RunContext, error: unknown): void {
    const drafted: Drafted = { ending: { status: "canceled", error }, decision: canceled(run, error) };
    this.#draft = () => drafted;
  }

  #fail(run: RunContext, error: unknown): void {
    this.#ends(run, { ending: { status: "failed", error }, decision: failure(run, error) }, { error });
  }

  /** Unless it begins again, by its policy or schedule. */
  #ends(run: RunContext, drafted: Drafted, failure: Over["failure"]): void {
    const { isCancelRequested } = this;
    const { runRetry, cron } = run.chain.self.settings;
    if (runRetry !== undefined || cron !== undefined) keepRequests(run);
    // Decided once, at the end of the body, unless the history shows otherwise later.
    const now = again(run, { failure, isCancelRequested });
    this.#draft = () => {
      const { closedBy } = run.chain;
      const next = closedBy === undefined ? now : again(run, { failure, isCancelRequested });
      return next === undefined ? drafted : continued(run, next);
    };
  }

  #continue(run: RunContext, asked: Continuing): void {
    keepRequests(run);
    this.#draft = () => continued(run, asked);
  }

  /** At the end of a batch: asks for the close if the body and all coroutines have ended. */
  askIfOver(run: RunContext, areAllEnded: boolean): void {
    if (this.#draft === undefined || !areAllEnded) return;
    if (this.#pause !== undefined && this.#pause.outcome === undefined) return;
    if (endWork(run)) return;
    if (this.#ask !== undefined) this.#ask.dropped = true;
    const { ending, decision, asked } = this.#draft();
    this.#ending = ending;
    this.#ask = new CloseAsk(run, decision, {
      refused: (cause) => this.#refused(run, cause),
      ...(asked !== undefined && {
        recorded: (ask, eventId, attributes) => checkContinued(run, ask, asked, eventId, attributes),
      }),
    });
    run.outbox.ask(this.#ask);
  }

  /** News are delivered, and the close asked again. For any other reason there would be another refusal, and no end of it. */
  #refused(run: RunContext, cause = ""): void {
    const { decisionType = "a close" } = this.#ask ?? {};
    this.#ask = undefined;
    if (cause === "UNHANDLED_DECISION") return;
    const seconds = Math.min(PAUSES.longest, PAUSES.first * 2 ** this.#refusals++);
    run.log("error", `SWF refused ${decisionType}: ${cause}; it is asked again in ${seconds} s`, undefined);
    this.#pause = new TimerWork(run, `close~${this.#refusals + 1}.backoff`, seconds, true);
  }

  /**
   * What replay came to: the end once it is asked for, and until then that it waits. So does a decision being made that has
   * no room for the end yet.
   *
   * @param decisions - Of the decision being made; undefined if none is.
   */
  replayed(decisions: readonly Decision[] | undefined): Replayed {
    const ask = this.#ask;
    const isSent = decisions === undefined || decisions.at(-1)?.decisionType === ask?.decisionType;
    const ended = isSent && ask !== undefined ? this.#ending : undefined;
    return ended === undefined
      ? { status: "blocked", decisions: decisions ?? [] }
      : { ...ended, decisions: decisions ?? [] };
  }
}

/**
 * Asks for what is to become of all work: of that in flight, and of that asked for and not sent yet, which is never
 * started if its policy would cancel it at once.
 *
 * @param again - Asks again for what was asked before.
 * @returns Whether the close must wait for some of it.
 */
export function endWork(run: RunContext, again = false): boolean {
  let mustWait = false;
  for (const work of run.open.all()) mustWait = work.runEnds(again) || mustWait;
  for (const ask of run.outbox.waiting()) (ask as Partial<Opened>).runEnds?.(again);
  return mustWait;
}

/** Nobody takes any more what the next run shall have. */
function keepRequests(run: RunContext): void {
  run.mailboxes.close();
  run.updates.close();
}

function continued(run: RunContext, asked: Continuing): Drafted {
  const { continuation, decision } = continueNow(run, asked);
  return { ending: { status: "continued", continuation }, decision, asked };
}

const completed = (result: string | undefined): Decision => ({
  decisionType: "CompleteWorkflowExecution",
  completeWorkflowExecutionDecisionAttributes: result === undefined ? {} : { result },
});

function canceled(run: RunContext, error: unknown): Decision {
  const told = peek(error, "details");
  const details = told === undefined ? undefined : writeValue(run, told, "the details of the cancellation");
  return {
    decisionType: "CancelWorkflowExecution",
    cancelWorkflowExecutionDecisionAttributes: details === undefined ? {} : { details },
  };
}

/** The decision that fails a run with an error. */
export function failure(run: RunContext, error: unknown): Decision {
  const details = writeFailure(run, error);
  return {
    decisionType: "FailWorkflowExecution",
    failWorkflowExecutionDecisionAttributes: {
      reason: reasonOf(toFailure(error), run.converter.hidesReasons),
      ...(details === undefined ? {} : { details }),
    },
  };
}
