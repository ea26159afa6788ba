import type {
  RequestCancelExternalWorkflowExecutionFailedCause,
  SignalExternalWorkflowExecutionFailedCause,
} from "@aws-sdk/client-swf";
import type { Service, Transaction } from "../service.ts";
import { findDomain, openRun } from "../world/world.ts";
import { requestCancel } from "./cancel-requests.ts";
import type { Attributes } from "./events.ts";
import type { ExternalState, Run } from "./run.ts";
import { isOpen } from "./run.ts";
import { append, replaceWithdrawal, withdraw } from "./transaction.ts";

/** Records a signal to another execution. It is delivered later, and its outcome recorded after that (reference, section 8). */
export function initiateSignal(
  tx: Transaction,
  run: Run,
  said: Attributes<"SignalExternalWorkflowExecutionInitiated">,
): void {
  armInitiated(tx, run, append(tx, run, "SignalExternalWorkflowExecutionInitiated", said));
}

/** Records a cancel request to another execution; delivered as a signal is. */
export function initiateCancel(
  tx: Transaction,
  run: Run,
  said: Attributes<"RequestCancelExternalWorkflowExecutionInitiated">,
): void {
  armInitiated(tx, run, append(tx, run, "RequestCancelExternalWorkflowExecutionInitiated", said));
}

/** Records that a signal is refused at once. Initiated is written first only if that is chosen. */
export function refuseSignal(
  tx: Transaction,
  run: Run,
  said: Attributes<"SignalExternalWorkflowExecutionInitiated">,
  cause: SignalExternalWorkflowExecutionFailedCause,
): void {
  const isInitiated = tx.service.choices.refusalInitiatedEventId === "initiated";
  const initiatedEventId = isInitiated ? append(tx, run, "SignalExternalWorkflowExecutionInitiated", said) : 0;
  const { workflowId, runId, decisionTaskCompletedEventId, control } = said;
  const failed = { workflowId, runId, cause, initiatedEventId, decisionTaskCompletedEventId, control };
  append(tx, run, "SignalExternalWorkflowExecutionFailed", failed);
}

/** Records that a cancel request is refused at once, as a signal is. */
export function refuseCancel(
  tx: Transaction,
  run: Run,
  said: Attributes<"RequestCancelExternalWorkflowExecutionInitiated">,
  cause: RequestCancelExternalWorkflowExecutionFailedCause,
): void {
  const isInitiated = tx.service.choices.refusalInitiatedEventId === "initiated";
  const initiatedEventId = isInitiated ? append(tx, run, "RequestCancelExternalWorkflowExecutionInitiated", said) : 0;
  const { workflowId, runId, decisionTaskCompletedEventId, control } = said;
  const failed = { workflowId, runId, cause, initiatedEventId, decisionTaskCompletedEventId, control };
  append(tx, run, "RequestCancelExternalWorkflowExecutionFailed", failed);
}

function armInitiated({ service }: Transaction, run: Run, initiatedEventId: number): void {
  armExternal(service, run, run.externals.get(initiatedEventId) as ExternalState); // the fold has just put it there
}

/** Lets a signal or cancel request be delivered. */
export function armExternal(service: Service, sender: Run, external: ExternalState): void {
  const cancel = service.schedule(external.initiatedMs, () => {
    withdraw(sender, external);
    deliver(service, sender, external);
  });
  replaceWithdrawal(sender, external, cancel);
}

/** What differs between signals and cancel requests. */
const KINDS = {
  signal: { succeeded: "ExternalWorkflowExecutionSignaled", failed: "SignalExternalWorkflowExecutionFailed" },
  cancel: {
    succeeded: "ExternalWorkflowExecutionCancelRequested",
    failed: "RequestCancelExternalWorkflowExecutionFailed",
  },
} as const;

/** Delivers even if the sender has closed meanwhile, which then hears no more of it: it may signal and close in one completion. */
export function deliver(service: Service, sender: Run, { initiatedEventId, request }: ExternalState): void {
  const { runId, control, decisionTaskCompletedEventId } = request.said;
  const workflowId = String(request.said.workflowId);
  const { succeeded, failed } = KINDS[request.kind];
  const target = openRun(findDomain(service.world, sender.domain), workflowId, runId);
  if (target !== undefined) service.transact((tx) => arrive(tx, target, sender, initiatedEventId, request));
  if (!isOpen(sender)) return;
  service.transact((tx) => {
    if (target !== undefined) {
      append(tx, sender, succeeded, { workflowExecution: target.execution, initiatedEventId });
      return;
    }
    append(tx, sender, failed, {
      workflowId,
      runId,
      cause: "UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION",
      initiatedEventId,
      decisionTaskCompletedEventId,
      control,
    });
  });
}

function arrive(
  tx: Transaction,
  target: Run,
  sender: Run,
  externalInitiatedEventId: number,
  request: ExternalState["request"],
): void {
  const from = { externalWorkflowExecution: sender.execution, externalInitiatedEventId };
  if (request.kind === "cancel") {
    requestCancel(tx, target, from);
    return;
  }
  const { signalName, input } = request.said;
  append(tx, target, "WorkflowExecutionSignaled", { signalName, input, ...from });
}
