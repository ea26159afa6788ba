import { domainName, type } from "../input/fields.ts";
import { action } from "./action.ts";
import { deleteType } from "./type-status.ts";

/** Deletes a deprecated activity type; what is running of it goes on. */
export const deleteActivityType = action({
  name: "DeleteActivityType",
  input: { domain: domainName, activityType: type },
  faults: ["UnknownResourceFault", "TypeNotDeprecatedFault"],
  run: (service, { domain, activityType }) => deleteType(service, { domain, kind: "ActivityType", id: activityType }),
});
