import type { Nothing } from "../api.ts";
import { fault } from "../errors.ts";
import type { Service } from "../service.ts";
import type { TypeId, TypeRecord } from "../store/store.ts";
import { typeKey, typeText } from "../store/store.ts";
import { nothing } from "./action.ts";

/** A type to be registered. */
export interface NewType<C> {
  readonly kind: "WorkflowType" | "ActivityType";
  readonly id: TypeId;
  readonly description: string | undefined;
  readonly configuration: C;
}

/**
 * Adds a type to the types of its kind. A name and version once taken stays taken, and its configuration as it is.
 *
 * @throws {EngineError} `TypeAlreadyExistsFault`, `LimitExceededFault`.
 */
export function registerType<C extends object>(
  service: Service,
  types: Map<string, TypeRecord<C>>,
  { kind, id, description, configuration }: NewType<C>,
): Nothing {
  const key = typeKey(id);
  const { limits } = service;
  if (types.has(key)) throw fault("TypeAlreadyExistsFault", typeText(kind, id));
  if (types.size >= limits.types) {
    throw fault("LimitExceededFault", `The domain has ${limits.types} types of this kind, the most it may have`);
  }
  types.set(key, {
    id: Object.freeze(id),
    description,
    configuration: Object.freeze(configuration),
    createdMs: service.now(),
    status: "REGISTERED",
  });
  return nothing;
}
