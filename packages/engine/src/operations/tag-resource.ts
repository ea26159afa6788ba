import { fault } from "../errors.ts";
import { domainArn, resourceTags } from "../input/fields.ts";
import { action, nothing } from "./action.ts";
import { findDomainByArn } from "./arns.ts";

/** Adds tags to a domain. A key that it has gets the new value. */
export const tagResource = action({
  name: "TagResource",
  input: { resourceArn: domainArn, tags: resourceTags },
  faults: ["UnknownResourceFault", "TooManyTagsFault"],
  run({ world, limits, ledger }, { resourceArn, tags }) {
    const domain = findDomainByArn(world, resourceArn);
    const keys = new Set([...domain.tags.keys(), ...tags.map(({ key }) => key)]);
    if (keys.size > limits.resourceTags) {
      throw fault("TooManyTagsFault", `A domain takes at most ${limits.resourceTags} tags, not ${keys.size}`);
    }
    for (const { key, value } of tags) domain.tags.set(key, value);
    ledger.note({ kind: "domain", domain });
    return nothing;
  },
});
