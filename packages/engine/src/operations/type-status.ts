import type { Nothing } from "../api.ts";
import { fault } from "../errors.ts";
import type { Service } from "../service.ts";
import type { TypeId, TypeKind, TypeRecord } from "../world/records.ts";
import type { Domain } from "../world/world.ts";
import { findDomain, findType, typeKey, typeText } from "../world/world.ts";
import { nothing } from "./action.ts";

/** Which type is meant. */
export interface TypeNamed {
  readonly domain: string;
  readonly kind: TypeKind;
  readonly id: TypeId;
}

/** A type that is registered, in its domain. */
export interface DomainType {
  readonly domain: Domain;
  readonly kind: TypeKind;
  readonly type: TypeRecord<object>;
}

/**
 * Deprecates a type: nothing new of it starts, what runs goes on.
 *
 * @throws {EngineError} `UnknownResourceFault`, `TypeDeprecatedFault`.
 */
export function deprecateType(service: Service, named: TypeNamed): Nothing {
  const found = find(service, named);
  if (found.type.status === "DEPRECATED") throw fault("TypeDeprecatedFault", typeText(named.kind, named.id));
  setStatus(service, found, "DEPRECATED");
  return nothing;
}

/**
 * Makes a deprecated type a registered one again, with the defaults it had.
 *
 * @throws {EngineError} `UnknownResourceFault`, `TypeAlreadyExistsFault`.
 */
export function undeprecateType(service: Service, named: TypeNamed): Nothing {
  const found = find(service, named);
  if (found.type.status === "REGISTERED") throw fault("TypeAlreadyExistsFault", typeText(named.kind, named.id));
  setStatus(service, found, "REGISTERED");
  return nothing;
}

/**
 * Deletes a deprecated type. Executions and tasks of it go on; its name and version may be registered anew.
 *
 * @throws {EngineError} `UnknownResourceFault`, `TypeNotDeprecatedFault`.
 */
export function deleteType(service: Service, named: TypeNamed): Nothing {
  const { domain, kind, type } = find(service, named);
  if (type.status === "REGISTERED") {
    const text = "The type is currently registered and cannot be deleted in its current state";
    throw fault("TypeNotDeprecatedFault", text);
  }
  domain.types[kind].delete(typeKey(type.id));
  service.ledger.note({ kind: "typeDeleted", domainKey: domain.key, typeKind: kind, id: type.id });
  return nothing;
}

/** Sets what a type is from now on. */
export function setStatus(
  { ledger, now }: Service,
  { domain, kind, type }: DomainType,
  status: TypeRecord<object>["status"],
): void {
  type.status = status;
  type.deprecatedMs = status === "DEPRECATED" ? now() : undefined;
  ledger.note({ kind: "type", domainKey: domain.key, typeKind: kind, type });
}

function find({ world }: Service, { domain: name, kind, id }: TypeNamed): DomainType {
  const domain = findDomain(world, name);
  return { domain, kind, type: findType(domain, kind, id) };
}
