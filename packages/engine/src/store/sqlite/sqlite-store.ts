import { readEvents } from "../../wire/event-json.ts";
import type { Change, ExecutionWrite, Kept, Store } from "../store.ts";
import { conditionOf, pageOf } from "./closed.ts";
import type { Database } from "./database.ts";
import { asUnreadable, openOwned, unreadable } from "./database.ts";
import { assertOurs, migrate } from "./migrations.ts";
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
  const { database, close } = openOwned(file, (opened) => assertOurs(opened, file));
  try {
    migrate(database);
    return storeIn(database, file, close);
  } catch (error) {
    close();
    throw asUnreadable(file, error);
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
    try {
      const found = historyRows.all([executionKey, first, last]) as readonly { readonly events: string }[];
      const wanted = found
        .flatMap((row) => readEvents(row.events))
        .filter(({ eventId }) => first <= eventId && eventId <= last);
      const strange = wanted.findIndex(({ eventId }, index) => eventId !== first + index);
      if (strange >= 0) throw new Error(`event ${first + strange} is missing`);
      return wanted;
    } catch (error) {
      throw unreadable(file, `the history of execution ${executionKey} is damaged (${(error as Error).message})`);
    }
  }

  function heartbeatsOf(executionKey: number) {
    return (heartbeats.all([executionKey]) as readonly HeartbeatRow[]).map(heartbeatOf);
  }

  function* unfinished() {
    // The rows are read first: the database may be written while this goes on.
    for (const row of rows<ExecutionRow>("SELECT * FROM executions WHERE stage <> 'closed' ORDER BY id")) {
      const history = events(row.id, 1, row.event_count ?? Number.MAX_SAFE_INTEGER);
      if (history.length === 0 || history.length < Number(row.event_count)) {
        throw unreadable(
          file,
          `the history of execution ${row.id} is damaged (event ${history.length + 1} is missing)`,
        );
      }
      yield {
        execution: executionOf(row),
        stage: row.stage,
        events: history,
        heartbeats: heartbeatsOf(row.id),
      };
    }
  }

  function load(): Kept {
    const saved = new Map(
      rows<{ name: string; value: string }>("SELECT * FROM engine").map((row) => [row.name, row.value]),
    );
    const [last] = rows<{ executionKey: number; domainKey: number; ms: number }>(`
        SELECT
          (SELECT coalesce(max(id), 0) FROM executions) AS executionKey,
          (SELECT coalesce(max(id), 0) FROM domains) AS domainKey,
          max(
            (SELECT coalesce(max(closed_ms), 0) FROM executions),
            (SELECT coalesce(max(at_ms), 0) FROM heartbeats),
            (SELECT coalesce(max(max(created_ms, coalesce(deprecated_ms, 0))), 0) FROM types),
            (SELECT coalesce(round(max(iif(json_valid(last_event), last_event ->> '$[#-1].eventTimestamp', 0)) * 1000), 0) FROM (
              SELECT (
                SELECT events FROM history WHERE execution = executions.id ORDER BY first_event_id DESC LIMIT 1
              ) AS last_event
              FROM executions WHERE stage <> 'closed'
            ))
          ) AS ms`);
    return {
      seed: saved.get("seed"),
      lastMs: Number(last?.ms),
      lastDomainKey: Math.max(Number(last?.domainKey), Number(saved.get("last_domain") ?? 0)),
      lastExecutionKey: Math.max(Number(last?.executionKey), Number(saved.get("last_execution") ?? 0)),
      domains: rows<DomainRow>("SELECT * FROM domains ORDER BY id").map(domainOf),
      types: rows<TypeRow>("SELECT * FROM types ORDER BY domain, created_ms").map(typeOf),
      executions: unfinished(),
    };
  }

  return {
    durable: true,
    load() {
      try {
        return load();
      } catch (error) {
        throw asUnreadable(file, error);
      }
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
