import { describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";
import { openPayloads, staticKeys } from "../../src/index.ts";
import { CODECS, keyOf } from "../support/codecs.ts";
import { rejection } from "../support/errors.ts";
import { watchedStore } from "../support/stores.ts";

jest.setTimeout(180_000);

/** Values of all sizes, of which some are worth to be compressed. */
const values = fc.oneof(
  fc.anything({ withDate: true, withMap: true, withSet: true, withBigInt: true }),
  fc.tuple(fc.string({ unit: "binary", minLength: 1 }), fc.nat(3000)).map(([part, times]) => part.repeat(times)),
  fc.array(fc.record({ id: fc.uuid(), at: fc.date({ noInvalidDate: true }) }), { maxLength: 60 }),
);
const scopes = fc.record({ domain: fc.string(), workflowId: fc.string({ minLength: 1 }) });

describe.each(CODECS)("payloads coded by %s", (name, codecs) => {
  it("carry every value, in its field and in a store, and give equal texts and keys for equal values", async () => {
    await fc.assert(
      fc.asyncProperty(values, fc.constantFrom(0, 300, 32_768), scopes, async (value, inlineLimit, scope) => {
        const stores = [watchedStore(), watchedStore()] as const;
        const options = { codecs, inlineLimit, prefix: "p/" };
        const [one, other] = stores.map((store) => openPayloads({ ...options, store }));
        if (!one || !other) throw new Error("there are two");
        const written = one.write(value);
        const sealed = await one.seal(written, { scope });
        expect(one.read(sealed)).toEqual(value);
        expect(await other.seal(other.write(one.read(written)), { scope })).toBe(sealed);
        expect(stores[0].puts).toEqual(stores[1].puts);
        // Whoever has not written it itself has to fetch it.
        const reader = openPayloads({ codecs, store: stores[0] });
        expect(reader.missing(sealed)).toBe(sealed !== written);
        await reader.fetch([sealed]);
        expect(reader.missing(sealed)).toBe(false);
        expect(reader.read(sealed)).toEqual(value);
        expect(reader.read(reader.open(sealed))).toEqual(value);
        expect(reader.missing(reader.open(sealed))).toBe(false);
        expect(await reader.seal(sealed)).toBe(sealed);
        expect(reader.sizeOf(sealed)).toBe(sealed === written ? written.length : Buffer.byteLength(written));
      }),
      { numRuns: 100 },
    );
  });

  it("tell every flipped bit, in their field and in the store", async () => {
    const flips = fc.record({ value: values, at: fc.nat(), bit: fc.nat(7), isStored: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(flips, async ({ value, at, bit, isStored }) => {
        const store = watchedStore();
        const writer = openPayloads({ codecs, store, inlineLimit: isStored ? 0 : 32_768 });
        const sealed = await writer.seal(writer.write(value));
        // Plain text in a field is what anybody may have written.
        if (!sealed.startsWith("sweft:ref:") && !sealed.startsWith("sweft:enc:")) return;
        const reader = openPayloads({ codecs, store });
        const key = sealed.split(" key=")[1];
        const isObject = key !== undefined && at % 2 === 0;
        let text = sealed;
        if (isObject) {
          const bytes = await store.get(key);
          const place = at % bytes.byteLength;
          await store.put(
            key,
            bytes.map((byte, i) => (i === place ? byte ^ (1 << bit) : byte)),
          );
        } else {
          // A text that no longer begins with `sweft:` is another program's.
          const place = 6 + (at % (sealed.length - 6));
          const flipped = String.fromCharCode(sealed.charCodeAt(place) ^ (1 << bit));
          text = sealed.slice(0, place) + flipped + sealed.slice(place + 1);
        }
        const failed = await reader.fetch([text]).then(
          () => undefined,
          ({ code }) => code,
        );
        const read = () => reader.read(text);
        expect(read).toThrow(expect.objectContaining({ code: expect.stringMatching(/^PAYLOAD_/) }));
        if (isObject) expect(failed).toBe("PAYLOAD_CORRUPT");
      }),
      { numRuns: 300 },
    );
  });

  it(`say by ${name} how they are coded`, async () => {
    const payloads = openPayloads({ codecs });
    const sealed = await payloads.seal(payloads.write("abc ".repeat(100)));
    const coded = { brotli: "br", gzip: "gz", encryption: "aes256gcm:k1" };
    const codec = name
      .split(" and ")
      .map((part) => coded[part as keyof typeof coded])
      .join("+");
    if (name === "nothing") expect(sealed).toBe(JSON.stringify("abc ".repeat(100)));
    else expect(sealed).toContain(`sweft:enc:1 codec=${codec} text=402 `);
  });
});

describe("compression", () => {
  it("leaves alone what is short, and what does not get smaller in its field", async () => {
    const payloads = openPayloads({ codecs: { compression: "brotli" } });
    for (const value of ["abc ".repeat(200), randomText(1200)]) {
      const text = payloads.write(value);
      expect(await payloads.seal(text)).toBe(text);
    }
    expect(await payloads.seal(payloads.write("abc ".repeat(300)))).toMatch(/^sweft:enc:1 codec=br text=1202 sha256=/);
  });

  it("lets texts stay in their field that are too long for it as they are", async () => {
    const payloads = openPayloads({ codecs: { compression: "gzip" } });
    const sealed = await payloads.seal(payloads.write("abc ".repeat(100_000)));
    expect(sealed.length).toBeLessThan(4000);
    expect(payloads.read(sealed)).toBe("abc ".repeat(100_000));
  });

  it("stores few bytes, and says how many come out", async () => {
    const store = watchedStore();
    const payloads = openPayloads({ store, codecs: { compression: "brotli" }, inlineLimit: 0 });
    const sealed = await payloads.seal(payloads.write("abc ".repeat(100_000)));
    const [key = ""] = store.puts;
    expect((await store.get(key)).byteLength).toBeLessThan(1000);
    expect(payloads.sizeOf(sealed)).toBe(400_002);
  });

  it("gives out no more bytes than the envelope says, whatever the bytes themselves would make of it", async () => {
    const payloads = openPayloads({ codecs: { compression: "gzip" } });
    const sealed = await payloads.seal(payloads.write("x".repeat(10_000_000)));
    const reader = openPayloads();
    const lying = sealed.replace("text=10000002", "text=2000");
    expect((await rejection(reader.fetch([lying]))).code).toBe("PAYLOAD_CORRUPT");
    expect(reader.missing(lying)).toBe(true);
  });

  it("is undone by whoever reads, with no option set", async () => {
    const writer = openPayloads({ codecs: { compression: "brotli" } });
    const sealed = await writer.seal(writer.write("abc ".repeat(300)));
    const reader = openPayloads();
    await reader.fetch([sealed]);
    expect(reader.read(sealed)).toBe("abc ".repeat(300));
  });
});

describe("encryption", () => {
  const codecs = { encryption: { keys: staticKeys({ current: "k1", keys: { k1: keyOf(1) } }) } };

  it("leaves nothing legible, in fields or in the store, and no digest of the plain text", async () => {
    const store = watchedStore();
    const payloads = openPayloads({ store, codecs, inlineLimit: 2000 });
    const { createHash } = await import("node:crypto");
    for (const value of ["secret", "secret ".repeat(2000)]) {
      const text = payloads.write(value);
      const sealed = await payloads.seal(text);
      const digest = createHash("sha256").update(text).digest();
      expect(sealed).not.toContain("secret");
      expect(sealed).not.toContain(digest.toString("hex"));
      for (const key of store.puts) {
        expect(key).not.toContain(digest.toString("hex"));
        expect(Buffer.from(await store.get(key)).includes("secret")).toBe(false);
      }
    }
    expect(store.puts).toHaveLength(1);
  });

  it("gives other bytes under another key, and for another text", async () => {
    const other = { encryption: { keys: staticKeys({ current: "k1", keys: { k1: keyOf(2) } }) } };
    const seal = (text: string, by = codecs) => openPayloads({ codecs: by }).seal(text);
    const all = await Promise.all([seal('"a"'), seal('"a"'), seal('"b"'), seal('"a"', other)]);
    expect(new Set(all).size).toBe(3);
  });

  it("tells bytes that the envelope vouches for and the key does not", async () => {
    const store = watchedStore();
    const [one, other] = [keyOf(1), keyOf(2)].map((k1) =>
      openPayloads({
        store,
        inlineLimit: 0,
        codecs: { encryption: { keys: staticKeys({ current: "k1", keys: { k1 } }) } },
      }),
    );
    const forged = await other?.seal('"forged"');
    const error = await rejection(one?.fetch([forged ?? ""]) ?? Promise.resolve());
    expect(error.code).toBe("PAYLOAD_TAMPERED");
    expect(one?.missing(forged ?? "")).toBe(true);
  });

  it("does not let bytes be taken for those of another codec, or of another length", async () => {
    const payloads = openPayloads({ codecs: { ...codecs, compression: { codec: "brotli", minBytes: 1 } } });
    const sealed = await payloads.seal(payloads.write("abc ".repeat(100)));
    for (const lying of [sealed.replace("br+", ""), sealed.replace("br+", "gz+"), sealed.replace("=402 ", "=403 ")]) {
      expect(lying).not.toBe(sealed);
      expect((await rejection(payloads.fetch([lying]))).code).toBe("PAYLOAD_TAMPERED");
    }
  });

  it("still reads what was written before it was turned on, and what others write", async () => {
    const payloads = openPayloads({ codecs });
    for (const text of ['["plain"]', "raw"]) {
      expect(payloads.missing(text)).toBe(false);
      expect(payloads.read(text)).toEqual(payloads.read(text));
    }
  });
});

/** Text that no codec makes smaller by much: the same in every run. */
function randomText(length: number): string {
  let state = 7;
  return Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return String.fromCharCode(32 + (Math.floor(state / 65_536) % 94));
  }).join("");
}
