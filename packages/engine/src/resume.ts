import { setHeartbeat } from "./execution/activities.ts";
import type { Arming } from "./execution/resume.ts";
import { armings, refold } from "./execution/resume.ts";
import { emptyRun } from "./execution/run.ts";
import type { Service } from "./service.ts";
import type { Kept } from "./store/store.ts";
import type { DomainRecord, TypeRecord } from "./world/records.ts";
import type { Domain } from "./world/world.ts";
import { addDomain, addRun, typeKey } from "./world/world.ts";

/**
 * Takes over what a store has kept: domains, types, and the executions that are not done, which go on where they stopped. Tasks go
 * back on their lists in the order in which they were scheduled, whatever execution they belong to.
 *
 * @param serviceOf - The service of a region and account.
 */
export function readKept(kept: Kept, serviceOf: (scope: DomainRecord) => Service): void {
  const domains = new Map<number, { readonly domain: Domain; readonly service: Service }>();
  for (const record of kept.domains) {
    const service = serviceOf(record);
    domains.set(record.key, { domain: addDomain(service.world, record), service });
  }
  for (const { domainKey, typeKind, type } of kept.types) {
    const types: Map<string, TypeRecord<object>> | undefined = domains.get(domainKey)?.domain.types[typeKind];
    types?.set(typeKey(type.id), type);
  }
  const all: Arming[] = [];
  for (const { execution, events, heartbeats } of kept.executions) {
    const owner = domains.get(execution.domainKey);
    if (owner === undefined) continue;
    const run = emptyRun(owner.domain, execution);
    for (const event of events) run.events.push(event);
    run.savedEvents = events.length;
    refold(run);
    for (const { scheduledEventId, atMs, details } of heartbeats) {
      const activity = run.activities.get(scheduledEventId);
      if (activity !== undefined) setHeartbeat(run, activity, atMs, details);
    }
    addRun(owner.service.world, run);
    for (const arming of armings(owner.service, run)) all.push(arming);
  }
  // Sorting is stable: at one moment, executions go in the order of their start.
  for (const { arm } of all.sort((a, b) => a.sinceMs - b.sinceMs)) arm();
}
