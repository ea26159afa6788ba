import { optional } from "../input/field.ts";
import { domainName, pages, registrationStatus, typeName } from "../input/fields.ts";
import type { Service } from "../service.ts";
import { byText } from "../world/order.ts";
import type { TypeId, TypeRecord, TypesByKind } from "../world/records.ts";
import { findDomain } from "../world/world.ts";
import { typeInfo } from "./infos.ts";
import type { ListPaging, Page } from "./paging.ts";
import { page } from "./paging.ts";

/** What a list of types is asked by. */
export const typeListInput = { domain: domainName, name: optional(typeName), registrationStatus, ...pages };

/** What a list of types is asked for. */
export interface TypeQuery extends ListPaging {
  readonly domain: string;
  readonly name?: string | undefined;
  readonly registrationStatus: TypeRecord<unknown>["status"];
}

/** A type of either kind as lists show it. */
export interface ListedType {
  readonly id: TypeId;
  readonly info: ReturnType<typeof typeInfo>;
}

/**
 * One page of the types of a kind that have a status, and a name if one is given: by name, then by version.
 *
 * @throws {EngineError} `UnknownResourceFault`; `ValidationException` for a token that is none of this list, or too old.
 */
export function listedTypes(
  service: Service,
  kind: keyof TypesByKind,
  { domain, name, registrationStatus: status, reverseOrder = false, ...paging }: TypeQuery,
): Page<ListedType> {
  const ascending = [...findDomain(service.world, domain).types[kind].values()]
    .filter((type) => type.status === status && (name === undefined || type.id.name === name))
    .sort((a, b) => byText(keyOf(a), keyOf(b)));
  const { items, token } = page(service, { kind, ascending, descend: reverseOrder, keyOf }, paging);
  return { items: items.map((type) => ({ id: type.id, info: typeInfo(type) })), token };
}

/** No name has the character in between, and none is lower: what sorts by the whole sorts by name, then by version. */
function keyOf({ id: { name, version } }: TypeRecord<unknown>): string {
  return `${name}\u0000${version}`;
}
