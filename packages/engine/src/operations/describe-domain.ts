import { domainName } from "../input/fields.ts";
import { findDomain } from "../world/world.ts";
import { action } from "./action.ts";
import { domainInfo } from "./infos.ts";

/** Describes a domain. */
export const describeDomain = action({
  name: "DescribeDomain",
  input: { name: domainName },
  faults: ["UnknownResourceFault"],
  run({ world }, { name }) {
    const domain = findDomain(world, name);
    return {
      domainInfo: domainInfo(world, domain),
      configuration: { workflowExecutionRetentionPeriodInDays: domain.retentionDays },
    };
  },
});
