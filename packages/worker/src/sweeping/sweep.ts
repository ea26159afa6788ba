import type { PayloadStore, StoredObject } from "@sweft/payload";
import { domainFolder, parseObjectKey, scopeFolder } from "@sweft/payload";
import type { Asking } from "./asking.ts";
import { openAsking } from "./asking.ts";
import { Candidates } from "./candidates.ts";
import { deleteGarbage } from "./deleting.ts";
import { executionsOf } from "./executions.ts";
import type { Sweep, SweepOptions } from "./options.ts";
import { sweepOf } from "./options.ts";
import { markHistory } from "./references.ts";
import type { SweepReport } from "./report.ts";
import { Tally } from "./report.ts";

// S1. Objects are listed before executions, and open executions before closed ones: what begins or moves on meanwhile refers
//     to objects that are younger than the grace, or to what a history refers to that is read.
// S2. An object of an execution that the service knows is its own affair, whatever refers to it.
// S3. All others live as long as a history that the service knows refers to them: the child's result in its parent, the signal
//     that a run has handed on to the next, in as many runs as that may be.
// S4. What is not understood is not touched; what could not be read keeps everything.

/** More than this many are not told. */
const MOST_UNREADABLE = 100;

/** What a sweep counts. */
interface Counts {
  open: number;
  closed: number;
  known: number;
  referenced: number;
  young: number;
  otherDomains: number;
  readonly garbage: Tally;
  readonly deleted: Tally;
  readonly unknown: Tally;
  readonly unreadable: Set<string>;
}

/**
 * Finds payloads in stores that nobody can ask for any more: those of executions that are closed and past their retention period,
 * unless an execution that the service still knows refers to them. Deletes them if told so; otherwise only reports.
 *
 * Workers and clients may go on meanwhile. It reads the histories of all executions of the domain, at the pace given, only if
 * there are objects of others at all; it holds no more in memory than the objects it looks at together.
 *
 * @param options - Service, domain and payloads as the workers have them; `delete` to delete.
 * @returns What it found, and did.
 * @throws {WorkerError} `WORKER_OPTION_INVALID`
 * @throws {PayloadError} what a store throws that cannot be listed.
 */
export async function sweepPayloads(options: SweepOptions): Promise<SweepReport> {
  const sweep = sweepOf(options);
  const { service, objectsAtOnce } = sweep;
  const counts: Counts = {
    ...{ open: 0, closed: 0, known: 0, referenced: 0, young: 0, otherDomains: 0 },
    garbage: new Tally(),
    deleted: new Tally(),
    unknown: new Tally(),
    unreadable: new Set(),
  };
  let refusal: string | undefined;
  const asking = openAsking(service, sweep.requestsPerSecond);
  const candidates = new Candidates();
  const listing = candidatesIn(sweep, counts, candidates);
  try {
    for (let isDone = false; !isDone; ) {
      // Nearly all may belong to executions that are known: then more are looked at together.
      do {
        isDone = (await listing.next()).done === true;
        await dropKnown(sweep, asking, counts, candidates);
      } while (!isDone && candidates.size < objectsAtOnce / 2);
      await dropReferenced(sweep, asking, counts, candidates);
      for (const place of candidates.places()) for (const each of place) counts.garbage.add(each.store.name, each);
      if (sweep.deletes && candidates.size > 0) {
        refusal = refusalOf(sweep, counts);
        if (refusal === undefined) counts.young += await deleteGarbage(candidates, counts.deleted, sweep.tell);
      }
      candidates.clear();
    }
  } finally {
    asking.close();
  }
  const { open, closed, known, referenced, young, otherDomains, unreadable } = counts;
  return {
    domain: service.domain,
    executions: { open, closed },
    garbage: counts.garbage.count(),
    deleted: counts.deleted.count(),
    kept: { known, referenced, young },
    unknown: counts.unknown.count(),
    otherDomains,
    unreadable: [...unreadable],
    refusal,
  };
}

