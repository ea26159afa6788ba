import type { ChildPolicy, EventType } from "@aws-sdk/client-swf";
import type { Service, Transaction } from "../service.ts";
import { fileClosedRun, findDomain, openRun } from "../store/store.ts";
import type { Attributes, EventOf } from "./events.ts";
import { attributesOf } from "./events.ts";
import type { Run } from "./run.ts";
import { isOpen } from "./run.ts";
import { append } from "./transaction.ts";

/**
 * Does what follows from a closing event that has just been written: deadlines and tasks vanish, the parent hears of it, and
 * the children get the policy. Open counts stay as they are (reference, section 4.2).
 *
 * @param childPolicy - Given only where the service applies one: on termination and time-out (reference, section 8).
 */
export function close(tx: Transaction, run: Run, childPolicy?: ChildPolicy): void {
  const { service } = tx;
  for (const withdraw of run.withdrawals.values()) withdraw();
  run.withdrawals.clear();
  fileClosedRun(service.store, run);
  if (run.parent !== undefined && run.closeStatus !== "CONTINUED_AS_NEW") {
    service.schedule(tx.nowMs, () => tellParent(service, run));
  }
  if (childPolicy !== undefined && childPolicy !== "ABANDON" && run.children.size > 0) {
    service.schedule(tx.nowMs, () => applyChildPolicy(service, run, childPolicy));
  }
}

/** Terminates an open execution. */
export function terminate(
  tx: Transaction,
  run: Run,
  attributes: Attributes<"WorkflowExecutionTerminated"> & { readonly childPolicy: ChildPolicy },
): void {
  append(tx, run, "WorkflowExecutionTerminated", attributes);
  close(tx, run, attributes.childPolicy);
}

/** Ends an execution whose time is up. */
export function timeOutExecution(service: Service, run: Run): void {
  service.transact((tx) => {
    const { childPolicy } = run.config;
    append(tx, run, "WorkflowExecutionTimedOut", { timeoutType: "START_TO_CLOSE", childPolicy });
    close(tx, run, childPolicy);
  });
}

function applyChildPolicy(service: Service, parent: Run, childPolicy: ChildPolicy): void {
  const domain = findDomain(service.store, parent.domain);
  for (const { initiatedEventId, workflowId } of parent.children.values()) {
    const child = openRun(domain, workflowId, undefined);
    if (child?.parent?.runId !== parent.runId || child.parentInitiatedEventId !== initiatedEventId) continue;
    service.transact((tx) => {
      if (childPolicy === "TERMINATE") {
        terminate(tx, child, { childPolicy: child.config.childPolicy, cause: "CHILD_POLICY_APPLIED" });
      } else {
        append(tx, child, "WorkflowExecutionCancelRequested", {
          externalWorkflowExecution: parent.execution,
          externalInitiatedEventId: 0,
          cause: "CHILD_POLICY_APPLIED",
        });
      }
    });
  }
}

type ClosingType =
  | "WorkflowExecutionCompleted"
  | "WorkflowExecutionFailed"
  | "WorkflowExecutionCanceled"
  | "WorkflowExecutionTimedOut"
  | "WorkflowExecutionTerminated";
type ChildOutcome = Pick<
  Attributes<"ChildWorkflowExecutionCompleted">,
  "workflowExecution" | "workflowType" | "initiatedEventId" | "startedEventId"
>;

/** How a child's closing event reads in its parent's history. */
const TOLD: {
  readonly [T in ClosingType]: (tx: Transaction, parent: Run, child: ChildOutcome, closing: Attributes<T>) => void;
} = {
  WorkflowExecutionCompleted: (tx, parent, child, { result }) =>
    append(tx, parent, "ChildWorkflowExecutionCompleted", { ...child, result }),
  WorkflowExecutionFailed: (tx, parent, child, { reason, details }) =>
    append(tx, parent, "ChildWorkflowExecutionFailed", { ...child, reason, details }),
  WorkflowExecutionCanceled: (tx, parent, child, { details }) =>
    append(tx, parent, "ChildWorkflowExecutionCanceled", { ...child, details }),
  WorkflowExecutionTimedOut: (tx, parent, child, { timeoutType }) =>
    append(tx, parent, "ChildWorkflowExecutionTimedOut", { ...child, timeoutType }),
  WorkflowExecutionTerminated: (tx, parent, child) => append(tx, parent, "ChildWorkflowExecutionTerminated", child),
};

function isClosing(event: { readonly eventType: EventType }): event is EventOf<ClosingType> {
  return event.eventType in TOLD;
}

/** Records a child's close in its parent, if that is still open: a closed parent receives no child events. */
function tellParent(service: Service, child: Run): void {
  const parent = service.store.runs.get(String(child.parent?.runId));
  const state = parent?.children.get(child.parentInitiatedEventId);
  const closing = child.events.at(-1);
  if (parent === undefined || !isOpen(parent) || state === undefined) return;
  if (closing === undefined || !isClosing(closing)) return;
  const told = {
    workflowExecution: child.execution,
    workflowType: child.workflowType,
    initiatedEventId: state.initiatedEventId,
    startedEventId: state.startedEventId,
  };
  service.transact((tx) => tell(tx, parent, told, closing));
}

function tell<T extends ClosingType>(tx: Transaction, parent: Run, child: ChildOutcome, closing: EventOf<T>): void {
  TOLD[closing.eventType](tx, parent, child, attributesOf(closing));
}
