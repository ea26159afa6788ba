import { readEvents } from "../../wire/event-json.ts";
import type { Change, ExecutionWrite, Store } from "../store.ts";
import { conditionOf, pageOf } from "./closed.ts";
import type { Database } from "./database.ts";
import { openOwned, unreadable } from "./database.ts";
import { migrate } from "./migrations.ts";
import type { DomainRow, ExecutionRow, HeartbeatRow, TypeRow } from "./rows.ts";
import { closedOf, domainOf, executionOf, heartbeatOf, typeOf } from "./rows.ts";
import { openWriter } from "./writer.ts";

/** How many expired executions are removed at a time, so that nobody waits for long. */
const removedAtOnce = 500;

/**
 * Opens a store in a SQLite file: what was answered survives the end of the process, however it ends. One engine may have the file
 * at a time; others may read it meanwhile, with the sqlite3 shell for instance (the README of this package describes its tables).
 *
 * @param file - A path; the file is made if there is none. `:memory:` keeps everything in memory, for tests.
 * @throws {EngineError} `STORE_IN_USE`, `STORE_UNREADABLE`.
 */
export function sqliteStore(file: string): Store {
  const { database, close } = openOwned(file);
  try {
    migrate(database, file);
    return storeIn(database, file, close);
  } catch (error) {
    close();
    throw error;
  }
}

function storeIn(database: Database, file: string, close: () => void): Store {
  const writer = openWriter(database);
  const historyRows = database.prepare(`
    SELECT events FROM history
    WHERE execution = ?1 AND first_event_id <= ?3 AND first_event_id >=
      (SELECT max(first_event_id) FROM history WHERE execution = ?1 AND first_event_id <= ?2)
    ORDER BY first_event_id`);
  const byRun = database.prepare(
    "SELECT * FROM executions WHERE run_id = ? AND closed_ms IS NOT NULL AND expires_ms > ?",
  );
  const heartbeats = database.prepare("SELECT * FROM heartbeats WHERE execution = ?");

  /** The rows are what the migrations declare and the writer writes. */
  function rows<Row>(sql: string, values: readonly (string | number)[] = []): Row[] {
    return database.prepare(sql).all([...values]) as Row[];
  }

  function events(executionKey: number, first: number, last: number) {
    const found = historyRows.all([executionKey, first, last]) as readonly { readonly events: string }[];
    try {
      return found
        .flatMap((row) => readEvents(row.events))
        .filter(({ eventId }) => first <= eventId && eventId <= last);
    } catch (error) {
      throw unreadable(file, `the history of execution ${executionKey} is damaged (${(error as Error).message})`);
    }
  }

  function* unfinished() {
    // The rows are read first: the database may be written while this goes on.
    for (const row of rows<ExecutionRow>("SELECT * FROM executions WHERE stage <> 'closed' ORDER BY id")) {
      const kept = heartbeats.all([row.id]) as readonly HeartbeatRow[];
      yield {
        execution: executionOf(row),
        stage: row.stage,
        events: events(row.id, 1, Number.MAX_SAFE_INTEGER),
        heartbeats: kept.map(heartbeatOf),
      };
    }
  }

  return {
    durable: true,
    load() {
      const saved = new Map(
        rows<{ name: string; value: string }>("SELECT * FROM engine").map((row) => [row.name, row.value]),
      );
      const [last] = rows<{ executionKey: number; domainKey: number; ms: number }>(`
        SELECT
          (SELECT coalesce(max(id), 0) FROM executions) AS executionKey,
          (SELECT coalesce(max(id), 0) FROM domains) AS domainKey,
          (SELECT coalesce(max(closed_ms), 0) FROM executions) AS ms`);
      return {
        seed: saved.get("seed"),
        lastMs: Number(last?.ms),
        lastDomainKey: Number(last?.domainKey),
        lastExecutionKey: Math.max(Number(last?.executionKey), Number(saved.get("last_execution") ?? 0)),
        domains: rows<DomainRow>("SELECT * FROM domains ORDER BY id").map(domainOf),
        types: rows<TypeRow>("SELECT * FROM types ORDER BY domain, created_ms").map(typeOf),
        executions: unfinished(),
      };
    },
    saveSeed: (seed) => writer.save("seed", seed),
    commit: (writes: readonly ExecutionWrite[], changes: readonly Change[]) => writer.commit(writes, changes),
    find(runId, nowMs) {
      const [row] = byRun.all([runId, nowMs]) as readonly ExecutionRow[];
      return row === undefined ? undefined : closedOf(row);
    },
    events,
    list(query, page) {
      const condition = conditionOf(query);
      const rest = pageOf(query, page);
      const sql = `SELECT * FROM executions WHERE ${condition.text}${rest.text}`;
      return rows<ExecutionRow>(sql, [...condition.values, ...rest.values]).map(closedOf);
    },
    count(query) {
      const { text, values } = conditionOf(query);
      const [row] = rows<{ count: number }>(`SELECT count(*) AS count FROM executions WHERE ${text}`, values);
      return Number(row?.count);
    },
    removeExpired: (nowMs) => writer.removeExpired(nowMs, removedAtOnce),
    clear: () => writer.clear(),
    close,
  };
}
