import { Buffer } from "node:buffer";
import * as zlib from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import type { EncryptionKeys, PayloadsOptions } from "../../src/index.ts";
import { openPayloads, staticKeys } from "../../src/index.ts";
import { keyOf } from "../support/codecs.ts";
import { rejection, thrown } from "../support/errors.ts";

const open = (keys: EncryptionKeys, more: PayloadsOptions = {}) =>
  openPayloads({ ...more, codecs: { encryption: { keys } } });
const rotated = { k1: keyOf(1), k2: keyOf(2) };

describe("staticKeys", () => {
  it("takes bytes, and base64 with or without its padding", async () => {
    const base64 = Buffer.from(keyOf(1)).toString("base64");
    const texts = [keyOf(1), base64, base64.replace("=", "")].map((k1) =>
      open(staticKeys({ current: "k1", keys: { k1 } })).seal('"a"'),
    );
    expect(new Set(await Promise.all(texts)).size).toBe(1);
  });

  it.each<[string, Parameters<typeof staticKeys>[0], string]>([
    [
      "a current key that is not there",
      { current: "k3", keys: rotated },
      'staticKeys: current is "k3", and keys has k1, k2;',
    ],
    ["no key at all", { current: "k", keys: {} }, "keys has none"],
    ["a key that is too short", { current: "k", keys: { k: keyOf(1).subarray(1) } }, "the key k is not 32 bytes"],
    ["a passphrase", { current: "k", keys: { k: "correct horse battery staple" } }, "openssl rand -base64 32"],
    ["an id with a space", { current: "a b", keys: { "a b": keyOf(1) } }, 'the id "a b" of a key'],
    ["an id that is too long", { current: "x".repeat(513), keys: { ["x".repeat(513)]: keyOf(1) } }, "1 to 512 visible"],
  ])("refuses %s, and shows no key", (_, options, message) => {
    const error = thrown(() => staticKeys(options));
    expect(error.code).toBe("PAYLOAD_OPTION_INVALID");
    expect(error.message).toContain(message);
    expect(error.message).not.toContain("horse");
  });
});

describe("rotation", () => {
  it("writes by the current key and reads by every key that is there", async () => {
    const before = await open(staticKeys({ current: "k1", keys: rotated })).seal('"a"');
    const now = open(staticKeys({ current: "k2", keys: rotated }));
    const after = await now.seal('"a"');
    expect([before, after]).toEqual([
      expect.stringContaining("aes256gcm:k1 "),
      expect.stringContaining("aes256gcm:k2 "),
    ]);
    await now.fetch([before, after]);
    expect([now.read(before), now.read(after)]).toEqual(["a", "a"]);
  });

  it("keeps the keys of digests apart, the current one first, and knows those it has met", async () => {
    const { ids: _ids, ...keys } = staticKeys({ current: "k2", keys: rotated });
    const now = open(keys);
    const old = open(staticKeys({ current: "k1", keys: { k1: keyOf(1) } }));
    const [k1] = await old.digestKeys();
    expect((await now.digestKeys()).map(({ id }) => id)).not.toContain(k1?.id);
    expect(await open(staticKeys({ current: "k2", keys: rotated })).digestKeys()).toContainEqual(k1);
    await now.fetch([await old.seal('"a"')]);
    const [first, ...others] = await now.digestKeys();
    expect(others).toEqual([k1]);
    expect(first).toEqual({ id: expect.stringMatching(/^[0-9a-f]{8}$/), key: expect.any(Array) });
    expect(await openPayloads().digestKeys()).toEqual([]);
  });
});

describe("a key that is not here", () => {
  it("is told by its id, by who has others and by who has none", async () => {
    const sealed = await open(staticKeys({ current: "k1", keys: rotated })).seal('"a"');
    for (const reader of [open(staticKeys({ current: "k2", keys: { k2: keyOf(2) } })), openPayloads()]) {
      const error = await rejection(reader.fetch([sealed]));
      expect(error.code).toBe("PAYLOAD_KEY_ID_UNKNOWN");
      expect(error.message).toContain("the key k1, which is not here");
      expect(thrown(() => reader.read(sealed)).code).toBe("PAYLOAD_NOT_FETCHED");
    }
  });
});

describe("a provider of keys", () => {
  const sealed = open(staticKeys({ current: "k1", keys: rotated })).seal('"a"');

  it("may answer by promises, and is asked once for what it has given", async () => {
    const asked: string[] = [];
    const keys: EncryptionKeys = {
      current: async () => ({ id: "k2", bytes: keyOf(2) }),
      async get(id) {
        asked.push(id);
        return id === "k1" ? keyOf(1) : undefined;
      },
    };
    const payloads = open(keys, { cacheBytes: 0 });
    await Promise.all([payloads.fetch([await sealed]), payloads.fetch([await sealed])]);
    await payloads.fetch([await payloads.seal('"b"')]);
    await payloads.fetch([await sealed]);
    expect(payloads.read(await sealed)).toBe("a");
    expect(asked).toEqual(["k1"]);
  });

  it.each<[string, Partial<EncryptionKeys>, string]>([
    ["rejects", { get: () => Promise.reject(new Error("KMS is down")) }, "could not give the key k1: KMS is down"],
    ["throws", { get: () => JSON.parse("{") }, "could not give the key k1"],
    ["hangs", { get: () => new Promise(() => {}) }, "did not give the key k1 within 20 ms"],
  ])("that %s is told, and worth another try", async (_, faulty, message) => {
    const payloads = open(
      { current: () => ({ id: "k2", bytes: keyOf(2) }), get: () => undefined, ...faulty },
      { storeTimeoutMs: 20 },
    );
    const error = await rejection(payloads.fetch([await sealed]));
    expect(error.code).toBe("PAYLOAD_KEYS_FAILED");
    expect(error.message).toContain(message);
  });

  it("that has no current key fails what is written, and nothing is written in plain text", async () => {
    const payloads = open({ current: () => Promise.reject(new Error("denied")), get: () => undefined });
    expect((await rejection(payloads.seal('"a"'))).code).toBe("PAYLOAD_KEYS_FAILED");
    expect((await rejection(payloads.digestKeys())).code).toBe("PAYLOAD_KEYS_FAILED");
  });

  it("that gives what is no key is told so", async () => {
    const payloads = open({
      current: () => ({ id: "k", bytes: keyOf(1).subarray(2) }),
      get: () => keyOf(1).subarray(2),
    });
    expect((await rejection(payloads.seal('"a"'))).message).toContain("the key k is not 32 bytes");
    expect((await rejection(payloads.fetch([await sealed]))).message).toContain("the key k1 is not 32 bytes");
  });
});

describe("a codec that is not here", () => {
  it("is told", async () => {
    const sealed = await openPayloads({ codecs: { compression: { codec: "gzip", minBytes: 1 } } }).seal(
      "x".repeat(300),
    );
    expect((await rejection(openPayloads().fetch([sealed.replace("=gz ", "=lz4 ")]))).code).toBe(
      "PAYLOAD_CODEC_UNKNOWN",
    );
    if ("zstdCompress" in zlib) return;
    expect((await rejection(openPayloads().fetch([sealed.replace("=gz ", "=zst ")]))).message).toContain("Node 22.15");
    const error = thrown(() => openPayloads({ codecs: { compression: "zstd" } }));
    expect(error.message).toContain("this Node cannot do it");
  });
});