/** Lists the objects of all stores, and stops whenever there are enough candidates. */
async function* candidatesIn(sweep: Sweep, counts: Counts, candidates: Candidates): AsyncGenerator<void> {
  const { service, stores, prefixes, graceMs, objectsAtOnce, tell } = sweep;
  const domain = domainFolder(service.domain);
  const youngMs = service.clock.now() - graceMs;
  let done = 0;
  for (const store of stores) {
    for (const prefix of outermost(prefixes)) {
      for await (const object of listOf(store, prefix)) {
        if (++done % 1_000 === 0) tell({ phase: "objects", done });
        const key = ownerOf(prefixes, object.key);
        if (key === undefined) counts.unknown.add(store.name, object);
        else if (key.domainFolder !== domain) counts.otherDomains++;
        else if (!(object.modifiedMs <= youngMs)) counts.young++;
        else {
          const place = object.key.slice(0, -key.digest.length);
          candidates.add({ ...object, store, place, folder: key.folder });
          if (candidates.size >= objectsAtOnce) yield;
        }
      }
    }
  }
}

const listOf = (store: PayloadStore, prefix: string): AsyncIterable<StoredObject> | readonly StoredObject[] =>
  store.list?.(prefix) ?? [];

/** Prefixes that no other one covers: what begins with both is to be seen once. */
const outermost = (prefixes: readonly string[]): readonly string[] =>
  [...new Set(prefixes)].filter((one) => !prefixes.some((other) => other !== one && one.startsWith(other)));

/** The owner that a key tells, by whichever prefix it makes sense. */
function ownerOf(prefixes: readonly string[], key: string): ReturnType<typeof parseObjectKey> {
  for (const prefix of prefixes) {
    const parsed = parseObjectKey(prefix, key);
    if (parsed !== undefined) return parsed;
  }
  return undefined;
}

/** Drops the objects of executions that the service knows (S2). */
async function dropKnown(sweep: Sweep, asking: Asking, counts: Counts, candidates: Candidates): Promise<void> {
  const { service, tell } = sweep;
  const known = { open: 0, closed: 0 };
  for await (const { isOpen, executions } of executionsOf(service, asking)) {
    known[isOpen ? "open" : "closed"] += executions.length;
    for (const execution of executions) {
      counts.known += candidates.dropFolder(scopeFolder({ domain: service.domain, ...execution }));
    }
    tell({ phase: "executions", done: known.open + known.closed });
  }
  Object.assign(counts, known);
}

/** Drops what the histories of all executions refer to that the service knows (S3). */
async function dropReferenced(sweep: Sweep, asking: Asking, counts: Counts, candidates: Candidates): Promise<void> {
  const { service, tell } = sweep;
  let done = 0;
  if (candidates.size === 0) return;
  for await (const { executions } of executionsOf(service, asking)) {
    for (const execution of executions) {
      counts.known += candidates.dropFolder(scopeFolder({ domain: service.domain, ...execution }));
      await markHistory(service, asking, execution, {
        mark({ key }) {
          counts.referenced += candidates.dropObject(key);
        },
        unreadable(why) {
          if (counts.unreadable.size < MOST_UNREADABLE) counts.unreadable.add(why);
        },
      });
      if (candidates.size === 0) return;
      if (++done % 100 === 0) tell({ phase: "histories", done });
    }
  }
}

function refusalOf({ service, ...sweep }: Sweep, { open, closed, unreadable }: Counts): string | undefined {
  if (open + closed === 0 && !sweep.allowEmptyDomain) {
    return `the service knows no execution in domain ${service.domain}: are region and account those of the workers?`;
  }
  if (unreadable.size > 0 && !sweep.ignoreUnreadable) {
    return "something could not be read that may refer to what would be deleted; give the payloads, keys and stores of the workers";
  }
  return undefined;
}
