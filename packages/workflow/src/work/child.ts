import { failed, ok } from "../coroutines/work.ts";
import type { Decision } from "../decisions/decision.ts";
import { withFormats } from "../decisions/formats.ts";
import { fromFailure } from "../errors/failure.ts";
import type { FailureState } from "../errors/outcomes.ts";
import { CanceledError, ChildWorkflowError } from "../errors/outcomes.ts";
import type { EventAttributes } from "../history/event.ts";
import type { ChildExecution } from "../language/child-handle.ts";
import type { StartChildWorkflow, WorkflowSettings } from "../language/workflow.ts";
import { writeControl } from "../values/header.ts";
import { base32, hashKey } from "../values/siphash.ts";
import { checkArguments, controlOf, mismatch, readValue, typeDifferences, writeArguments } from "./arguments.ts";
import { cancelAsk } from "./cancel-ask.ts";
import { ChildStart } from "./child-start.ts";
import type { RunContext } from "./run-context.ts";
import { SentWork } from "./sent-work.ts";

/** A child workflow. */
export class ChildWork extends SentWork {
  readonly decisionType = "StartChildWorkflowExecution";
  readonly command: StartChildWorkflow;
  readonly #settings: WorkflowSettings;
  readonly #input: string | undefined;
  readonly start: ChildStart;
  /** Known once SWF has started it; only then can it be canceled. */
  #execution: ChildExecution | undefined = undefined;
  #isCancelWanted = false;

  /** @param first - The first attempt, if this is another one. */
  constructor(run: RunContext, id: string, asked: StartChildWorkflow, settings: WorkflowSettings, first?: ChildWork) {
    super(run, id);
    this.start = first?.start ?? new ChildStart();
    this.command = asked;
    this.#settings = settings;
    this.#input = writeArguments(run, asked.args, "workflow", asked.workflow.name, settings.payloads?.input);
    run.outbox.ask(this);
  }

  describe(): string {
    return `child workflow ${this.command.workflow.name} ${this.command.workflow.version}`;
  }

  draft(): Decision {
    const { workflowId, taskList, tagList, lambdaRole, control, childPolicy, taskPriority } = this.#settings;
    const { executionStartToCloseTimeout, taskStartToCloseTimeout, payloads } = this.#settings;
    const decision: Decision = {
      decisionType: "StartChildWorkflowExecution",
      startChildWorkflowExecutionDecisionAttributes: {
        workflowType: { name: this.command.workflow.name, version: this.command.workflow.version },
        workflowId: workflowId ?? childWorkflowId(this.run, this.id),
        control: controlOf(this.run, { id: this.id, input: this.#input, format: payloads?.input, text: control }),
        ...(this.#input === undefined ? {} : { input: this.#input }),
        executionStartToCloseTimeout,
        taskList: { name: taskList ?? this.run.defaultTaskList },
        taskPriority,
        taskStartToCloseTimeout,
        childPolicy,
        ...(tagList.length === 0 ? {} : { tagList: [...tagList] }),
        ...(lambdaRole === undefined ? {} : { lambdaRole }),
      },
    };
    return withFormats(decision, payloads);
  }

  recorded(eventId: number, { workflowType, input, control, workflowId }: EventAttributes): void {
    const types = typeDifferences(workflowType, this.command.workflow);
    if (types.length > 0) throw mismatch(this, eventId, types);
    const asked = this.#settings.workflowId;
    if (asked !== undefined && workflowId !== asked) {
      throw mismatch(this, eventId, [{ field: "workflowId", recorded: workflowId, asked }]);
    }
    if (this.#settings.checkArguments)
      checkArguments(this.run, this, this.#input, { eventId, input, control }, this.#settings.payloads?.input);
    this.opened(eventId);
  }

  refused(eventId: number, { cause, workflowType }: EventAttributes): void {
    const types = typeDifferences(workflowType, this.command.workflow);
    if (types.length > 0) throw mismatch(this, eventId, types);
    this.closed();
    this.#fail("SCHEDULE_FAILED", `SWF refused to start child workflow ${this.command.workflow.name}: ${cause}`, {
      reason: cause,
    });
  }

  started({ workflowExecution }: EventAttributes): void {
    const { workflowId = "", runId = "" } = workflowExecution ?? {};
    this.#execution = Object.freeze({ workflowId, runId });
    this.start.began(this.#execution);
    if (this.#isCancelWanted) this.requestCancel();
  }

  protected override closed(): void {
    super.closed();
    this.start.ended();
  }

  completed({ result }: EventAttributes): void {
    this.closed();
    if (this.isWanted) this.settle(ok(readValue(this.run, result, this.#settings.payloads?.result)));
  }

  failed({ reason, details }: EventAttributes): void {
    this.closed();
    if (!this.isWanted) return;
    const cause = fromFailure(readValue(this.run, details), reason ?? "the child workflow failed");
    this.#fail("FAILED", `child workflow ${this.command.workflow.name} failed: ${reason ?? "no reason given"}`, {
      reason,
      cause,
    });
  }

  timedOut(): void {
    this.closed();
    this.#fail("TIMED_OUT", `child workflow ${this.command.workflow.name} timed out`, {});
  }

  terminated(): void {
    this.closed();
    this.#fail("TERMINATED", `child workflow ${this.command.workflow.name} was terminated`, {});
  }

  canceled({ details }: EventAttributes): void {
    this.closed();
    if (!this.isWanted) return;
    const told = readValue(this.run, details);
    if (this.#isCancelWanted)
      this.settle(
        failed(new CanceledError(`child workflow ${this.command.workflow.name} was canceled`, { details: told })),
      );
    else this.#fail("CANCELED", `child workflow ${this.command.workflow.name} was canceled`, { details: told });
  }

  override cancel(error: CanceledError): void {
    this.cancelBy(this.#settings.cancellation, error);
  }

  /** A child that SWF has not started yet cannot be canceled yet, and would outlive its parent: the close waits for it. */
  runEnds(again: boolean): boolean {
    if (this.#settings.onParentClose === "abandon") return false;
    if (this.openedEventId === 0) this.dropped = true;
    else this.endByCancel(again);
    return !this.dropped && this.#execution === undefined;
  }

  /** SWF refused the cancel for the number of cancels. */
  cancelAgain(): void {
    this.cancelAsk = undefined;
    this.requestCancel();
  }

  protected override requestCancel(): void {
    this.#isCancelWanted = true;
    if (this.#execution === undefined) return;
    // Without its run id: it may have continued as new since.
    const { workflowId } = this.#execution;
    this.cancelAsk ??= cancelAsk(this.run, "RequestCancelExternalWorkflowExecution", this.id, {
      requestCancelExternalWorkflowExecutionDecisionAttributes: {
        workflowId,
        control: writeControl({ id: this.id, digest: "", text: undefined }),
      },
    });
  }

  #fail(
    state: FailureState,
    message: string,
    more: { reason?: string | undefined; details?: unknown; cause?: unknown },
  ): void {
    if (this.isWanted)
      this.settle(
        failed(new ChildWorkflowError(message, { id: this.id, typeName: this.command.workflow.name, state, ...more })),
      );
  }
}

/** A workflow id of its own for every child: run ids hold characters that SWF forbids in ids, so they are hashed. */
const childWorkflowId = ({ info }: RunContext, id: string): string =>
  base32(hashKey(["sweft.child", info.workflowId, info.runId, id]));
