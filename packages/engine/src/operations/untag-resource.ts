import { domainArn, resourceTagKeys } from "../input/fields.ts";
import { action, nothing } from "./action.ts";
import { findDomainByArn } from "./arns.ts";

/** Removes tags from a domain. Keys that it does not have are no mistake. */
export const untagResource = action({
  name: "UntagResource",
  input: { resourceArn: domainArn, tagKeys: resourceTagKeys },
  faults: ["UnknownResourceFault"],
  run({ world, ledger }, { resourceArn, tagKeys }) {
    const domain = findDomainByArn(world, resourceArn);
    for (const key of tagKeys) domain.tags.delete(key);
    ledger.note({ kind: "domain", domain });
    return nothing;
  },
});
