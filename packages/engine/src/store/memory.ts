import type { StoredEvent } from "../execution/events.ts";
import { passes } from "./filter.ts";
import type { ClosedPage, ClosedQuery, ClosedRecord, Kept, Store } from "./store.ts";

interface Filed {
  readonly record: ClosedRecord;
  readonly events: readonly StoredEvent[];
}

/** A store that keeps closed executions in this process's memory until they expire, and nothing beyond its end. */
export function memoryStore(): Store {
  const byRun = new Map<string, Filed>();
  const byKey = new Map<number, Filed>();
  /** By domain, in the order of closing. */
  const byDomain = new Map<number, Filed[]>();

  function remove({ record: { runId, key } }: Filed): void {
    byRun.delete(runId);
    byKey.delete(key);
  }

  function matching({ domainKey, time, oldestMs, latestMs, filter, nowMs }: ClosedQuery): ClosedRecord[] {
    const msOf = msBy(time);
    return (byDomain.get(domainKey) ?? [])
      .map(({ record }) => record)
      .filter(
        (each) => oldestMs <= msOf(each) && msOf(each) <= latestMs && each.expiresMs > nowMs && passes(filter, each),
      );
  }

  return {
    durable: false,
    load: () => NOTHING_KEPT,
    saveSeed() {},
    commit(writes) {
      for (const { execution, close, events } of writes) {
        if (close === undefined || close.expiresMs <= close.closeMs || byRun.has(execution.runId)) continue;
        const filed: Filed = { record: { ...execution, ...close }, events };
        byRun.set(execution.runId, filed);
        byKey.set(execution.key, filed);
        const domain = byDomain.get(execution.domainKey);
        if (domain === undefined) byDomain.set(execution.domainKey, [filed]);
        else domain.push(filed);
      }
    },
    find(runId, nowMs) {
      const record = byRun.get(runId)?.record;
      return record !== undefined && record.expiresMs > nowMs ? record : undefined;
    },
    events: (key, first, last) => byKey.get(key)?.events.slice(first - 1, last) ?? [],
    list(query, page) {
      return pageOf(matching(query), query.time, page);
    },
    count: (query) => matching(query).length,
    removeExpired(nowMs) {
      for (const [key, filed] of byDomain) {
        // All executions of a domain are kept equally long, so those that expire stand first.
        const rest = filed.findIndex(({ record }) => record.expiresMs > nowMs);
        const expired = filed.splice(0, rest < 0 ? filed.length : rest);
        for (const each of expired) remove(each);
        if (filed.length === 0) byDomain.delete(key);
      }
      return false;
    },
    clear() {
      for (const map of [byRun, byKey, byDomain]) map.clear();
    },
    close() {},
  };
}

const NOTHING_KEPT: Kept = {
  seed: undefined,
  lastMs: Number.NEGATIVE_INFINITY,
  lastDomainKey: 0,
  lastExecutionKey: 0,
  domains: [],
  types: [],
  executions: [],
};

function msBy(time: ClosedQuery["time"]): (record: ClosedRecord) => number {
  return time === "start" ? ({ startMs }) => startMs : ({ closeMs }) => closeMs;
}

function pageOf(
  found: ClosedRecord[],
  time: ClosedQuery["time"],
  { descend, after, limit }: ClosedPage,
): ClosedRecord[] {
  const msOf = msBy(time);
  const sign = descend ? -1 : 1;
  const rest =
    after === undefined ? found : found.filter((each) => sign * (msOf(each) - after.ms || each.key - after.key) > 0);
  return rest.sort((a, b) => sign * (msOf(a) - msOf(b) || a.key - b.key)).slice(0, limit);
}
