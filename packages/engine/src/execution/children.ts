import type { Service, Transaction } from "../service.ts";
import type { TypeId } from "../store/store.ts";
import { findDomain } from "../store/store.ts";
import type { Run, RunConfig } from "./run.ts";
import { isOpen } from "./run.ts";
import { startRun } from "./start.ts";
import { append } from "./transaction.ts";

/** What a child is to be started with, besides what its Initiated event says. */
export interface ChildToStart {
  readonly workflowId: string;
  readonly workflowType: TypeId;
  readonly config: RunConfig;
  readonly control: string | undefined;
  readonly input: string | undefined;
  readonly tagList: readonly string[] | undefined;
}

/** Records that a child is to be started. The start itself comes later, by a transaction of its own (reference, section 8). */
export function initiateChild(tx: Transaction, parent: Run, child: ChildToStart, completedEventId: number): void {
  const { service } = tx;
  const { config, tagList, ...said } = child;
  const initiatedEventId = append(tx, parent, "StartChildWorkflowExecutionInitiated", {
    ...said,
    ...config,
    // The client's type asks for a mutable list; nobody mutates events.
    tagList: tagList as string[] | undefined,
    decisionTaskCompletedEventId: completedEventId,
  });
  service.schedule(tx.nowMs, () => startChild(service, parent, initiatedEventId, completedEventId, child));
}

/**
 * Starts the child, or records that its id is taken. A parent that has closed meanwhile asked for the child all the same; if it
 * was terminated or timed out, the child policy follows, as it was scheduled after this.
 */
function startChild(
  service: Service,
  parent: Run,
  initiatedEventId: number,
  decisionTaskCompletedEventId: number,
  child: ChildToStart,
): void {
  const { workflowId, workflowType, control } = child;
  service.transact((tx) => {
    if (findDomain(service.store, parent.domain).openRuns.has(workflowId)) {
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
      domain: parent.domain,
      workflowId,
      runId: service.ids.runId(),
      workflowType,
      config: child.config,
      input: child.input,
      tagList: child.tagList,
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
