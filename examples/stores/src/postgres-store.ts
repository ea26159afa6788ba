import type { PayloadErrorCode, PayloadStore, StoredObject } from "@sweft/payload";
import { PayloadError } from "@sweft/payload";
import type { Pool } from "pg";

/** The table, to be made once. Its keys compare by their bytes, whatever the language of the database. */
export const TABLE = `CREATE TABLE IF NOT EXISTS payloads (
  key text COLLATE "C" PRIMARY KEY, bytes bytea NOT NULL, modified timestamptz NOT NULL)`;

const PUT = `INSERT INTO payloads VALUES ($1, $2, clock_timestamp())
  ON CONFLICT (key) DO UPDATE SET bytes = excluded.bytes, modified = excluded.modified`;
const GET = "SELECT bytes FROM payloads WHERE key = $1";
const DELETE = "DELETE FROM payloads WHERE key = $1";
const LIST = `SELECT key, octet_length(bytes) AS size, (extract(epoch FROM modified) * 1000)::float8 AS "modifiedMs"
  FROM payloads WHERE key > $2 AND key >= $1 AND starts_with(key, $1) ORDER BY key LIMIT 1000`;

/** What the errors of PostgreSQL mean, by their SQLSTATE. */
const MEANINGS: ReadonlyMap<string | undefined, PayloadErrorCode> = new Map<string, PayloadErrorCode>([
  ...(["28000", "28P01", "42501"] as const).map((state) => [state, "PAYLOAD_FORBIDDEN"] as const),
  ["53300", "PAYLOAD_THROTTLED"],
  ["57014", "PAYLOAD_TIMEOUT"],
]);

/**
 * Payloads in PostgreSQL, a row each. Set `statement_timeout` and `connectionTimeoutMillis` in the pool's options, so that
 * no request takes for ever: these stores cannot be told to stop.
 *
 * @param pool - Of `pg`, with the {@link TABLE} in its database; it stays yours to close.
 */
export function postgresStore(pool: Pool): PayloadStore {
  async function rowsOf<Row>(sql: string, ...values: readonly unknown[]): Promise<readonly Row[]> {
    try {
      return (await pool.query(sql, [...values])).rows;
    } catch (cause) {
      const { code: state, message } = cause as { readonly code?: string; readonly message: string };
      const code = MEANINGS.get(state);
      throw code ? new PayloadError(code, `PostgreSQL: ${message} (${state})`, { cause }) : cause;
    }
  }
  return {
    name: "postgres",
    async put(key, bytes) {
      await rowsOf(PUT, key, Buffer.from(bytes));
    },
    async get(key) {
      const [row] = await rowsOf<{ readonly bytes: Buffer }>(GET, key);
      if (row) return row.bytes;
      throw new PayloadError("PAYLOAD_MISSING", `The table payloads has no row with the key ${key}.`);
    },
    async delete(key) {
      await rowsOf(DELETE, key);
    },
    async *list(prefix) {
      for (let page = await rowsOf<StoredObject>(LIST, prefix, ""); page.length > 0; ) {
        yield* page;
        page = await rowsOf<StoredObject>(LIST, prefix, page.at(-1)?.key);
      }
    },
  };
}
