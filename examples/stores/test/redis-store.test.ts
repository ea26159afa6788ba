import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { RedisClientType } from "@redis/client";
import { createClient } from "@redis/client";
import { storeContract } from "@sweft/testing";
import { redisStore } from "../src/redis-store.ts";
import type { Server } from "./servers/process.ts";
import { reasonAgainstRedis, socketOf, startRedis } from "./servers/redis.ts";

let server: Server;
const clients: RedisClientType[] = [];

/** A connected client; as another user of Redis, if one is given. */
async function connected(user: { username?: string; password?: string } = {}): Promise<RedisClientType> {
  const client: RedisClientType = createClient({ socket: { path: socketOf(server), tls: false }, ...user });
  client.on("error", () => {});
  clients.push(client);
  return client.connect();
}

const suite = reasonAgainstRedis === undefined ? describe : describe.skip;

suite(`redisStore ${reasonAgainstRedis ?? ""}`, () => {
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(async () => {
    for (const client of clients) client.destroy();
    await server.close();
  });

  const opening = { open: async () => redisStore(await shared()) };
  let client: Promise<RedisClientType> | undefined;
  function shared(): Promise<RedisClientType> {
    client ??= connected();
    return client;
  }
  for (const { name, run } of storeContract(opening)) it(name, run);

  it("says what is forbidden", async () => {
    const admin = await shared();
    await admin.sendCommand(["ACL", "SETUSER", "reader", "on", ">secret", "~*", "+@read", "+hello", "+client"]);
    const store = redisStore(await connected({ username: "reader", password: "secret" }));
    await expect(store.put("a", Buffer.from("x"))).rejects.toMatchObject({ code: "PAYLOAD_FORBIDDEN" });
    await expect(store.get("a")).rejects.toMatchObject({ code: "PAYLOAD_MISSING" });
  });

  it("lists nothing of others", async () => {
    const redis = await shared();
    await redis.set("somebody else's", "value");
    const keys: string[] = [];
    for await (const { key } of redisStore(redis, "mine:").list?.("") ?? []) keys.push(key);
    expect(keys).toEqual([]);
  });
});
