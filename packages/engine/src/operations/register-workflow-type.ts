import { optional } from "../input/field.ts";
import {
  arn,
  childPolicy,
  description,
  domainName,
  executionTimeout,
  priority,
  taskList,
  timeout,
  typeName,
  typeVersion,
} from "../input/fields.ts";
import { findRegisteredDomain } from "../world/world.ts";
import { action } from "./action.ts";
import { registerType } from "./register-type.ts";

/** Registers a workflow type with its defaults. */
export const registerWorkflowType = action({
  name: "RegisterWorkflowType",
  input: {
    domain: domainName,
    name: typeName,
    version: typeVersion,
    description: optional(description),
    defaultTaskStartToCloseTimeout: optional(timeout),
    defaultExecutionStartToCloseTimeout: optional(executionTimeout),
    defaultTaskList: optional(taskList),
    defaultTaskPriority: optional(priority),
    defaultChildPolicy: optional(childPolicy),
    defaultLambdaRole: optional(arn),
  },
  faults: ["UnknownResourceFault", "DomainDeprecatedFault", "TypeAlreadyExistsFault", "LimitExceededFault"],
  run(service, { domain, name, version, description: about, ...configuration }) {
    const found = findRegisteredDomain(service, domain);
    const id = { name, version };
    return registerType(service, found, { kind: "WorkflowType", id, description: about, configuration });
  },
});
