import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";
import type { PayloadStore, PayloadsOptions } from "../src/index.ts";
import { fileStore, jsonSerializer, memoryStore, openPayloads, textSerializer } from "../src/index.ts";
import { rejection, thrown } from "./support/errors.ts";
import { watchedStore } from "./support/stores.ts";

jest.setTimeout(180_000);

const LARGE = { note: "x".repeat(40_000), at: new Date(5) };
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

describe("write and read", () => {
  const payloads = openPayloads();

  it.each([0, "", false, null, undefined, [], {}, Number.NaN, 0n])("carry the falsy and the empty: %p", (value) => {
    expect(payloads.read(payloads.write(value))).toStrictEqual(value);
    expect(payloads.read(payloads.write([value]))).toStrictEqual([value]);
  });

  it("write texts of any length", () => {
    expect(payloads.read(payloads.write(LARGE))).toStrictEqual(LARGE);
  });

  it("use the serializer given, and its names for things", () => {
    const json = openPayloads({ serializer: jsonSerializer() });
    const error = thrown(() => json.write([{ at: new Date(5) }], "args"));
    expect(error).toMatchObject({ code: "PAYLOAD_UNSERIALIZABLE", path: "args[0].at", name: "PayloadError" });
  });
});

describe("seal", () => {
  it("leaves a text that fits as it is, with no store at all", async () => {
    const payloads = openPayloads();
    const text = payloads.write("x".repeat(32_766));
    expect(text).toHaveLength(32_768);
    expect(await payloads.seal(text)).toBe(text);
    expect(await payloads.seal("")).toBe("");
  });

  it("says what to set when a text does not fit and there is no store", async () => {
    const payloads = openPayloads();
    const error = await rejection(payloads.seal(payloads.write("x".repeat(32_767))));
    expect(error.code).toBe("PAYLOAD_TOO_LARGE");
    expect(error.message).toBe(
      "A payload of 32769 characters does not fit the limit of 32768, and no store is set; pass a store, openPayloads({ store: fileStore(directory) }), or pass less.",
    );
  });

  it("puts a text that does not fit into the store, and a reference in its place", async () => {
    const store = watchedStore();
    const payloads = openPayloads({ store, prefix: "orders/" });
    const text = payloads.write(LARGE);
    const sealed = await payloads.seal(text);
    expect(sealed).toBe(
      `sweft:ref:2 store=memory size=${text.length} sha256=${sha256(text)} key=orders/${sha256(text)}`,
    );
    expect(() => JSON.parse(sealed)).toThrow(SyntaxError);
    expect(Buffer.from(await store.get(`orders/${sha256(text)}`)).toString()).toBe(text);
    expect(payloads.isReference(sealed)).toBe(true);
    expect(payloads.isReference(text)).toBe(false);
    expect(payloads.sizeOf(sealed)).toBe(text.length);
  });

  it("counts bytes, not characters, in references", async () => {
    const payloads = openPayloads({ store: memoryStore(), inlineLimit: 10 });
    expect(payloads.sizeOf(await payloads.seal(payloads.write("€".repeat(10))))).toBe(32);
    expect(payloads.sizeOf(payloads.write("€€"))).toBe(4);
  });

  it("keeps what it sealed readable without a fetch", async () => {
    const store = watchedStore();
    const payloads = openPayloads({ store });
    const sealed = await payloads.seal(payloads.write(LARGE));
    expect(payloads.missing(sealed)).toBe(false);
    expect(payloads.read(sealed)).toStrictEqual(LARGE);
    expect(store.gets).toEqual([]);
  });

  it("never puts the same bytes twice, one after the other or at once", async () => {
    const store = watchedStore();
    const payloads = openPayloads({ store });
    const text = payloads.write(LARGE);
    const sealed = await Promise.all([payloads.seal(text), payloads.seal(text), payloads.seal(text)]);
    expect(new Set([...sealed, await payloads.seal(text)]).size).toBe(1);
    expect(store.puts).toHaveLength(1);
  });

  it("tries again after the store failed", async () => {
    const store = memoryStore();
    let down = true;
    const flaky: PayloadStore = {
      ...store,
      put: (key, bytes) => (down ? Promise.reject(new Error("socket hang up")) : store.put(key, bytes)),
    };
    const payloads = openPayloads({ store: flaky });
    const text = payloads.write(LARGE);
    const error = await rejection(payloads.seal(text));
    expect(error.code).toBe("PAYLOAD_STORE_FAILED");
    expect(error.message).toMatch(/^The store memory could not keep [0-9a-f]{64}: socket hang up$/);
    expect(error.cause).toMatchObject({ message: "socket hang up" });
    down = false;
    expect(payloads.isReference(await payloads.seal(text))).toBe(true);
  });

  it("keeps to the limit of a smaller field", async () => {
    const payloads = openPayloads({ store: memoryStore() });
    const text = payloads.write("x".repeat(3000));
    expect(await payloads.seal(text)).toBe(text);
    const sealed = await payloads.seal(text, { limit: 2048 });
    expect(payloads.isReference(sealed)).toBe(true);
    expect(await payloads.seal(sealed, { limit: 2048 })).toBe(sealed);
  });

  it("says when not even a reference fits the field, and stores nothing", async () => {
    const store = watchedStore();
    const payloads = openPayloads({ store });
    const error = await rejection(payloads.seal("x".repeat(200), { limit: 100 }));
    expect(error.code).toBe("PAYLOAD_TOO_LARGE");
    expect(error.message).toMatch(/^A reference of \d+ characters does not fit the 100 of its field/);
    expect(store.puts).toEqual([]);
    const sealed = await payloads.seal("x".repeat(2000), { limit: 1000 });
    expect((await rejection(payloads.seal(sealed, { limit: 100 }))).code).toBe("PAYLOAD_TOO_LARGE");
  });

  it("passes on what a store says of a key it cannot hold", async () => {
    const payloads = openPayloads({ store: fileStore(tmpdir()), prefix: "p".repeat(300) });
    expect((await rejection(payloads.seal(payloads.write(LARGE)))).code).toBe("PAYLOAD_KEY_INVALID");
  });

  it("refuses a text without bytes, which only a faulty serializer writes", async () => {
    const serializer = { name: "faulty", serialize: String, deserialize: (text: string) => text };
    const payloads = openPayloads({ serializer, store: memoryStore(), inlineLimit: 1 });
    const error = await rejection(payloads.seal(payloads.write("a\ud800")));
    expect(error.code).toBe("PAYLOAD_UNSERIALIZABLE");
    expect(error.message).toContain("The serializer faulty wrote half of a surrogate pair");
  });
});

