import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { storeContract } from "@sweft/testing";
import { Pool } from "pg";
import { postgresStore, TABLE } from "../src/postgres-store.ts";
import { reasonAgainstPostgres, startPostgres } from "./servers/postgres.ts";
import type { Server } from "./servers/process.ts";

let server: Server;
let pool: Pool;
const pools: Pool[] = [];

function poolOf(user: string, more: object = {}): Pool {
  const opened = new Pool({ host: server.folder, database: "postgres", user, ...more });
  // Connections that the server ends, when it is ended, are nobody's any more.
  opened.on("error", () => {});
  pools.push(opened);
  return opened;
}

const suite = reasonAgainstPostgres === undefined ? describe : describe.skip;

suite(`postgresStore ${reasonAgainstPostgres ?? ""}`, () => {
  beforeAll(async () => {
    server = await startPostgres();
    pool = poolOf("sweft");
    await pool.query(TABLE);
    await pool.query("CREATE ROLE reader LOGIN; GRANT SELECT ON payloads TO reader");
  });
  afterAll(async () => {
    await Promise.all(pools.map((opened) => opened.end()));
    await server.close();
  });

  for (const { name, run } of storeContract({ open: () => postgresStore(pool) })) it(name, run);

  it("says what is forbidden", async () => {
    const store = postgresStore(poolOf("reader"));
    await expect(store.put("a", Buffer.from("x"))).rejects.toMatchObject({ code: "PAYLOAD_FORBIDDEN" });
    await expect(store.get("a")).rejects.toMatchObject({ code: "PAYLOAD_MISSING" });
    await expect(postgresStore(poolOf("stranger")).get("a")).rejects.toMatchObject({ code: "PAYLOAD_FORBIDDEN" });
  });

  it("says when the answer takes too long", async () => {
    const client = await pool.connect();
    await client.query("BEGIN; LOCK TABLE payloads IN ACCESS EXCLUSIVE MODE");
    const store = postgresStore(poolOf("sweft", { statement_timeout: 50 }));
    await expect(store.get("a")).rejects.toMatchObject({ code: "PAYLOAD_TIMEOUT" });
    await client.query("ROLLBACK");
    client.release();
  });
});
