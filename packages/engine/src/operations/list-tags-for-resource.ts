import { domainArn } from "../input/fields.ts";
import { action } from "./action.ts";
import { findDomainByArn } from "./arns.ts";

/** Lists the tags of a domain, in the order in which their keys came. */
export const listTagsForResource = action({
  name: "ListTagsForResource",
  input: { resourceArn: domainArn },
  faults: ["UnknownResourceFault"],
  run({ world }, { resourceArn }) {
    const { tags } = findDomainByArn(world, resourceArn);
    return { tags: Array.from(tags, ([key, value]) => ({ key, ...(value === undefined ? {} : { value }) })) };
  },
});
