import type { Waiter, Work } from "../coroutines/work.ts";
import { failed, ok } from "../coroutines/work.ts";
import type { Decision } from "../decisions/decision.ts";
import type { Difference } from "../errors/divergence.ts";
import type { CanceledError } from "../errors/outcomes.ts";
import { ExternalError } from "../errors/outcomes.ts";
import type { EventAttributes } from "../history/event.ts";
import type { ChildExecution, SignalChild } from "../language/child-handle.ts";
import type { CancelExternal, ExternalSettings, SignalExternal } from "../language/external.ts";
import { externalSettings } from "../language/external.ts";
import { readLetter, writeLetter } from "../values/letter.ts";
import { base32, hashKey } from "../values/siphash.ts";
import { checkArguments, controlOf, mismatch, writeValue } from "./arguments.ts";
import type { StartWait } from "./child-start.ts";
import type { RunContext } from "./run-context.ts";
import { SentWork } from "./sent-work.ts";

/** Whom a message is for; without a run id it is for whichever run is open. */
interface Target {
  readonly workflowId: string;
  readonly runId?: string;
}

/** A message to another execution: under way until SWF says that it has arrived, or cannot. It cannot be recalled. */
abstract class ExternalWork extends SentWork {
  protected readonly settings: ExternalSettings;
  protected target: Target;

  constructor(run: RunContext, id: string, target: Target, settings: ExternalSettings) {
    super(run, id);
    const { workflowId, runId } = target;
    this.target = { workflowId, ...(runId === undefined ? {} : { runId }) };
    this.settings = settings;
  }

  protected differences({ workflowId, runId }: EventAttributes): Difference[] {
    return [
      ...differs("workflowId", workflowId, this.target.workflowId),
      ...differs("runId", runId === "" ? undefined : runId, this.target.runId),
    ];
  }

  refused(eventId: number, attributes: EventAttributes): void {
    const { workflowId, cause } = attributes;
    const differences = differs("workflowId", workflowId, this.target.workflowId);
    if (differences.length > 0) throw mismatch(this, eventId, differences);
    this.closed();
    if (!this.isWanted) return;
    const message = `${this.describe()} did not reach it: ${cause}`;
    this.settle(failed(new ExternalError(message, { id: this.id, ...this.target, reason: cause })));
  }

  /** SWF has told the other execution. */
  arrived(): void {
    this.closed();
    this.settle(ok(undefined));
  }

  /** Nobody waits any longer; what was not sent yet is not sent, unless the run has ended, which drops no message. */
  override cancel(error: CanceledError): void {
    if (this.outcome === undefined && this.run.hasReturned) this.settle(failed(error));
    else this.cancelBy("abandon", error);
  }

  protected override requestCancel(): void {}

  /** What was asked for still goes out before the close; what is under way keeps nothing open. */
  runEnds(): boolean {
    return false;
  }
}

const differs = (field: string, recorded: unknown, asked: unknown): Difference[] =>
  recorded === asked ? [] : [{ field, recorded, asked }];

/** A signal to another execution. */
export abstract class SignalWork extends ExternalWork {
  readonly decisionType = "SignalExternalWorkflowExecution";
  abstract override readonly command: SignalExternal | SignalChild;
  readonly #signal: string;
  readonly #text: string | undefined;

  constructor(
    run: RunContext,
    id: string,
    target: Target,
    { signal, args }: Pick<SignalExternal, "signal" | "args">,
    settings: ExternalSettings,
  ) {
    super(run, id, target, settings);
    this.#signal = signal;
    this.#text = writeValue(run, args[0], `the value of signal ${signal}`);
  }

  describe(): string {
    return `signal ${this.#signal} to ${this.target.workflowId}`;
  }

  draft(): Decision {
    const { plain, control } = this.settings;
    const input = plain ? this.#text : writeLetter({ id: letterId(this.run, this.id), payload: this.#text });
    return {
      decisionType: "SignalExternalWorkflowExecution",
      signalExternalWorkflowExecutionDecisionAttributes: {
        ...this.target,
        signalName: this.#signal,
        ...(input === undefined ? {} : { input }),
        control: controlOf(this.run, { id: this.id, input: this.#text, text: control }),
      },
    };
  }

  recorded(eventId: number, attributes: EventAttributes): void {
    const { signalName, input, control } = attributes;
    const differences = [...this.differences(attributes), ...differs("signal", signalName, this.#signal)];
    if (differences.length > 0) throw mismatch(this, eventId, differences);
    if (this.settings.checkArguments) {
      checkArguments(this.run, this, this.#text, { eventId, input: readLetter(input).payload, control });
    }
    this.opened(eventId);
  }
}

/** One try to signal an execution that is named. */
export class SignalExternalWork extends SignalWork {
  readonly command: SignalExternal;

  constructor(run: RunContext, id: string, asked: SignalExternal, settings: ExternalSettings) {
    super(run, id, asked, asked, settings);
    this.command = asked;
    run.outbox.ask(this);
  }
}

/** A signal to a child: asked for once the child runs. */
export class SignalChildWork extends SignalWork implements Waiter {
  readonly command: SignalChild;
  readonly #child: Work;

  /** @param child - The child with all its attempts. */
  constructor(run: RunContext, id: string, asked: SignalChild, child: Work, start: StartWait) {
    super(run, id, { workflowId: `child ${asked.work}` }, asked, externalSettings());
    this.command = asked;
    this.#child = child;
    if (start.outcome === undefined) start.wait(this);
    else this.settled(start);
  }

  /** The child runs, or never will. One that goes on may continue as new: then the signal is for its next run. */
  settled({ outcome }: Work): void {
    if (outcome === undefined || this.outcome !== undefined) return;
    if (!outcome.ok) {
      this.settle(outcome);
      return;
    }
    const { workflowId, runId } = outcome.value as ChildExecution;
    this.target = this.#child.outcome === undefined ? { workflowId } : { workflowId, runId };
    this.run.outbox.ask(this);
  }
}

/** One try to have another execution canceled. */
export class CancelExternalWork extends ExternalWork {
  readonly decisionType = "RequestCancelExternalWorkflowExecution";
  readonly command: CancelExternal;

  constructor(run: RunContext, id: string, asked: CancelExternal, settings: ExternalSettings) {
    super(run, id, asked, settings);
    this.command = asked;
    run.outbox.ask(this);
  }

  describe(): string {
    return `cancel request to ${this.target.workflowId}`;
  }

  draft(): Decision {
    return {
      decisionType: "RequestCancelExternalWorkflowExecution",
      requestCancelExternalWorkflowExecutionDecisionAttributes: {
        ...this.target,
        control: controlOf(this.run, { id: this.id, input: undefined, text: this.settings.control }),
      },
    };
  }

  recorded(eventId: number, attributes: EventAttributes): void {
    const differences = this.differences(attributes);
    if (differences.length > 0) throw mismatch(this, eventId, differences);
    this.opened(eventId);
  }
}

/** Tells one sending from every other. All attempts of one policy have the same: whichever arrive count once. */
const letterId = ({ info }: RunContext, id: string): string =>
  base32(hashKey(["sweft.letter", info.workflowId, info.runId, id.replace(/~\d+$/, "")]));
