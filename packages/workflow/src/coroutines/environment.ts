import type { Guard } from "./guard.ts";

/**
 * What a coroutine hands down to every coroutine that is begun inside it. Immutable: whoever changes something for the
 * inside makes another one.
 */
export interface Environment {
  /** It serves a signal or an update, or was begun by a coroutine that does. */
  readonly isHandler?: true;
  /** The scope to which belongs what is begun. */
  readonly guard?: Guard;
  /** Between here and that scope is a shield. */
  readonly isShieldedInScope?: true;
  /** Context values that were provided. */
  readonly values?: ReadonlyMap<object, unknown>;
  /** Inside a shield: the end of the run waits for it, and the end of a scope outside of it does not reach it. */
  readonly isShielded?: true;
}

/** The environment of the workflow's own body. */
export const ROOT_ENVIRONMENT: Environment = Object.freeze({});
