import type { Interceptor } from "../language/intercept.ts";
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
  /** What stands between coroutines and the work they ask for, the outermost first. */
  readonly interceptors?: readonly Interceptor[];
  /** Context values that were provided. */
  readonly values?: ReadonlyMap<object, unknown>;
  /** Inside a shield: the end of the run waits for it, and the end of a scope outside of it does not reach it. */
  readonly isShielded?: true;
}

/** The environment of the workflow's own body. */
export const rootEnvironment = (interceptors: readonly Interceptor[] = []): Environment =>
  Object.freeze(interceptors.length === 0 ? {} : { interceptors });
