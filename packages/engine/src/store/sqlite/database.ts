import { realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import Libsql from "libsql";
import { fault, isEngineError } from "../../errors.ts";

/** A database of the libsql library, which has the interface of better-sqlite3. */
export type Database = Libsql.Database;

/** A file that belongs to nobody else until it is closed. */
export interface OwnedDatabase {
  readonly database: Database;
  close(): void;
}

/** How long a commit waits for a program that writes to the file, as the sqlite3 shell can. */
const busyMs = 5_000;

/**
 * Opens a database file for this engine alone. Others may read it meanwhile, with the sqlite3 shell for instance.
 *
 * The lock is a second file, `FILE.lock`, which stays behind: a transaction on it that lasts as long as the database is open.
 * The operating system ends it with the process, however that ends, so that no lock can be left over.
 *
 * @param file - A path, or `:memory:`.
 * @param accept - Looks at the database before anything is written to it; throws if it is not to be used.
 * @throws {EngineError} `STORE_IN_USE`, `STORE_UNREADABLE`.
 */
export function openOwned(file: string, accept: (database: Database) => void): OwnedDatabase {
  const unlock = file === ":memory:" ? () => {} : lock(file);
  let database: Database | undefined;
  try {
    const opened = new Libsql(file, { timeout: busyMs });
    database = opened;
    accept(opened);
    opened.exec(
      "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF;",
    );
    return {
      database: opened,
      close() {
        tidy(opened);
        opened.close();
        unlock();
      },
    };
  } catch (error) {
    database?.close();
    unlock();
    throw asUnreadable(file, error);
  }
}

/** Brings everything into the one file, so that it can be copied alone. What is kept does not depend on it. */
function tidy(database: Database): void {
  try {
    database.exec("PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE);");
  } catch {
    // A reader is in the way, or the disk is full: the next who opens the file finds the rest beside it.
  }
}

function lock(file: string): () => void {
  let holder: Database;
  try {
    holder = new Libsql(`${realPath(file)}.lock`, { timeout: 0 });
  } catch (error) {
    throw asUnreadable(file, error);
  }
  try {
    holder.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    holder.close();
    const code = String((error as { readonly code?: unknown }).code);
    if (!code.startsWith("SQLITE_BUSY")) throw asUnreadable(file, error);
    throw fault("STORE_IN_USE", `${file} belongs to another engine that is running; close it, or take another file`);
  }
  return () => {
    holder.exec("ROLLBACK");
    holder.close();
  };
}

/** One path for one file: a link to it and the file itself have one lock. */
function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return join(realpathSync(dirname(file)), basename(file)); // It is not there yet.
  }
}

/** The error for a file that cannot be used. */
export function unreadable(file: string, why: string): Error {
  return fault("STORE_UNREADABLE", `${file} cannot be used as a store: ${why}`);
}

/** The same for whatever was thrown, unless it says so already. */
export function asUnreadable(file: string, error: unknown): Error {
  return isEngineError(error) ? error : unreadable(file, (error as Error).message);
}
