import { action } from "./action.ts";
import { listedTypes, typeListInput } from "./listed-types.ts";

/** Lists the activity types of a status by name and version, ascending unless reversed. */
export const listActivityTypes = action({
  name: "ListActivityTypes",
  input: typeListInput,
  faults: ["UnknownResourceFault"],
  run(service, query) {
    const { items, token } = listedTypes(service, "ActivityType", query);
    return { typeInfos: items.map(({ id, info }) => ({ activityType: id, ...info })), ...token };
  },
});
