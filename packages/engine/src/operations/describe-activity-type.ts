import { domainName, type } from "../input/fields.ts";
import { findDomain, findType } from "../world/world.ts";
import { action } from "./action.ts";
import { typeInfo } from "./infos.ts";

/** Describes an activity type. */
export const describeActivityType = action({
  name: "DescribeActivityType",
  input: { domain: domainName, activityType: type },
  faults: ["UnknownResourceFault"],
  run({ world }, { domain, activityType }) {
    const found = findType(findDomain(world, domain), "ActivityType", activityType);
    return { typeInfo: { activityType: found.id, ...typeInfo(found) }, configuration: found.configuration };
  },
});
