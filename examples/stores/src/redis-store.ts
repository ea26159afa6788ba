import type { RedisClientType } from "@redis/client";
import { RESP_TYPES } from "@redis/client";
import type { PayloadErrorCode, PayloadStore, StoreRequest } from "@sweft/payload";
import { PayloadError } from "@sweft/payload";

/** What the errors of Redis mean, by their first word. */
const MEANINGS: ReadonlyMap<string | undefined, PayloadErrorCode> = new Map<string, PayloadErrorCode>([
  ...(["NOAUTH", "NOPERM", "WRONGPASS"] as const).map((word) => [word, "PAYLOAD_FORBIDDEN"] as const),
  ...(["BUSY", "LOADING", "TRYAGAIN"] as const).map((word) => [word, "PAYLOAD_THROTTLED"] as const),
]);

/**
 * Payloads in Redis, a hash each: `bytes`, and `at`, the time of the last put. Let Redis keep an append-only file with
 * `appendfsync always`, and evict nothing: histories refer to what is kept here.
 *
 * @param redis - A connected client, which stays yours to close.
 * @param namespace - What all keys begin with in Redis.
 */
export function redisStore(redis: RedisClientType, namespace = "payload:"): PayloadStore {
  const binary = redis.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
  const clientFor = (request?: StoreRequest) => (request?.signal ? binary.withAbortSignal(request.signal) : binary);
  return {
    name: "redis",
    async put(key, bytes, request) {
      const fields = { bytes: Buffer.from(bytes), at: `${Date.now()}` };
      await translated(clientFor(request).hSet(namespace + key, fields));
    },
    async get(key, request) {
      const bytes = await translated(clientFor(request).hGet(namespace + key, "bytes"));
      if (bytes) return bytes;
      throw new PayloadError("PAYLOAD_MISSING", `Redis holds nothing under the key ${namespace}${key}.`);
    },
    async delete(key, request) {
      await translated(clientFor(request).del(namespace + key));
    },
    async *list(prefix, request) {
      // Redis may show a key several times while it moves things about, and takes the prefix for a pattern.
      const seen = new Set<string>();
      const MATCH = `${(namespace + prefix).replaceAll(/[\\*?[\]]/g, "\\$&")}*`;
      let cursor = "0";
      do {
        const page = await translated(clientFor(request).scan(cursor, { MATCH, COUNT: 1000 }));
        cursor = `${page.cursor}`;
        for (const name of page.keys.map(String).filter((name) => !seen.has(name))) {
          seen.add(name);
          const [at, size] = await translated(Promise.all([binary.hGet(name, "at"), binary.hStrLen(name, "bytes")]));
          if (at) yield* [{ key: name.slice(namespace.length), size: Number(size), modifiedMs: Number(at) }];
        }
      } while (cursor !== "0");
    },
  };
}

const translated = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch((cause: Error) => {
    const code = MEANINGS.get(cause.message.split(" ")[0]);
    throw code ? new PayloadError(code, `Redis: ${cause.message}`, { cause }) : cause;
  });
