import { isWorthRetry } from "@sweft/payload";
import type { PayloadFormat } from "@sweft/workflow";
import { unpackArguments } from "@sweft/workflow";
import { unreadable } from "../api/payload-faults.ts";
import type { Persistence } from "../api/persist.ts";
import { persist } from "../api/persist.ts";
import type { Worker } from "../options.ts";
import type { ActivityTask } from "./task.ts";

/**
 * The arguments of an activity, fetched if they are out of band. What is no list, as other clients write it, is the only
 * argument.
 *
 * @param format - What the activity declares of its input.
 * @throws {PayloadError} why it cannot be read; `INPUT_UNREADABLE` of a WorkerError where the payloads do not say.
 */
export async function readInput(
  { payloads }: Worker,
  { input }: ActivityTask,
  format: PayloadFormat | undefined,
  patience: Persistence,
): Promise<readonly unknown[]> {
  if (input === undefined) return [];
  try {
    if (payloads.missing(input)) {
      await persist(() => payloads.fetch([input]), { ...patience, retries: isWorthRetry });
    }
    return unpackArguments(payloads.read(input, format), format);
  } catch (cause) {
    throw unreadable("the input cannot be read", cause);
  }
}
