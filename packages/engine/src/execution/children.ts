import type { ChildPolicy } from "@aws-sdk/client-swf";
import type { Service, Transaction } from "../service.ts";
import type { TypeId } from "../world/records.ts";
import { findDomain } from "../world/world.ts";
import type { Attributes } from "./events.ts";
import type { ChildState, Run } from "./run.ts";
import { isOpen } from "./run.ts";
import { startRun } from "./start.ts";
import { append, replaceWithdrawal, withdraw } from "./transaction.ts";

/** Records that a child is to be started. The start itself comes later, by a transaction of its own (reference, section 8). */
export function initiateChild(
  tx: Transaction,
  parent: Run,
  attributes: Attributes<"StartChildWorkflowExecutionInitiated">,
): void {
  const initiatedEventId = append(tx, parent, "StartChildWorkflowExecutionInitiated", attributes);
  armChild(tx.service, parent, parent.children.get(initiatedEventId) as ChildState); // the fold has just put it there
}

/** Lets a child that is not started yet be started. */
export function armChild(service: Service, parent: Run, child: ChildState): void {
  if (child.startedEventId !== 0) return;
  const cancel = service.schedule(child.initiatedMs, () => {
    withdraw(parent, child);
    startChild(service, parent, child);
  });
  replaceWithdrawal(parent, child, cancel);
}

/**
 * Starts the child, or records that its id is taken. A parent that has closed meanwhile asked for the child all the same, but
 * hears no more of it.
 */
export function startChild(service: Service, parent: Run, { initiatedEventId, initiated }: ChildState): void {
  const { control, decisionTaskCompletedEventId } = initiated;
  const workflowId = String(initiated.workflowId);
  const workflowType = initiated.workflowType as TypeId; // checked when it was asked for, as all of the below
  service.transact((tx) => {
    const domain = findDomain(service.world, parent.domain);
    if (domain.openRuns.has(workflowId)) {
      if (!isOpen(parent)) return;
      append(tx, parent, "StartChildWorkflowExecutionFailed", {
        workflowType,
        workflowId,
        cause: "WORKFLOW_ALREADY_RUNNING",
        initiatedEventId,
        decisionTaskCompletedEventId,
        control,
      });
      return;
    }
    const run = startRun(tx, {
      domain,
      workflowId,
      ...service.ids.nextExecution(),
      workflowType,
      config: {
        taskList: initiated.taskList as { readonly name: string },
        taskPriority: initiated.taskPriority,
        executionStartToCloseTimeout: String(initiated.executionStartToCloseTimeout),
        taskStartToCloseTimeout: String(initiated.taskStartToCloseTimeout),
        childPolicy: initiated.childPolicy as ChildPolicy,
        lambdaRole: initiated.lambdaRole,
      },
      input: initiated.input,
      tagList: initiated.tagList,
      parent: parent.execution,
      parentInitiatedEventId: initiatedEventId,
    });
    if (!isOpen(parent)) return;
    append(tx, parent, "ChildWorkflowExecutionStarted", {
      workflowExecution: run.execution,
      workflowType,
      initiatedEventId,
    });
  });
}
