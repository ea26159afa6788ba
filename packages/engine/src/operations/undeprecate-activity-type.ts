import { domainName, type } from "../input/fields.ts";
import { action } from "./action.ts";
import { undeprecateType } from "./type-status.ts";

/** Makes a deprecated activity type a registered one again. */
export const undeprecateActivityType = action({
  name: "UndeprecateActivityType",
  input: { domain: domainName, activityType: type },
  faults: ["UnknownResourceFault", "TypeAlreadyExistsFault"],
  run: (service, { domain, activityType }) =>
    undeprecateType(service, { domain, kind: "ActivityType", id: activityType }),
});
