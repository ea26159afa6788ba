/**
 * What a coroutine hands down to every coroutine that is begun inside it. Immutable: whoever changes something for the
 * inside makes another one.
 */
export type Environment = Readonly<Record<never, never>>;

/** The environment of the workflow's own body. */
export const ROOT_ENVIRONMENT: Environment = Object.freeze({});
