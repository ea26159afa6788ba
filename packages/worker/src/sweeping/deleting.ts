import type { Candidate, Candidates } from "./candidates.ts";
import type { SweepProgress } from "./options.ts";
import type { Tally } from "./report.ts";

/** Places that are cleaned at a time. */
const AT_ONCE = 8;

/**
 * Deletes what is left of the candidates. Histories may have taken hours to read: what has been put again meanwhile, by a start of
 * the same workflow id with the same input, stays.
 *
 * @returns How many stayed.
 */
export async function deleteGarbage(
  candidates: Candidates,
  deleted: Tally,
  tell: (progress: SweepProgress) => void,
): Promise<number> {
  const places = candidates.places();
  let stayed = 0;
  let done = 0;
  const lane = async (): Promise<void> => {
    for (let next = places.next(); !next.done; next = places.next()) {
      const now = await timesIn(next.value);
      for (const candidate of next.value) {
        const { store, key, modifiedMs } = candidate;
        if (now.get(key) === modifiedMs) {
          await store.delete?.(key);
          deleted.add(store.name, candidate);
        } else stayed++;
        if (++done % 100 === 0) tell({ phase: "deleting", done });
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, lane));
  // Not before the others have ended, too: nothing is deleted behind the caller's back.
  for (const end of ended) if (end.status === "rejected") throw end.reason;
  return stayed;
}

/** When the objects of a place were last put, as things stand now. */
async function timesIn([first]: readonly Candidate[]): Promise<ReadonlyMap<string, number>> {
  const times = new Map<string, number>();
  if (first === undefined) return times;
  for await (const { key, modifiedMs } of first.store.list?.(first.place) ?? []) times.set(key, modifiedMs);
  return times;
}
