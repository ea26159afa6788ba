import { fault } from "../errors.ts";
import { domainName } from "../input/fields.ts";
import { findDomain } from "../world/world.ts";
import { action, nothing } from "./action.ts";

/** Makes a deprecated domain a registered one again. Its types stay as they are. */
export const undeprecateDomain = action({
  name: "UndeprecateDomain",
  input: { name: domainName },
  faults: ["UnknownResourceFault", "DomainAlreadyExistsFault"],
  run({ world, ledger }, { name }) {
    const domain = findDomain(world, name);
    if (domain.status === "REGISTERED") throw fault("DomainAlreadyExistsFault", name);
    domain.status = "REGISTERED";
    ledger.note({ kind: "domain", domain });
    return nothing;
  },
});
