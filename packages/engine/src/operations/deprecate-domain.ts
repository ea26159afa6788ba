import { fault } from "../errors.ts";
import { domainName } from "../input/fields.ts";
import type { TypeKind } from "../world/records.ts";
import { findDomain } from "../world/world.ts";
import { action, nothing } from "./action.ts";
import { setStatus } from "./type-status.ts";

const kinds = ["WorkflowType", "ActivityType"] as const satisfies readonly TypeKind[];

/** Deprecates a domain and, as the documents say, all its types, unless chosen otherwise. What runs in it goes on. */
export const deprecateDomain = action({
  name: "DeprecateDomain",
  input: { name: domainName },
  faults: ["UnknownResourceFault", "DomainDeprecatedFault"],
  run(service, { name }) {
    const domain = findDomain(service.world, name);
    if (domain.status === "DEPRECATED") throw fault("DomainDeprecatedFault", name);
    domain.status = "DEPRECATED";
    service.ledger.note({ kind: "domain", domain });
    if (service.choices.typesOfDeprecatedDomain === "kept") return nothing;
    for (const kind of kinds) {
      for (const type of domain.types[kind].values()) {
        if (type.status === "REGISTERED") setStatus(service, { domain, kind, type }, "DEPRECATED");
      }
    }
    return nothing;
  },
});
