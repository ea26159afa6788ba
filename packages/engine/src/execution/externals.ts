import type { Service, Transaction } from "../service.ts";
import { findDomain, openRun } from "../store/store.ts";
import type { Attributes } from "./events.ts";
import type { Run } from "./run.ts";
import { isOpen } from "./run.ts";
import { append } from "./transaction.ts";

type Signal = Attributes<"SignalExternalWorkflowExecutionInitiated"> & ToExternal;
type Cancel = Attributes<"RequestCancelExternalWorkflowExecutionInitiated"> & ToExternal;
interface ToExternal {
  readonly workflowId: string;
  readonly runId?: string | undefined;
}

/** Records a signal to another execution. It is delivered later, and its outcome recorded after that (reference, section 8). */
export function initiateSignal(tx: Transaction, run: Run, signal: Signal): void {
  const { service } = tx;
  const externalInitiatedEventId = append(tx, run, "SignalExternalWorkflowExecutionInitiated", signal);
  deliver(service, run, signal, externalInitiatedEventId, {
    arrive(arrival, target) {
      append(arrival, target, "WorkflowExecutionSignaled", {
        signalName: signal.signalName,
        input: signal.input,
        externalWorkflowExecution: run.execution,
        externalInitiatedEventId,
      });
    },
    succeeded: "ExternalWorkflowExecutionSignaled",
    failed: "SignalExternalWorkflowExecutionFailed",
  });
}

/** Records a cancel request to another execution; delivered as a signal is. */
export function initiateCancel(tx: Transaction, run: Run, cancel: Cancel): void {
  const { service } = tx;
  const externalInitiatedEventId = append(tx, run, "RequestCancelExternalWorkflowExecutionInitiated", cancel);
  deliver(service, run, cancel, externalInitiatedEventId, {
    arrive(arrival, target) {
      append(arrival, target, "WorkflowExecutionCancelRequested", {
        externalWorkflowExecution: run.execution,
        externalInitiatedEventId,
      });
    },
    succeeded: "ExternalWorkflowExecutionCancelRequested",
    failed: "RequestCancelExternalWorkflowExecutionFailed",
  });
}

interface Delivery {
  readonly arrive: (tx: Transaction, target: Run) => void;
  readonly succeeded: "ExternalWorkflowExecutionSignaled" | "ExternalWorkflowExecutionCancelRequested";
  readonly failed: "SignalExternalWorkflowExecutionFailed" | "RequestCancelExternalWorkflowExecutionFailed";
}

/** Delivers even if the sender has closed meanwhile: it may signal and close in one completion. */
function deliver(
  service: Service,
  sender: Run,
  { workflowId, runId, control, decisionTaskCompletedEventId }: Signal | Cancel,
  initiatedEventId: number,
  { arrive, succeeded, failed }: Delivery,
): void {
  service.schedule(service.now(), () => {
    const target = openRun(findDomain(service.store, sender.domain), workflowId, runId);
    if (target !== undefined) service.transact((tx) => arrive(tx, target));
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
  });
}
