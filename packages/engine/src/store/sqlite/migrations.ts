import type { Database } from "./database.ts";
import { unreadable } from "./database.ts";

/** Marks a file as one of ours: `SWFT` in ASCII. */
const applicationId = 0x53574654;

/**
 * What makes each version of the layout from the one before it. Released ones never change; a new one goes to the end. The
 * README of this package describes the result.
 */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE engine (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

  CREATE TABLE domains (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT,
    retention_days TEXT NOT NULL,
    status TEXT NOT NULL,
    tags TEXT NOT NULL
  );
  CREATE UNIQUE INDEX domains_by_name ON domains (account, region, name);

  CREATE TABLE types (
    domain INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    status TEXT NOT NULL,
    description TEXT,
    configuration TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    deprecated_ms INTEGER,
    PRIMARY KEY (domain, kind, name, version)
  ) WITHOUT ROWID;

  CREATE TABLE executions (
    id INTEGER PRIMARY KEY,
    domain INTEGER NOT NULL,
    workflow_id TEXT NOT NULL,
    run_id TEXT NOT NULL,
    type_name TEXT NOT NULL,
    type_version TEXT NOT NULL,
    tags TEXT,
    parent_workflow_id TEXT,
    parent_run_id TEXT,
    started_ms INTEGER NOT NULL,
    stage TEXT NOT NULL,
    close_status TEXT,
    closed_ms INTEGER,
    expires_ms INTEGER,
    event_count INTEGER
  );
  CREATE UNIQUE INDEX executions_by_run ON executions (run_id);
  CREATE INDEX executions_unfinished ON executions (stage) WHERE stage <> 'closed';
  CREATE INDEX executions_by_start ON executions (domain, started_ms) WHERE closed_ms IS NOT NULL;
  CREATE INDEX executions_by_close ON executions (domain, closed_ms) WHERE closed_ms IS NOT NULL;
  CREATE INDEX executions_by_workflow ON executions (domain, workflow_id) WHERE closed_ms IS NOT NULL;
  CREATE INDEX executions_by_expiry ON executions (expires_ms) WHERE expires_ms IS NOT NULL;

  CREATE TABLE history (execution INTEGER NOT NULL, first_event_id INTEGER NOT NULL, events TEXT NOT NULL);
  CREATE UNIQUE INDEX history_by_execution ON history (execution, first_event_id);

  CREATE TABLE heartbeats (
    execution INTEGER NOT NULL,
    scheduled_event_id INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    details TEXT,
    PRIMARY KEY (execution, scheduled_event_id)
  ) WITHOUT ROWID;

  CREATE VIEW events AS
    SELECT
      domains.name AS domain,
      executions.workflow_id,
      executions.run_id,
      event.value ->> 'eventId' AS event_id,
      strftime('%Y-%m-%dT%H:%M:%fZ', event.value ->> 'eventTimestamp', 'unixepoch') AS at,
      event.value ->> 'eventType' AS type,
      (
        SELECT member.value FROM json_each(event.value) AS member
        WHERE member.key LIKE '%EventAttributes'
      ) AS attributes
    FROM executions
    JOIN domains ON domains.id = executions.domain
    JOIN history ON history.execution = executions.id
    JOIN json_each(history.events) AS event;
  `,
];

/**
 * Looks whether a database is a store of this engine, or empty. Writes nothing.
 *
 * @throws {EngineError} `STORE_UNREADABLE` for a file of another program or of a newer version.
 */
export function assertOurs(database: Database, file: string): void {
  const version = numberOf(database, "user_version");
  const isEmpty = numberOf(database, "schema_version") === 0;
  if (!isEmpty && numberOf(database, "application_id") !== applicationId) {
    throw unreadable(file, "it is a database of another program");
  }
  if (version > MIGRATIONS.length) {
    throw unreadable(
      file,
      `its layout has version ${version}, and this engine knows ${MIGRATIONS.length} at most; upgrade`,
    );
  }
}

/** Brings a database to the present layout, a version at a time, each in a transaction of its own. */
export function migrate(database: Database): void {
  const version = numberOf(database, "user_version");
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index < version) continue;
    const stamp = `PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${index + 1};`;
    database.exec(`BEGIN IMMEDIATE; ${sql} ${stamp} COMMIT;`);
  }
  // Written even if nothing changes: a file that cannot be written is refused now, not at the first commit.
  database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
}

function numberOf(database: Database, pragma: "user_version" | "application_id" | "schema_version"): number {
  const [row] = database.prepare(`PRAGMA ${pragma}`).all() as readonly Readonly<Record<string, number>>[]; // one row, one number
  return Number(row?.[pragma]);
}
