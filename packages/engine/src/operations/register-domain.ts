import { fault } from "../errors.ts";
import { optional } from "../input/field.ts";
import { description, newDomainName, resourceTags, retentionDays } from "../input/fields.ts";
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
  run({ store, limits }, { name, description: about, workflowExecutionRetentionPeriodInDays, tags = [] }) {
    if (store.domains.has(name)) throw fault("DomainAlreadyExistsFault", name);
    if (tags.length > limits.resourceTags) {
      throw fault("TooManyTagsFault", `A domain takes at most ${limits.resourceTags} tags, not ${tags.length}`);
    }
    if (store.domains.size >= limits.domains) {
      throw fault("LimitExceededFault", `The account has ${limits.domains} domains, the most it may have`);
    }
    store.domains.set(name, {
      name,
      description: about,
      retentionDays: workflowExecutionRetentionPeriodInDays,
      status: "REGISTERED",
      tags,
      workflowTypes: new Map(),
      activityTypes: new Map(),
      runs: [],
      closedRuns: [],
      openRuns: new Map(),
      decisionLists: new Map(),
      activityLists: new Map(),
    });
    return nothing;
  },
});
