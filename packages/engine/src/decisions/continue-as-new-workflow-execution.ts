import type { ContinueAsNewWorkflowExecutionFailedCause } from "@aws-sdk/client-swf";
import { close } from "../execution/close.ts";
import { effectiveConfig, startRun } from "../execution/start.ts";
import { append, hasUnhandledEvents } from "../execution/transaction.ts";
import { optional } from "../input/field.ts";
import {
  arn,
  childPolicy,
  data,
  executionTimeoutOrNone,
  priority,
  tagList,
  taskList,
  timeout,
  typeVersion,
} from "../input/fields.ts";
import { isOverRate } from "../quotas/quotas.ts";
import { findDomain, typeKey } from "../world/world.ts";
import type { Completion } from "./decision.ts";
import { decision } from "./decision.ts";
import { UNDEFINED_DEFAULTS } from "./undefined-defaults.ts";

/**
 * Closes the execution and starts the next run under the same workflow id, in one transaction. Unless chosen otherwise, values not
 * said come from the type's defaults, not from this run, and tags are not carried over (reference, section 4.2).
 */
export const continueAsNewWorkflowExecution = decision({
  type: "ContinueAsNewWorkflowExecution",
  closes: true,
  attributes: {
    input: optional(data),
    executionStartToCloseTimeout: optional(executionTimeoutOrNone),
    taskList: optional(taskList),
    taskPriority: optional(priority),
    taskStartToCloseTimeout: optional(timeout),
    childPolicy: optional(childPolicy),
    tagList: optional(tagList),
    workflowTypeVersion: optional(typeVersion),
    lambdaRole: optional(arn),
  },
  deny: (completion) => fail(completion, "OPERATION_NOT_PERMITTED"),
  apply(completion, { input, tagList: tags, workflowTypeVersion, ...said }) {
    const { tx, run, decisionTaskCompletedEventId } = completion;
    if (hasUnhandledEvents(tx, run)) return fail(completion, "UNHANDLED_DECISION");
    const workflowType =
      workflowTypeVersion === undefined
        ? (run.workflowType as { readonly name: string; readonly version: string }) // checked at the start
        : Object.freeze({ name: String(run.workflowType.name), version: workflowTypeVersion });
    const domain = findDomain(tx.service.world, run.domain);
    const registered = domain.types.WorkflowType.get(typeKey(workflowType));
    if (registered === undefined) return fail(completion, "WORKFLOW_TYPE_DOES_NOT_EXIST");
    if (registered.status === "DEPRECATED") return fail(completion, "WORKFLOW_TYPE_DEPRECATED");
    const { continueAsNewDefaults, continueAsNewTags } = tx.service.choices;
    const config = effectiveConfig(continueAsNewDefaults === "type" ? said : { ...run.config, ...said }, registered);
    if ("missing" in config) return fail(completion, UNDEFINED_DEFAULTS[config.missing]);
    if (isOverRate(tx.service, "ContinueAsNewWorkflowExecution")) {
      return fail(completion, "CONTINUE_AS_NEW_WORKFLOW_EXECUTION_RATE_EXCEEDED");
    }
    const tagList = tags ?? (continueAsNewTags === "kept" ? run.tagList : undefined);
    const ids = tx.service.ids.nextExecution();
    append(tx, run, "WorkflowExecutionContinuedAsNew", {
      input,
      decisionTaskCompletedEventId,
      newExecutionRunId: ids.runId,
      ...config,
      // The client's type asks for a mutable list; nobody mutates events.
      tagList: tagList as string[] | undefined,
      workflowType,
    });
    close(tx, run);
    startRun(tx, {
      domain,
      workflowId: run.workflowId,
      ...ids,
      workflowType,
      config,
      input,
      tagList,
      parent: run.parent,
      parentInitiatedEventId: run.parentInitiatedEventId,
      continuedExecutionRunId: run.runId,
    });
  },
});

function fail(
  { tx, run, decisionTaskCompletedEventId }: Completion,
  cause: ContinueAsNewWorkflowExecutionFailedCause,
): void {
  append(tx, run, "ContinueAsNewWorkflowExecutionFailed", { cause, decisionTaskCompletedEventId });
}
