import { pages, registrationStatus } from "../input/fields.ts";
import { byText } from "../world/order.ts";
import type { Domain } from "../world/world.ts";
import { action } from "./action.ts";
import { domainInfo } from "./infos.ts";
import { page } from "./paging.ts";

/** Lists the domains of a status by name, ascending unless reversed. */
export const listDomains = action({
  name: "ListDomains",
  input: { registrationStatus, ...pages },
  faults: [],
  run(service, { registrationStatus: status, reverseOrder = false, ...paging }) {
    const ascending = [...service.world.domains.values()]
      .filter((domain) => domain.status === status)
      .sort((a, b) => byText(a.name, b.name));
    const listing = { kind: "domains", ascending, descend: reverseOrder, keyOf: ({ name }: Domain) => name };
    const { items, token } = page(service, listing, paging);
    return { domainInfos: items.map((domain) => domainInfo(service.world, domain)), ...token };
  },
});