describe("fetch", () => {
  /** A reference written elsewhere, and payloads opened afresh on the same store. */
  async function elsewhere(value: unknown, options: PayloadsOptions = {}) {
    const store = watchedStore();
    const sealed = await openPayloads({ ...options, store, inlineLimit: 0 }).seal(openPayloads(options).write(value));
    return { store, sealed, payloads: openPayloads({ ...options, store }) };
  }

  it("brings in what was written elsewhere", async () => {
    const { payloads, sealed } = await elsewhere(LARGE);
    expect(payloads.missing(sealed)).toBe(true);
    const error = thrown(() => payloads.read(sealed));
    expect(error.code).toBe("PAYLOAD_NOT_FETCHED");
    await payloads.fetch([sealed]);
    expect(payloads.missing(sealed)).toBe(false);
    expect(payloads.read(sealed)).toStrictEqual(LARGE);
  });

  it("carries whatever text there is, through bytes and back", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", minLength: 1 }), async (value) => {
        const { payloads, sealed } = await elsewhere(value, { serializer: textSerializer() });
        await payloads.fetch([sealed]);
        expect(payloads.read(sealed)).toBe(value);
      }),
    );
  });

  it.each(["\ufeffwith a byte order mark", "sweft:ref:1 x", 'sweft:text "x"'])("carries %j", async (value) => {
    const { payloads, sealed } = await elsewhere(value, { serializer: textSerializer() });
    await payloads.fetch([sealed]);
    expect(payloads.read(sealed)).toBe(value);
  });

  it("asks for nothing that is here, and for each thing once", async () => {
    const { payloads, sealed, store } = await elsewhere(LARGE);
    await payloads.fetch([]);
    await payloads.fetch(["plain", "5", ""]);
    expect(store.gets).toEqual([]);
    await Promise.all([payloads.fetch([sealed, sealed]), payloads.fetch([sealed])]);
    await payloads.fetch([sealed]);
    expect(store.gets).toHaveLength(1);
  });

  it("fetches in parallel, but not everything at once", async () => {
    const store = watchedStore();
    const writer = openPayloads({ store, inlineLimit: 0 });
    const sealed = await Promise.all(Array.from({ length: 100 }, (_, index) => writer.seal(`${index}`)));
    const payloads = openPayloads({ store });
    await payloads.fetch(new Set(sealed));
    expect(sealed.map((text) => payloads.read(text))).toEqual(Array.from({ length: 100 }, (_, index) => index));
    expect(store.most.getsAtOnce).toBe(16);
  });

  it("tells a payload that is lost", async () => {
    const { payloads, sealed, store } = await elsewhere(LARGE);
    await store.delete?.(sealed.split("key=")[1] ?? "");
    const error = await rejection(payloads.fetch([sealed]));
    expect(error.code).toBe("PAYLOAD_MISSING");
    expect(payloads.missing(sealed)).toBe(true);
  });

  it.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ["a flipped bit", (bytes) => bytes.map((byte, index) => (index === 7 ? byte ^ 1 : byte))],
    ["a missing end", (bytes) => bytes.subarray(0, -1)],
    ["an added byte", (bytes) => Uint8Array.of(...bytes, 0)],
    ["nothing left", () => new Uint8Array()],
  ])("tells a payload that is damaged: %s", async (_, damage) => {
    const { payloads, sealed, store } = await elsewhere("some words");
    const key = sealed.split("key=")[1] ?? "";
    const whole = await store.get(key);
    await store.put(key, damage(whole));
    const error = await rejection(payloads.fetch([sealed]));
    expect(error.code).toBe("PAYLOAD_CORRUPT");
    expect(error.message).toContain(key);
    expect(payloads.missing(sealed)).toBe(true);
    await store.put(key, whole);
    await payloads.fetch([sealed]);
    expect(payloads.read(sealed)).toBe("some words");
  });

  it("keeps the others when one fails", async () => {
    const { payloads, sealed, store } = await elsewhere("a");
    const lost = sealed.replace(/sha256=.*/, `sha256=${"0".repeat(64)} key=lost`);
    expect((await rejection(payloads.fetch([lost, sealed]))).code).toBe("PAYLOAD_MISSING");
    expect(payloads.read(sealed)).toBe("a");
    expect(store.gets).toHaveLength(2);
  });

  it("tells a store that is down, whatever it throws", async () => {
    const { sealed, store } = await elsewhere("a");
    for (const reason of [new Error("ECONNRESET"), "a string", undefined, { code: "NoSuchKey" }]) {
      const down = openPayloads({ store: { ...store, get: () => Promise.reject(reason) } });
      const error = await rejection(down.fetch([sealed]));
      expect(error.code).toBe("PAYLOAD_STORE_FAILED");
      expect(error.cause).toBe(reason);
    }
  });

  it("tells a store that throws at once, or gives no bytes", async () => {
    const { sealed, store } = await elsewhere("a");
    const throwing = openPayloads({ store: { ...store, get: () => JSON.parse("{") } });
    expect((await rejection(throwing.fetch([sealed]))).code).toBe("PAYLOAD_STORE_FAILED");
    const get = () => Promise.resolve("text" as unknown as Uint8Array);
    const error = await rejection(openPayloads({ store: { ...store, get } }).fetch([sealed]));
    expect(error.message).toContain("gave something else than a Uint8Array");
  });

  it("tells a store that is not the one written to", async () => {
    const { sealed, store } = await elsewhere("a");
    const other = await rejection(openPayloads({ store: { ...store, name: "s3" } }).fetch([sealed]));
    expect(other.code).toBe("PAYLOAD_STORE_MISMATCH");
    expect(other.message).toContain("is in the store memory, and the store s3 is open");
    const none = await rejection(openPayloads().fetch([sealed]));
    expect(none.message).toContain("is in the store memory, and no store is open");
  });

  it.each([
    "sweft:ref:3 store=memory",
    "sweft:ref:2 store=memory size=1",
    "sweft:ref:1 store=memory size=1",
    "sweft:ref:",
  ])("tells a reference that it cannot follow: %j", async (text) => {
    const payloads = openPayloads({ store: memoryStore() });
    expect(payloads.isReference(text)).toBe(true);
    expect(payloads.missing(text)).toBe(true);
    expect(payloads.sizeOf(text)).toBe(text.length);
    expect((await rejection(payloads.fetch([text]))).code).toBe("PAYLOAD_FORMAT_UNKNOWN");
    expect(thrown(() => payloads.read(text)).code).toBe("PAYLOAD_FORMAT_UNKNOWN");
  });

  it("does not follow a reference with fields that it does not know", async () => {
    const { payloads, sealed } = await elsewhere("a");
    const error = await rejection(payloads.fetch([sealed.replace(" key=", " codec=gzip key=")]));
    expect(error.code).toBe("PAYLOAD_FORMAT_UNKNOWN");
  });
});

