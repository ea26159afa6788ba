import { domainName, type } from "../input/fields.ts";
import { action } from "./action.ts";
import { deprecateType } from "./type-status.ts";

/** Deprecates an activity type: nothing new of it starts. */
export const deprecateActivityType = action({
  name: "DeprecateActivityType",
  input: { domain: domainName, activityType: type },
  faults: ["UnknownResourceFault", "TypeDeprecatedFault"],
  run: (service, { domain, activityType }) =>
    deprecateType(service, { domain, kind: "ActivityType", id: activityType }),
});
