import type { Handle } from "@sweft/workflow";
import { createHandle } from "@sweft/workflow";

/**
 * A handle of work that has ended well, to feed to a bare generator: `gen.next(readyHandle(receipt))`.
 *
 * @param id - What the handle prints and compares by. Default `"1"`, as of the first piece of work.
 */
export const readyHandle = <T>(value: T, id = "1"): Handle<T> => createHandle<T>(id, () => ({ ok: true, value }));

/** A handle of work that has ended badly: `result()` and `yield*` throw the error. */
export const failedHandle = <T = never>(error: unknown, id = "1"): Handle<T> =>
  createHandle<T>(id, () => ({ ok: false, error }));

/** A handle of work that goes on: `isReady()` is false, `result()` throws `NOT_READY`. */
export const pendingHandle = <T = never>(id = "1"): Handle<T> => createHandle<T>(id, () => undefined);
