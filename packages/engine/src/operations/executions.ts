import { fault } from "../errors.ts";
import type { StoredEvent } from "../execution/events.ts";
import { withoutInherited } from "../execution/inherited-timeouts.ts";
import { refold } from "../execution/resume.ts";
import type { Run } from "../execution/run.ts";
import { emptyRun, isOpen } from "../execution/run.ts";
import type { Service } from "../service.ts";
import type { ClosedRecord } from "../store/store.ts";
import type { Domain, ExecutionId } from "../world/world.ts";
import { findDomain, unknownExecution } from "../world/world.ts";

/** The events of an execution, wherever they are. */
export interface HistorySource {
  readonly eventCount: number;
  /** Events as they are shown, by id, both ends included, in their order, in a list of their own. */
  readonly read: (first: number, last: number) => StoredEvent[];
}

/** A closed execution of this world that is still remembered. */
export function closedExecution({ world, ledger, now }: Service, runId: string): ClosedRecord | undefined {
  const record = ledger.archive().find(runId, now());
  const isOurs = [...world.domains.values()].some(({ key }) => key === record?.domainKey);
  return isOurs ? record : undefined;
}

/** An execution of a domain that is open, or remembered: then it is computed anew from its history. */
export function runOf(service: Service, domain: Domain, runId: string): Run | undefined {
  const known = knownRun(service, domain, runId);
  if (known !== undefined) return known;
  const archive = service.ledger.archive();
  const record = archive.find(runId, service.now());
  if (record?.domainKey !== domain.key) return undefined;
  const run = emptyRun(domain, record);
  run.events.push(...archive.events(record.key, 1, record.eventCount));
  refold(run);
  return run;
}

/** The events that are in memory. */
export function historyInMemory({ events, hidesTimeouts }: Run): HistorySource {
  const read: HistorySource["read"] = (first, last) => events.slice(first - 1, last);
  return { eventCount: events.length, read: hidesTimeouts ? (...ends) => read(...ends).map(withoutInherited) : read };
}

/**
 * Finds an execution that was started at any time and is remembered.
 *
 * @throws {EngineError} `UnknownResourceFault`.
 */
export function findRun(service: Service, domainName: string, { workflowId, runId }: ExecutionId): Run {
  const run = runOf(service, findDomain(service.world, domainName), runId);
  if (run?.workflowId !== workflowId) throw fault("UnknownResourceFault", unknownExecution(workflowId, runId));
  return run;
}

/**
 * Finds the history of an execution that was started at any time and is remembered; of a closed one only what is asked for is read.
 *
 * @throws {EngineError} `UnknownResourceFault`.
 */
export function findHistory(service: Service, domainName: string, { workflowId, runId }: ExecutionId): HistorySource {
  const domain = findDomain(service.world, domainName);
  const known = knownRun(service, domain, runId);
  if (known?.workflowId === workflowId) return historyInMemory(known);
  const archive = service.ledger.archive();
  const record = archive.find(runId, service.now());
  if (known !== undefined || record?.domainKey !== domain.key || record.workflowId !== workflowId) {
    throw fault("UnknownResourceFault", unknownExecution(workflowId, runId));
  }
  const { key, eventCount } = record;
  return { eventCount, read: (first, last) => archive.events(key, first, last).map(withoutInherited) };
}

function knownRun({ world, now }: Service, domain: Domain, runId: string): Run | undefined {
  const run = world.runs.get(runId);
  if (run === undefined || run.domainKey !== domain.key) return undefined;
  // One that is to be forgotten at once may still have its parent to tell.
  return isOpen(run) || run.closeMs + run.retentionMs > now() ? run : undefined;
}
