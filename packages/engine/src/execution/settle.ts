import type { ChildPolicy, EventType } from "@aws-sdk/client-swf";
import type { Service, Transaction } from "../service.ts";
import { findDomain, openRun } from "../world/world.ts";
import { requestCancel } from "./cancel-requests.ts";
import { startChild } from "./children.ts";
import { terminate } from "./close.ts";
import type { Attributes, EventOf } from "./events.ts";
import { attributesOf } from "./events.ts";
import { deliver } from "./externals.ts";
import type { ChildState, ExternalState, Run } from "./run.ts";
import { isOpen } from "./run.ts";
import { append, replaceWithdrawal } from "./transaction.ts";

/**
 * Sees to what is left once an execution has closed: signals and children asked for and not begun, the parent that hears of the
 * close, the children that get the policy. All of it happens in one turn, so that it is kept or lost as one, and is never
 * done twice.
 */
export function armSettling(service: Service, run: Run): void {
  if (!isLeft(service, run)) {
    run.isDone = true;
    return;
  }
  const cancel = service.schedule(run.closeMs, () => settle(service, run));
  replaceWithdrawal(run, run, cancel);
}

function isLeft(service: Service, run: Run): boolean {
  if (hasParentToTell(run) || run.externals.size > 0) return true;
  return run.children.size > 0 && (appliedPolicy(service, run) !== undefined || unstartedChildren(run).length > 0);
}

function hasParentToTell({ parent, closeStatus }: Run): boolean {
  return parent !== undefined && closeStatus !== "CONTINUED_AS_NEW";
}

function unstartedChildren({ children }: Run): ChildState[] {
  return [...children.values()].filter(({ startedEventId }) => startedEventId === 0);
}

function settle(service: Service, run: Run): void {
  run.withdrawals.clear();
  const asked: readonly (ChildState | ExternalState)[] = [...run.externals.values(), ...unstartedChildren(run)];
  for (const each of asked.toSorted((a, b) => a.initiatedEventId - b.initiatedEventId)) {
    if ("request" in each) deliver(service, run, each);
    else startChild(service, run, each);
  }
  if (hasParentToTell(run)) tellParent(service, run);
  const childPolicy = appliedPolicy(service, run);
  if (childPolicy !== undefined) applyChildPolicy(service, run, childPolicy);
  run.isDone = true;
  service.ledger.touch(service.world, run);
}

/** The policy, where the service applies one: on termination and time-out (reference, section 8). */
function appliedPolicy({ choices }: Service, { events }: Run): "TERMINATE" | "REQUEST_CANCEL" | undefined {
  const closing = events.at(-1);
  const { cause } = closing?.workflowExecutionTerminatedEventAttributes ?? {};
  if (cause === "EVENT_LIMIT_EXCEEDED" && choices.childPolicyAtEventLimit === "ignored") return undefined;
  const { childPolicy } = closing?.workflowExecutionTerminatedEventAttributes ??
    closing?.workflowExecutionTimedOutEventAttributes ?? { childPolicy: "ABANDON" };
  return childPolicy === "ABANDON" ? undefined : childPolicy;
}

function applyChildPolicy(service: Service, parent: Run, childPolicy: ChildPolicy): void {
  const domain = findDomain(service.world, parent.domain);
  for (const { initiatedEventId, initiated } of parent.children.values()) {
    const child = openRun(domain, String(initiated.workflowId), undefined);
    if (child?.parent?.runId !== parent.runId || child.parentInitiatedEventId !== initiatedEventId) continue;
    service.transact((tx) => {
      if (childPolicy === "TERMINATE") {
        terminate(tx, child, { childPolicy: child.config.childPolicy, cause: "CHILD_POLICY_APPLIED" });
      } else {
        requestCancel(tx, child, {
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
  const parent = service.world.runs.get(String(child.parent?.runId));
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
