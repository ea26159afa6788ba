import { userName } from "../values/names.ts";
import type { Command } from "./command.ts";
import { command } from "./command.ts";

/** The question which code a run has, as data. It takes no number, so adding one moves no id. */
export interface Patch {
  readonly type: "Patched" | "DeprecatePatch";
  readonly id: string;
}

/**
 * May this run take the new code? Gates a change of workflow code under running executions: a run that passed this place
 * before the change was deployed gets `false` and goes on by the old code, every other gets `true`. What the first call in
 * a run says, all later ones of the same id say.
 *
 * @example
 * ```ts
 * const invoice = (yield* patched("charge-by-invoice")) ? yield* chargeInvoice(order) : yield* charge(order);
 * ```
 * @param id - Names the change; 1 to 256 characters, not beginning with `sweft.`. Never use it for another change.
 * @throws {SweftError} `ID_INVALID`, at the call.
 */
export const patched = (id: string): Patch & Command<boolean> =>
  command<boolean, Patch>({ type: "Patched", id: userName(id, "patch id") });

/**
 * Stands where {@link patched} stood when no run is left that takes the old code, and the old code has been removed. Remove
 * it, too, once no run is open that began while `patched` stood there.
 *
 * @param id - As given to `patched`.
 * @throws {SweftError} `ID_INVALID`, at the call.
 */
export const deprecatePatch = (id: string): Patch & Command<void> =>
  command<void, Patch>({ type: "DeprecatePatch", id: userName(id, "patch id") });