describe("the cache", () => {
  async function open(cacheBytes: number) {
    const store = watchedStore();
    const writer = openPayloads({ store, inlineLimit: 0 });
    const seal = (letter: string): Promise<string> => writer.seal(letter.repeat(10));
    return { payloads: openPayloads({ store, cacheBytes }), seal, store };
  }

  it("forgets what was not used for the longest time", async () => {
    const { payloads, seal } = await open(25);
    const [a, b, c] = [await seal("a"), await seal("b"), await seal("c")];
    await payloads.fetch([a]);
    await payloads.fetch([b]);
    payloads.read(a);
    await payloads.fetch([c]);
    expect([a, b, c].map(payloads.missing)).toEqual([false, true, false]);
  });

  it("is not refreshed by mere questions", async () => {
    const { payloads, seal } = await open(25);
    const [a, b, c] = [await seal("a"), await seal("b"), await seal("c")];
    await payloads.fetch([a]);
    await payloads.fetch([b]);
    expect(payloads.missing(a)).toBe(false);
    await payloads.fetch([c]);
    expect(payloads.missing(a)).toBe(true);
  });

  it.each([0, 15, 25])("keeps all that was fetched last, even with room for %d bytes", async (cacheBytes) => {
    const { payloads, seal } = await open(cacheBytes);
    const all = await Promise.all([..."abc"].map(seal));
    await payloads.fetch(all);
    expect(all.map((text) => payloads.read(text))).toEqual(["a", "b", "c"].map((letter) => letter.repeat(10)));
    const next = await seal("d");
    await payloads.fetch([next, all[0] as string]);
    expect([next, ...all].map(payloads.missing)).toEqual([false, false, true, true]);
  });
});

describe("openPayloads", () => {
  it.each<[PayloadsOptions, string]>([
    [{ inlineLimit: 32_769 }, "openPayloads: inlineLimit is 32769; write an integer from 0 to 32768."],
    [{ inlineLimit: -1 }, "openPayloads: inlineLimit is -1"],
    [{ inlineLimit: 1.5 }, "openPayloads: inlineLimit is 1.5"],
    [{ inlineLimit: Number.NaN }, "openPayloads: inlineLimit is NaN"],
    [{ cacheBytes: -1 }, "openPayloads: cacheBytes is -1; write an integer of at least 0."],
    [{ prefix: "a b" }, "openPayloads: prefix is 'a b'; write visible ASCII characters without spaces."],
    [{ prefix: "naïve/" }, "openPayloads: prefix is 'naïve/'"],
    [{ store: { ...memoryStore(), name: "my store" } }, "openPayloads: store.name is 'my store'"],
    [{ store: { ...memoryStore(), name: "" } }, "openPayloads: store.name is ''"],
  ])("refuses %p", (options, message) => {
    const error = thrown(() => openPayloads(options));
    expect(error.code).toBe("PAYLOAD_OPTION_INVALID");
    expect(error.message).toContain(message);
  });
});
