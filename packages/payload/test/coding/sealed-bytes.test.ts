import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { openPayloads, staticKeys } from "../../src/index.ts";

const key = new Uint8Array(32).fill(7);

const encrypting = (id: string, compression?: "brotli" | "gzip") =>
  openPayloads({
    codecs: {
      ...(compression && { compression: { codec: compression, minBytes: 1 } }),
      encryption: { keys: staticKeys({ current: id, keys: { [id]: key } }) },
    },
  });

const ids = fc.integer({ min: 1, max: 512 }).map((length) => "k".repeat(length));
const compressions = fc.constantFrom(undefined, "brotli" as const, "gzip" as const);
const texts = fc.oneof(
  fc.string(),
  fc.nat(6_000).map((times) => "order".repeat(times)),
);

describe("what a sealed text is said to take at most", () => {
  it("is no less than it does take, however long the id of the key is, once the key has been asked for", async () => {
    await fc.assert(
      fc.asyncProperty(ids, compressions, texts, async (id, compression, text) => {
        const payloads = encrypting(id, compression);
        await payloads.digestKeys();
        const written = payloads.write(text);
        const most = payloads.sealedBytes?.(Buffer.byteLength(written)) ?? 0;
        expect((await payloads.seal(written, { limit: 1_000_000 })).length).toBeLessThanOrEqual(most);
        expect(most).toBeLessThan(written.length * 4 + 1_000);
      }),
      { numRuns: 300 },
    );
  });

  it("is not said without encryption, which alone makes texts longer", () => {
    expect(openPayloads().sealedBytes).toBeUndefined();
    expect(openPayloads({ codecs: { compression: "gzip" } }).sealedBytes).toBeUndefined();
  });
});
