import Libsql from "libsql";
import { fault } from "../../errors.ts";

/** A database of the libsql library, which has the interface of better-sqlite3. */
export type Database = Libsql.Database;

/** A file that belongs to nobody else until it is closed. */
export interface OwnedDatabase {
  readonly database: Database;
  close(): void;
}

/**
 * Opens a database file for this engine alone. Others may read it meanwhile, with the sqlite3 shell for instance.
 *
 * The lock is a second file, `FILE.lock`, which stays behind: a transaction on it that lasts as long as the database is open.
 * The operating system ends it with the process, however that ends, so that no lock can be left over.
 *
 * @param file - A path, or `:memory:`.
 * @throws {EngineError} `STORE_IN_USE`, `STORE_UNREADABLE`.
 */
export function openOwned(file: string): OwnedDatabase {
  const unlock = file === ":memory:" ? () => {} : lock(file);
  try {
    const database = new Libsql(file);
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF;");
    return {
      database,
      close() {
        database.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw unreadable(file, (error as Error).message);
  }
}

function lock(file: string): () => void {
  let holder: Database;
  try {
    holder = new Libsql(`${file}.lock`, { timeout: 0 });
  } catch (error) {
    throw unreadable(file, (error as Error).message);
  }
  try {
    holder.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    holder.close();
    const code = String((error as { readonly code?: unknown }).code);
    if (!code.startsWith("SQLITE_BUSY")) throw unreadable(file, (error as Error).message);
    throw fault("STORE_IN_USE", `${file} belongs to another engine that is running; close it, or take another file`);
  }
  return () => {
    holder.exec("ROLLBACK");
    holder.close();
  };
}

/** The error for a file that cannot be used. */
export function unreadable(file: string, why: string): Error {
  return fault("STORE_UNREADABLE", `${file} cannot be used as a store: ${why}`);
}
