import { isStoreFailure, messageOf } from "../api/faults.ts";
import type { Persistence } from "../api/persist.ts";
import { persist } from "../api/persist.ts";
import { WorkerError } from "../errors.ts";
import type { Worker } from "../options.ts";
import type { ActivityTask } from "./task.ts";

/**
 * The arguments of an activity, fetched if they are out of band. What is no list, as other clients write it, is the only
 * argument.
 *
 * @throws {WorkerError} `INPUT_UNREADABLE`
 */
export async function readInput(
  { payloads }: Worker,
  { input }: ActivityTask,
  patience: Persistence,
): Promise<readonly unknown[]> {
  if (input === undefined) return [];
  try {
    if (payloads.missing(input)) {
      await persist(() => payloads.fetch([input]), { ...patience, retries: isStoreFailure });
    }
    const value = payloads.read(input);
    return Array.isArray(value) ? value : [value];
  } catch (cause) {
    throw new WorkerError("INPUT_UNREADABLE", `the input cannot be read: ${messageOf(cause)}`, { cause });
  }
}
