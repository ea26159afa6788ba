import type { HistoryEvent } from "@aws-sdk/client-swf";
import Libsql from "libsql";
import type { Clock, Engine } from "../../src/index.ts";
import { openEngine } from "../../src/index.ts";
import { sqliteStore } from "../../src/sqlite.ts";
import { domain } from "../support/desk.ts";

/** One run, as a store has kept it. */
export interface KeptRun {
  readonly workflowId: string;
  readonly runId: string;
  readonly isOpen: boolean;
  readonly events: readonly HistoryEvent[];
}

/** All that a store has kept. */
export interface Kept {
  readonly runs: ReadonlyMap<string, KeptRun>;
  /** Descriptions of domains and activity types, and keys of tags: where requests that write no history leave their marks. */
  readonly words: readonly string[];
  readonly deprecatedTypes: ReadonlySet<string>;
  /** What SQLite itself says of the file. */
  readonly integrity: unknown;
}

/** A clock at which nothing falls due: what is read is what was written. */
const stopped: Clock = { now: () => 0, schedule: () => () => {}, hold: () => () => {} };

/** Reads everything in a file, by an engine that nothing happens in. */
export async function readKept(file: string): Promise<Kept> {
  const engine = openEngine({ store: sqliteStore(file), clock: stopped });
  try {
    const runs = new Map<string, KeptRun>();
    for (const isOpen of [true, false]) {
      for (const { workflowId, runId } of await executions(engine, isOpen)) {
        runs.set(runId, { workflowId, runId, isOpen, events: await eventsOf(engine, { workflowId, runId }) });
      }
    }
    const domains = (await engine.listDomains({ registrationStatus: "REGISTERED" })).domainInfos ?? [];
    // A file may have been copied before there was a domain.
    if (domains.length === 0) return { runs, words: [], deprecatedTypes: new Set(), integrity: integrityOf(file) };
    const deprecated = await types(engine, "DEPRECATED");
    const { tags = [] } = await engine.listTagsForResource({ resourceArn: String(domains[0]?.arn) });
    const described = [...domains, ...(await types(engine, "REGISTERED")), ...deprecated];
    return {
      runs,
      words: [...described.map(({ description }) => String(description)), ...tags.map(({ key }) => String(key))],
      deprecatedTypes: new Set(deprecated.map(({ activityType }) => String(activityType?.name))),
      integrity: integrityOf(file),
    };
  } finally {
    await engine.close();
  }
}

function integrityOf(file: string): unknown {
  const database = new Libsql(file);
  try {
    return database.pragma("integrity_check");
  } finally {
    database.close();
  }
}

/** All pages of an answer that comes in pages. */
async function pages<Page extends { readonly nextPageToken?: string | undefined }, Item>(
  ask: (more: { readonly nextPageToken?: string }) => Promise<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  let page = await ask({});
  for (;;) {
    items.push(...(itemsOf(page) ?? []));
    const { nextPageToken } = page;
    if (nextPageToken === undefined) return items;
    page = await ask({ nextPageToken });
  }
}

async function executions(engine: Engine, areOpen: boolean) {
  const filter = { domain, startTimeFilter: { oldestDate: new Date(0) } };
  const { domainInfos = [] } = await engine.listDomains({ registrationStatus: "REGISTERED" });
  if (domainInfos.length === 0) return [];
  const infos = await pages(
    (more) =>
      areOpen
        ? engine.listOpenWorkflowExecutions({ ...filter, ...more })
        : engine.listClosedWorkflowExecutions({ ...filter, ...more }),
    (page) => page.executionInfos,
  );
  return infos.map(({ execution }) => ({ workflowId: String(execution?.workflowId), runId: String(execution?.runId) }));
}

const eventsOf = (engine: Engine, execution: { readonly workflowId: string; readonly runId: string }) =>
  pages(
    (more) => engine.getWorkflowExecutionHistory({ domain, execution, ...more }),
    (page) => page.events,
  );

const types = (engine: Engine, registrationStatus: "REGISTERED" | "DEPRECATED") =>
  pages(
    (more) => engine.listActivityTypes({ domain, registrationStatus, ...more }),
    (page) => page.typeInfos,
  );
