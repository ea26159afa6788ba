import { optional } from "../input/field.ts";
import { description, domainName, priority, taskList, timeout, typeName, typeVersion } from "../input/fields.ts";
import { findRegisteredDomain } from "../world/world.ts";
import { action } from "./action.ts";
import { registerType } from "./register-type.ts";

/** Registers an activity type with its defaults. */
export const registerActivityType = action({
  name: "RegisterActivityType",
  input: {
    domain: domainName,
    name: typeName,
    version: typeVersion,
    description: optional(description),
    defaultTaskStartToCloseTimeout: optional(timeout),
    defaultTaskHeartbeatTimeout: optional(timeout),
    defaultTaskList: optional(taskList),
    defaultTaskPriority: optional(priority),
    defaultTaskScheduleToStartTimeout: optional(timeout),
    defaultTaskScheduleToCloseTimeout: optional(timeout),
  },
  faults: ["UnknownResourceFault", "DomainDeprecatedFault", "TypeAlreadyExistsFault", "LimitExceededFault"],
  run(service, { domain, name, version, description: about, ...configuration }) {
    const found = findRegisteredDomain(service, domain);
    const id = { name, version };
    return registerType(service, found, { kind: "ActivityType", id, description: about, configuration });
  },
});
