import type { StartChildWorkflowExecutionFailedCause } from "@aws-sdk/client-swf";
import { initiateChild } from "../execution/children.ts";
import type { Run, RunConfig } from "../execution/run.ts";
import { effectiveConfig } from "../execution/start.ts";
import { append } from "../execution/transaction.ts";
import type { Parsed } from "../input/field.ts";
import { optional } from "../input/field.ts";
import {
  arn,
  childPolicy,
  data,
  executionTimeoutOrNone,
  priority,
  tagList,
  timeout,
  trimmedTaskList,
  type,
  workflowId,
} from "../input/fields.ts";
import { isOverRate } from "../quotas/quotas.ts";
import type { Domain } from "../world/world.ts";
import { findDomain, typeKey } from "../world/world.ts";
import type { Completion } from "./decision.ts";
import { decision } from "./decision.ts";
import { UNDEFINED_DEFAULTS } from "./undefined-defaults.ts";

const attributes = {
  workflowType: type,
  workflowId,
  control: optional(data),
  input: optional(data),
  executionStartToCloseTimeout: optional(executionTimeoutOrNone),
  taskList: optional(trimmedTaskList),
  taskPriority: optional(priority),
  taskStartToCloseTimeout: optional(timeout),
  childPolicy: optional(childPolicy),
  tagList: optional(tagList),
  lambdaRole: optional(arn),
};
type Said = Parsed<typeof attributes>;

/**
 * Starts a child. Values not said come from the child type's defaults, nothing from the parent. A failure known at once has
 * initiatedEventId 0; that the workflow id is taken shows only later (reference, section 4.2).
 */
export const startChildWorkflowExecution = decision({
  type: "StartChildWorkflowExecution",
  attributes,
  deny: (completion, said) => fail(completion, said, "OPERATION_NOT_PERMITTED"),
  apply(completion, said) {
    const { tx, run, decisionTaskCompletedEventId } = completion;
    const { workflowType, workflowId: childId, control, input, tagList: tags } = said;
    const checked = check(completion, said);
    if ("cause" in checked) return fail(completion, said, checked.cause);
    initiateChild(tx, run, {
      workflowType,
      workflowId: childId,
      control,
      input,
      ...checked,
      // The client's type asks for a mutable list; nobody mutates events.
      tagList: tags as string[] | undefined,
      decisionTaskCompletedEventId,
    });
  },
});

function fail(
  { tx, run, decisionTaskCompletedEventId }: Completion,
  { workflowType, workflowId: childId, control }: Said,
  cause: StartChildWorkflowExecutionFailedCause,
): void {
  append(tx, run, "StartChildWorkflowExecutionFailed", {
    workflowType,
    cause,
    workflowId: childId,
    initiatedEventId: 0,
    decisionTaskCompletedEventId,
    control,
  });
}

function check(
  { tx, run }: Completion,
  said: Said,
): RunConfig | { readonly cause: StartChildWorkflowExecutionFailedCause } {
  const { world, limits } = tx.service;
  const domain = findDomain(world, run.domain);
  const registered = domain.types.WorkflowType.get(typeKey(said.workflowType));
  if (registered === undefined) return { cause: "WORKFLOW_TYPE_DOES_NOT_EXIST" };
  if (registered.status === "DEPRECATED") return { cause: "WORKFLOW_TYPE_DEPRECATED" };
  if (run.children.size >= limits.openChildren) return { cause: "OPEN_CHILDREN_LIMIT_EXCEEDED" };
  if (isFull(domain, run, limits.openExecutions)) return { cause: "OPEN_WORKFLOWS_LIMIT_EXCEEDED" };
  const config = effectiveConfig(said, registered);
  if ("missing" in config) return { cause: UNDEFINED_DEFAULTS[config.missing] };
  return isOverRate(tx.service, "StartChildWorkflowExecution") ? { cause: "CHILD_CREATION_RATE_EXCEEDED" } : config;
}

/** Children that were asked for and not started yet take a place each. */
function isFull({ openRuns }: Domain, { children }: Run, limit: number): boolean {
  if (openRuns.size + children.size < limit) return false;
  const asked = [...children.values()].filter(({ startedEventId }) => startedEventId === 0);
  return openRuns.size + asked.length >= limit;
}
