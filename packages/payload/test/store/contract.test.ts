import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";
import type { PayloadStore } from "../../src/index.ts";
import { fileStore, memoryStore } from "../../src/index.ts";
import { rejection } from "../support/errors.ts";

jest.setTimeout(180_000);

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

let root: string;
let folders = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "sweft-payload-"));
});
afterAll(() => rm(root, { recursive: true }));

const STORES: readonly [string, () => PayloadStore][] = [
  ["memoryStore", () => memoryStore()],
  ["fileStore", () => fileStore(join(root, `${folders++}`, "made", "when needed"))],
];

/** What the user may rely on, whatever store it is. */
describe.each(STORES)("%s", (_, open) => {
  let store: PayloadStore;
  beforeEach(() => {
    store = open();
  });
  const get = async (key: string): Promise<number[]> => [...(await store.get(key))];
  const list = async (prefix: string): Promise<string[]> => {
    const keys: string[] = [];
    for await (const { key } of store.list?.(prefix) ?? []) keys.push(key);
    return keys.sort();
  };

  it("gives back the bytes it was given", async () => {
    await store.put("key", bytes(0, 1, 255));
    expect(await get("key")).toEqual([0, 1, 255]);
    expect(await store.get("key")).toBeInstanceOf(Uint8Array);
  });

  it("keeps empty objects, and large ones", async () => {
    const large = new Uint8Array(3_000_000).map((_byte, index) => index % 251);
    await Promise.all([store.put("empty", bytes()), store.put("large", large)]);
    expect(await get("empty")).toEqual([]);
    expect(Buffer.compare(await store.get("large"), large)).toBe(0);
  });

  it("is told from others by a name", () => {
    expect(store.name).toBe(open().name);
    expect(store.name).toMatch(/^\w+$/);
  });

  it("says PAYLOAD_MISSING, and names the key, where there is nothing", async () => {
    const error = await rejection(store.get("orders/nothing"));
    expect(error.code).toBe("PAYLOAD_MISSING");
    expect(error.message).toContain("orders/nothing");
  });

  it("takes the same object twice, also at once", async () => {
    await Promise.all(Array.from({ length: 8 }, () => store.put("a/b", bytes(7))));
    await store.put("a/b", bytes(7));
    expect(await get("a/b")).toEqual([7]);
    expect(await list("")).toEqual(["a/b"]);
  });

  it("keeps its own copy", async () => {
    const given = bytes(1, 2);
    await store.put("key", given);
    given[0] = 9;
    const got = await store.get("key");
    got[1] = 9;
    expect(await get("key")).toEqual([1, 2]);
  });

  it("deletes, and does not mind when there is nothing to delete", async () => {
    await store.put("a", bytes(1));
    await store.delete?.("a");
    await store.delete?.("a");
    await store.delete?.("never/there");
    expect((await rejection(store.get("a"))).code).toBe("PAYLOAD_MISSING");
    expect(await list("")).toEqual([]);
  });

  it("lists by prefix, which need not end at a slash", async () => {
    const keys = ["a", "ab", "a/b", "a/b/c", "a/bc", "b/a"];
    for (const key of keys) await store.put(key, bytes(1));
    expect(await list("")).toEqual([...keys].sort());
    expect(await list("a")).toEqual(["a", "a/b", "a/b/c", "a/bc", "ab"]);
    expect(await list("a/")).toEqual(["a/b", "a/b/c", "a/bc"]);
    expect(await list("a/b")).toEqual(["a/b", "a/b/c", "a/bc"]);
    expect(await list("c")).toEqual([]);
  });

  it("tells how long objects are, and when they were put last", async () => {
    const described = async () => {
      for await (const object of store.list?.("") ?? []) return object;
      return undefined;
    };
    const before = Date.now();
    await store.put("a/b", bytes(1, 2, 3));
    expect(await described()).toMatchObject({ key: "a/b", size: 3 });
    const first = (await described())?.modifiedMs ?? 0;
    // A file system may stamp with a clock that ticks but now and then.
    expect(first).toBeGreaterThan(before - 1000);
    while (((await described())?.modifiedMs ?? 0) === first) await store.put("a/b", bytes(1, 2, 3));
    expect((await described())?.modifiedMs).toBeGreaterThan(first);
  });

  it("does nothing for those who wait no longer", async () => {
    const signal = AbortSignal.abort(new Error("too late"));
    await store.put("a", bytes(1));
    for (const request of [
      () => store.put("b", bytes(1), { signal }),
      () => store.get("a", { signal }),
      async () => store.delete?.("a", { signal }),
      async () => store.list?.("", { signal })[Symbol.asyncIterator]().next(),
    ]) {
      expect((await rejection(request())).message).toBe("too late");
    }
    expect(await list("")).toEqual(["a"]);
  });

  it("lists nothing before anything was written", async () => {
    expect(await list("")).toEqual([]);
    expect(await list("some/where/")).toEqual([]);
  });

  it.each([
    "..",
    "../../escape",
    "/etc/passwd",
    "a//b",
    "a/",
    "/",
    "",
    ".",
    "~",
    "%2e",
    "A",
    "C:\\x",
    "nul",
    "con/aux",
    "naïve 😀",
    "a\0b",
    "a\nb",
    "x.payload",
    "x.payload/y",
    ".writing-1-1",
  ])(
    // biome-ignore format: a table
    "takes %j for a key like any other",
    async (key) => {
      await store.put(`${key}`, bytes(1));
      await store.put("other", bytes(2));
      expect(await get(key)).toEqual([1]);
      expect(await list("")).toEqual([key, "other"].sort());
    },
  );

  it("confuses no two keys", async () => {
    const key = fc.string({ unit: fc.constantFrom("a", "A", "/", ".", "%", "2", "e", "é", "payload"), maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(key, { maxLength: 6 }), async (keys) => {
        const fresh = open();
        for (const [index, name] of keys.entries()) await fresh.put(name, bytes(index));
        for (const [index, name] of keys.entries()) expect([...(await fresh.get(name))]).toEqual([index]);
      }),
      { numRuns: 50 },
    );
  });
});
