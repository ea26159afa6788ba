import { fault } from "../errors.ts";
import { effectiveConfig, startRun } from "../execution/start.ts";
import { optional } from "../input/field.ts";
import {
  arn,
  childPolicy,
  data,
  domainName,
  executionTimeout,
  priority,
  tagList,
  taskList,
  timeout,
  type,
  workflowId,
} from "../input/fields.ts";
import { findRegisteredDomain, findType, typeText } from "../world/world.ts";
import { action } from "./action.ts";

/** Starts an execution with the values said, else the type's defaults. */
export const startWorkflowExecution = action({
  name: "StartWorkflowExecution",
  input: {
    domain: domainName,
    workflowId,
    workflowType: type,
    taskList: optional(taskList),
    taskPriority: optional(priority),
    input: optional(data),
    executionStartToCloseTimeout: optional(executionTimeout),
    tagList: optional(tagList),
    taskStartToCloseTimeout: optional(timeout),
    childPolicy: optional(childPolicy),
    lambdaRole: optional(arn),
  },
  faults: [
    "UnknownResourceFault",
    "DomainDeprecatedFault",
    "TypeDeprecatedFault",
    "DefaultUndefinedFault",
    "WorkflowExecutionAlreadyStartedFault",
    "LimitExceededFault",
  ],
  run(service, { domain, workflowId: id, workflowType, input, tagList: tags, ...said }) {
    const { choices } = service;
    const found = findRegisteredDomain(service, domain);
    const registered = findType(found, "WorkflowType", workflowType);
    if (registered.status === "DEPRECATED") {
      throw fault("TypeDeprecatedFault", typeText("WorkflowType", workflowType));
    }
    const config = effectiveConfig(said, registered);
    if ("missing" in config) {
      const { missing } = config;
      const named = choices.defaultUndefinedMessage === "taskList";
      throw fault(
        "DefaultUndefinedFault",
        named ? missing : `default${missing.charAt(0).toUpperCase()}${missing.slice(1)}`,
      );
    }
    if (found.openRuns.has(id)) {
      const message = choices.alreadyStartedMessage === "empty" ? "" : "Already Started";
      throw fault("WorkflowExecutionAlreadyStartedFault", message);
    }
    if (found.openRuns.size >= service.limits.openExecutions) {
      const { openExecutions } = service.limits;
      throw fault("LimitExceededFault", `The domain has ${openExecutions} open executions, the most it may have`);
    }
    const ids = service.ids.nextExecution();
    service.transact((tx) =>
      startRun(tx, { domain: found, workflowId: id, ...ids, workflowType, config, input, tagList: tags }),
    );
    return { runId: ids.runId };
  },
});
