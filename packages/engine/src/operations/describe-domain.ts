import { domainName } from "../input/fields.ts";
import { findDomain } from "../store/store.ts";
import { action } from "./action.ts";
import { domainInfo } from "./infos.ts";

/** Describes a domain. */
export const describeDomain = action({
  name: "DescribeDomain",
  input: { name: domainName },
  faults: ["UnknownResourceFault"],
  run(service, { name }) {
    const domain = findDomain(service.store, name);
    return {
      domainInfo: domainInfo(service, domain),
      configuration: { workflowExecutionRetentionPeriodInDays: domain.retentionDays },
    };
  },
});
