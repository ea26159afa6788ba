import { fault } from "../errors.ts";
import { optional } from "../input/field.ts";
import { description, newDomainName, resourceTags, retentionDays } from "../input/fields.ts";
import { addDomain } from "../world/world.ts";
import { action, nothing } from "./action.ts";

/** Registers a domain. */
export const registerDomain = action({
  name: "RegisterDomain",
  input: {
    name: newDomainName,
    description: optional(description),
    workflowExecutionRetentionPeriodInDays: retentionDays,
    tags: optional(resourceTags),
  },
  faults: ["DomainAlreadyExistsFault", "LimitExceededFault", "TooManyTagsFault"],
  run(
    { world, limits, ids, ledger },
    { name, description: about, workflowExecutionRetentionPeriodInDays, tags: said = [] },
  ) {
    if (world.domains.has(name)) throw fault("DomainAlreadyExistsFault", name);
    const tags = new Map(said.map(({ key, value }) => [key, value]));
    if (tags.size > limits.resourceTags) {
      throw fault("TooManyTagsFault", `A domain takes at most ${limits.resourceTags} tags, not ${tags.size}`);
    }
    if (world.domains.size >= limits.domains) {
      throw fault("LimitExceededFault", `The account has ${limits.domains} domains, the most it may have`);
    }
    const domain = addDomain(world, {
      key: ids.nextDomainKey(),
      region: world.region,
      account: world.account,
      name,
      description: about,
      retentionDays: workflowExecutionRetentionPeriodInDays,
      status: "REGISTERED",
      tags,
    });
    ledger.note({ kind: "domain", domain });
    return nothing;
  },
});
