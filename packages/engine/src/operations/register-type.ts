import type { Nothing } from "../api.ts";
import { fault } from "../errors.ts";
import type { Service } from "../service.ts";
import type { TypeId, TypeKind, TypeRecord } from "../world/records.ts";
import type { Domain } from "../world/world.ts";
import { typeKey, typeText } from "../world/world.ts";
import { nothing } from "./action.ts";

/** A type to be registered. */
export interface NewType {
  readonly kind: TypeKind;
  readonly id: TypeId;
  readonly description: string | undefined;
  readonly configuration: object;
}

/**
 * Adds a type to the types of its kind. A name and version once taken stays taken, and its configuration as it is.
 *
 * @throws {EngineError} `TypeAlreadyExistsFault`, `LimitExceededFault`.
 */
export function registerType(
  { ledger, limits, now }: Service,
  domain: Domain,
  { kind, id, description, configuration }: NewType,
): Nothing {
  const types: Map<string, TypeRecord<object>> = domain.types[kind];
  const key = typeKey(id);
  if (types.has(key)) throw fault("TypeAlreadyExistsFault", typeText(kind, id));
  if (types.size >= limits.types) {
    throw fault("LimitExceededFault", `The domain has ${limits.types} types of this kind, the most it may have`);
  }
  const type: TypeRecord<object> = {
    id: Object.freeze(id),
    description,
    configuration: Object.freeze(configuration),
    createdMs: now(),
    status: "REGISTERED",
    deprecatedMs: undefined,
  };
  types.set(key, type);
  ledger.note({ kind: "type", domainKey: domain.key, typeKind: kind, type });
  return nothing;
}
