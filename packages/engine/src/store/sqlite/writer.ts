import { eventsJson } from "../../wire/event-json.ts";
import type { Change, ExecutionWrite } from "../store.ts";
import type { Database } from "./database.ts";
import { domainValues, executionValues, textJson, typeValues } from "./rows.ts";

/** The one who writes to a database. Each call is a transaction of its own. */
export interface Writer {
  commit(writes: readonly ExecutionWrite[], changes: readonly Change[]): void;
  /** Remembers a value by its name. */
  save(name: string, value: string): void;
  /** Removes up to `limit` executions that nobody may see any more; true if there may be more. */
  removeExpired(nowMs: number, limit: number): boolean;
  /** Empties all tables but `engine`. */
  clear(): void;
}

/** Prepares the writing of a database. */
export function openWriter(database: Database): Writer {
  const begin = database.prepare("BEGIN IMMEDIATE");
  const commit = database.prepare("COMMIT");
  const save = database.prepare(
    "INSERT INTO engine VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
  );
  const addHistory = database.prepare("INSERT INTO history VALUES (?, ?, ?)");
  const addExecution = database.prepare(`
    INSERT INTO executions (id, domain, workflow_id, run_id, type_name, type_version, tags, parent_workflow_id, parent_run_id,
      started_ms, stage) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open')`);
  const closeExecution = database.prepare(`
    UPDATE executions SET stage = ?, close_status = ?, closed_ms = ?, expires_ms = ?, event_count = ? WHERE id = ?`);
  const dropHeartbeats = database.prepare("DELETE FROM heartbeats WHERE execution = ?");
  const changing = changesTo(database);

  /** All or nothing. An error leaves no transaction open. */
  function transaction(work: () => void): void {
    begin.run();
    try {
      work();
      commit.run();
    } catch (error) {
      if (database.inTransaction) database.exec("ROLLBACK");
      throw error;
    }
  }

  /** Keys are never given twice, even if the last one given is removed. */
  function rememberKeys(): void {
    for (const [name, table] of [
      ["last_execution", "executions"],
      ["last_domain", "domains"],
    ]) {
      database
        .prepare(
          `INSERT INTO engine SELECT ?, max(id) FROM ${table} HAVING count(*) > 0
           ON CONFLICT DO UPDATE SET value = max(CAST(value AS INTEGER), CAST(excluded.value AS INTEGER))`,
        )
        .run([name]);
    }
  }

  function write({ execution, isNew, stage, events, close }: ExecutionWrite): void {
    const { key } = execution;
    if (isNew) addExecution.run(executionValues(execution));
    const [first] = events;
    if (first !== undefined) addHistory.run([key, first.eventId, eventsJson(events)]);
    if (close === undefined) return;
    closeExecution.run([stage, close.closeStatus, close.closeMs, close.expiresMs, close.eventCount, key]);
    dropHeartbeats.run([key]);
  }

  return {
    commit(writes, changes) {
      transaction(() => {
        for (const change of changes) changing(change);
        for (const each of writes) write(each);
      });
    },
    save(name, value) {
      save.run([name, value]);
    },
    removeExpired(nowMs, limit) {
      const sql = "SELECT id FROM executions WHERE expires_ms <= ? AND stage = 'closed' ORDER BY expires_ms LIMIT ?";
      const expired = database.prepare(sql).all([nowMs, limit]) as readonly { readonly id: number }[];
      if (expired.length === 0) return false;
      const ids = JSON.stringify(expired.map(({ id }) => id));
      transaction(() => {
        rememberKeys();
        for (const [table, column] of [
          ["history", "execution"],
          ["heartbeats", "execution"],
          ["executions", "id"],
        ]) {
          database.prepare(`DELETE FROM ${table} WHERE ${column} IN (SELECT value FROM json_each(?))`).run([ids]);
        }
      });
      return expired.length === limit;
    },
    clear() {
      transaction(() => {
        rememberKeys();
        for (const table of ["history", "heartbeats", "executions", "types", "domains"])
          database.exec(`DELETE FROM ${table}`);
      });
    },
  };
}

/** How each kind of change is written. */
function changesTo(database: Database): (change: Change) => void {
  const putDomain = database.prepare("INSERT OR REPLACE INTO domains VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  const putType = database.prepare("INSERT OR REPLACE INTO types VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  const deleteType = database.prepare("DELETE FROM types WHERE domain = ? AND kind = ? AND name = ? AND version = ?");
  const putHeartbeat = database.prepare("INSERT OR REPLACE INTO heartbeats VALUES (?, ?, ?, ?)");
  const WRITE: { readonly [K in Change["kind"]]: (change: Extract<Change, { kind: K }>) => unknown } = {
    domain: ({ domain }) => putDomain.run(domainValues(domain)),
    type: (change) => putType.run(typeValues(change)),
    typeDeleted: ({ domainKey, typeKind, id }) => deleteType.run([domainKey, typeKind, id.name, id.version]),
    heartbeat: ({ heartbeat }) => {
      const { executionKey, scheduledEventId, atMs, details } = heartbeat;
      putHeartbeat.run([executionKey, scheduledEventId, atMs, textJson(details)]);
    },
  };
  return <C extends Change>(change: C) => {
    const write = WRITE[change.kind] as (change: C) => unknown; // the row of this change's own kind
    write(change);
  };
}
