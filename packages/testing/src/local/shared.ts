import type { Workflow } from "@sweft/workflow";
import { sharedWork } from "@sweft/workflow";
import type { LocalOptions, Runnable } from "./options.ts";

/**
 * The options of a child that does a part of a map: it calls an activity or workflow by its name alone, so what the parent has
 * at hand is put behind that name, unless something stands there already.
 */
export function withShared(command: object, options: LocalOptions): LocalOptions {
  const shared = sharedWork(command);
  if (shared === undefined) return options;
  if ("body" in shared) {
    const own = shared as unknown as Workflow<never[], unknown>;
    return { ...options, workflows: [...(options.workflows ?? []), own] };
  }
  return { ...options, activities: [...(options.activities ?? []), shared as unknown as Runnable] };
}
