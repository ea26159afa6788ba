import type { Decision, DecisionType } from "../decisions/decision.ts";
import { isCancellation, peek } from "../errors/bug.ts";
import { reasonOf, toFailure } from "../errors/failure.ts";
import { NondeterminismError } from "../errors/sweft-error.ts";
import type { Outcome } from "../language/handle.ts";
import { writeFailure, writeValue } from "../work/arguments.ts";
import type { Opened } from "../work/in-flight.ts";
import type { Ask } from "../work/outbox.ts";
import type { RunContext } from "../work/run-context.ts";
import type { Replayed } from "./outcome.ts";

/** The decision that ends a run. It is always the last one asked. */
class CloseAsk implements Ask {
  readonly decisionType: DecisionType;
  readonly key: string;
  order = 0;
  dropped = false;
  readonly #decision: Decision;
  readonly #run: RunContext;
  readonly #wasRefused: () => void;

  constructor(run: RunContext, decision: Decision, wasRefused: () => void) {
    this.decisionType = decision.decisionType;
    this.key = decision.decisionType;
    this.#decision = decision;
    this.#run = run;
    this.#wasRefused = wasRefused;
  }

  describe(): string {
    return "the end of the workflow";
  }

  draft(): Decision {
    return this.#decision;
  }

  /** What was asked before a close is always sent before it. */
  recorded(eventId: number): void {
    const [unsent] = this.#run.outbox.waiting();
    if (unsent === undefined) return;
    throw new NondeterminismError(
      `event ${eventId} recorded the end of the workflow, but the code asks for ${unsent.describe()} (${unsent.key}) before it. The workflow code has changed under a recorded execution`,
      { eventId, id: unsent.key },
    );
  }

  refused(): void {
    this.#wasRefused();
  }
}

type Ending =
  | { readonly status: "completed"; readonly result: unknown }
  | { readonly status: "failed" | "canceled"; readonly error: unknown };

/**
 * How a run ends. Once the body has ended its outcome stands: a close that SWF refuses, because news arrived meanwhile,
 * is asked again after the news.
 */
export class Closing {
  isCancelRequested = false;
  #scopeFailure: { readonly error: unknown } | undefined = undefined;
  #ending: Ending | undefined = undefined;
  #decision: Decision | undefined = undefined;
  #ask: CloseAsk | undefined = undefined;

  /** A coroutine failed that nobody waited for: whatever the body says, the run fails with the first such error. */
  failScope(run: RunContext, error: unknown): void {
    this.#scopeFailure ??= { error };
    if (this.#ending !== undefined) this.#fail(run, this.#scopeFailure.error);
  }

  /** The body has ended. Its result is written now, so that later mutation changes nothing. */
  bodyEnded(run: RunContext, outcome: Outcome): void {
    if (this.#scopeFailure !== undefined) this.#fail(run, this.#scopeFailure.error);
    else if (outcome.ok) this.#complete(run, outcome.value);
    else if (this.isCancelRequested && isCancellation(outcome.error)) this.#cancel(run, outcome.error);
    else this.#fail(run, outcome.error);
  }

  #complete(run: RunContext, result: unknown): void {
    const text = writeValue(run, result, "the result of the workflow");
    this.#ending = { status: "completed", result };
    this.#decision = {
      decisionType: "CompleteWorkflowExecution",
      completeWorkflowExecutionDecisionAttributes: text === undefined ? {} : { result: text },
    };
  }

  #cancel(run: RunContext, error: unknown): void {
    this.#ending = { status: "canceled", error };
    this.#decision = canceled(run, error);
  }

  #fail(run: RunContext, error: unknown): void {
    this.#ending = { status: "failed", error };
    this.#decision = failure(run, error);
  }

  /** At the end of a batch: asks for the close if the body and all coroutines have ended. */
  askIfOver(run: RunContext, areAllEnded: boolean): void {
    if (this.#decision === undefined || !areAllEnded) return;
    if (endWork(run)) return;
    if (this.#ask !== undefined) this.#ask.dropped = true;
    this.#ask = new CloseAsk(run, this.#decision, () => {
      this.#ask = undefined;
    });
    run.outbox.ask(this.#ask);
  }

  /** What replay came to: the end once it is asked for, and until then that it waits. */
  replayed(decisions: readonly Decision[]): Replayed {
    const ended = this.#ask === undefined ? undefined : this.#ending;
    return ended === undefined ? { status: "blocked", decisions } : { ...ended, decisions };
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
      reason: reasonOf(toFailure(error)),
      ...(details === undefined ? {} : { details }),
    },
  };
}
