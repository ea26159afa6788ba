import { describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";
import type { HashKey } from "../../src/values/siphash.ts";
import { base32, hashKey, hashTexts, OPEN_KEY, SipHash } from "../../src/values/siphash.ts";

jest.setTimeout(180_000);

const MASK = (1n << 64n) - 1n;
const rotate = (x: bigint, by: bigint) => ((x << by) | (x >> (64n - by))) & MASK;

/** SipHash-c-d as its authors describe it, in plain 64-bit arithmetic, over words whose last one holds the length. */
function sipHash(c: number, d: number, [k0, k1]: readonly [bigint, bigint], words: readonly bigint[]): bigint {
  let [v0, v1] = [k0 ^ 0x736f6d6570736575n, k1 ^ 0x646f72616e646f6dn];
  let [v2, v3] = [k0 ^ 0x6c7967656e657261n, k1 ^ 0x7465646279746573n];
  const rounds = (n: number) => {
    for (let i = 0; i < n; i++) {
      v0 = (v0 + v1) & MASK;
      v1 = rotate(v1, 13n) ^ v0;
      v0 = rotate(v0, 32n);
      v2 = (v2 + v3) & MASK;
      v3 = rotate(v3, 16n) ^ v2;
      v0 = (v0 + v3) & MASK;
      v3 = rotate(v3, 21n) ^ v0;
      v2 = (v2 + v1) & MASK;
      v1 = rotate(v1, 17n) ^ v2;
      v2 = rotate(v2, 32n);
    }
  };
  for (const word of words) {
    v3 ^= word;
    rounds(c);
    v0 ^= word;
  }
  v2 ^= 0xffn;
  rounds(d);
  return v0 ^ v1 ^ v2 ^ v3;
}

/** The words of a message in bytes, as the authors lay them out. */
function wordsOfBytes(bytes: readonly number[]): bigint[] {
  const words: bigint[] = [];
  for (let i = 0; i <= bytes.length - (bytes.length % 8); i += 8) {
    let word = 0n;
    for (let j = 0; j < 8; j++) word |= BigInt(bytes[i + j] ?? 0) << BigInt(8 * j);
    words.push(word);
  }
  const last = words.length - 1;
  words[last] = (words[last] ?? 0n) | (BigInt(bytes.length & 0xff) << 56n);
  return words;
}

/** The words of a message in 16-bit units: the last holds the number of units, low byte on top, the rest below. */
function wordsOfUnits(units: readonly number[]): bigint[] {
  const words: bigint[] = [];
  for (let i = 0; i <= units.length - (units.length % 4); i += 4) {
    let word = 0n;
    for (let j = 0; j < 4; j++) word |= BigInt(units[i + j] ?? 0) << BigInt(16 * j);
    words.push(word);
  }
  const last = words.length - 1;
  const count = BigInt(units.length);
  words[last] = (words[last] ?? 0n) ^ ((count & 0xffn) << 56n) ^ ((count >> 8n) << 32n);
  return words;
}

const wide = ([k0, k1, k2, k3]: HashKey): [bigint, bigint] => [
  (BigInt(k1 >>> 0) << 32n) | BigInt(k0 >>> 0),
  (BigInt(k3 >>> 0) << 32n) | BigInt(k2 >>> 0),
];

function hashed(units: readonly number[], key?: HashKey): bigint {
  const hash = new SipHash(key);
  for (const unit of units) hash.unit(unit);
  const [high, low] = hash.digest();
  return (BigInt(high) << 32n) | BigInt(low);
}

const bitsSet = (x: bigint) => x.toString(2).replaceAll("0", "").length;
const word32 = fc.integer({ min: 0, max: 0xffffffff });
const key = fc.tuple(word32, word32, word32, word32);
const unit = fc.integer({ min: 0, max: 0xffff });

describe("the plain SipHash of these tests", () => {
  it("gives the values that the authors published for SipHash-2-4", () => {
    const counting: [bigint, bigint] = [0x0706050403020100n, 0x0f0e0d0c0b0a0908n];
    const upTo = (n: number) => wordsOfBytes(Array.from({ length: n }, (_, i) => i));
    expect(sipHash(2, 4, counting, upTo(0))).toBe(0x726fdb47dd0e0e31n);
    expect(sipHash(2, 4, counting, upTo(15))).toBe(0xa129ca6149be45e5n);
  });
});

describe("SipHash", () => {
  it("is SipHash-1-3 over 16-bit units, carries and all", () => {
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 40 }), key, (units, key) => {
        expect(hashed(units, key)).toBe(sipHash(1, 3, wide(key), wordsOfUnits(units)));
      }),
      { numRuns: 500 },
    );
  });

  it("is so for messages longer than a byte can count", () => {
    for (const length of [255, 256, 257, 1023, 65_536, 70_001]) {
      const units = Array.from({ length }, (_, i) => (i * 31) & 0xffff);
      expect(hashed(units, [1, 2, 3, 4])).toBe(sipHash(1, 3, wide([1, 2, 3, 4]), wordsOfUnits(units)));
    }
  });

  it("takes the lower bits of a unit, a word as two units, and a text as its length and units", () => {
    expect(hashed([0x12345])).toBe(hashed([0x2345]));
    const word = new SipHash();
    word.word(0x89abcdef);
    expect(word.digest()).toEqual(hashTextsOfUnits([0xcdef, 0x89ab]));
    const text = new SipHash();
    text.text("aé😀");
    expect(text.digest()).toEqual(hashTextsOfUnits([4, 0, 0x61, 0xe9, 0xd83d, 0xde00]));
  });

  it("takes bytes as so many units, wherever they begin and end", () => {
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 5 }), fc.uint8Array({ maxLength: 20 }), unit, (before, bytes, after) => {
        const hash = new SipHash();
        for (const each of before) hash.unit(each);
        hash.bytes(bytes);
        hash.unit(after);
        expect(hash.digest()).toEqual(hashTextsOfUnits([...before, ...bytes, after]));
      }),
    );
  });

  it("gives two 32-bit words without sign", () => {
    for (let i = 0; i < 1000; i++) {
      for (const word of hashTexts([String(i)])) {
        expect(word).toBe(word >>> 0);
      }
    }
  });

  it("depends on every bit of its key, and has a key of zeros unless told", () => {
    expect(hashTexts(["a"])).toEqual(hashTexts(["a"], OPEN_KEY));
    const seen = new Set<string>([String(hashTexts(["a"]))]);
    for (let word = 0; word < 4; word++) {
      for (let bit = 0; bit < 32; bit++) {
        const other: [number, number, number, number] = [0, 0, 0, 0];
        other[word] = (1 << bit) >>> 0;
        seen.add(String(hashTexts(["a"], other)));
      }
    }
    expect(seen.size).toBe(129);
  });

  it("changes about half its bits when one bit of the message changes", () => {
    let changed = 0;
    let runs = 0;
    fc.assert(
      fc.property(fc.array(unit, { minLength: 1, maxLength: 20 }), fc.nat(), fc.nat(15), key, (units, at, bit, key) => {
        const other = units.with(at % units.length, (units[at % units.length] ?? 0) ^ (1 << bit));
        const bits = bitsSet(hashed(units, key) ^ hashed(other, key));
        // Of 64 fair coins, fewer than 8 or more than 56 heads come once in ten billion throws.
        expect(bits).toBeGreaterThan(7);
        expect(bits).toBeLessThan(57);
        changed += bits;
        runs++;
      }),
      { numRuns: 1000 },
    );
    expect(changed / runs).toBeGreaterThan(30);
    expect(changed / runs).toBeLessThan(34);
  });

  it("does not collide over 200,000 short texts", () => {
    const seen = new Set<string>();
    for (let i = 0; i < 200_000; i++) seen.add(base32(hashTexts([i.toString(36)])));
    expect(seen.size).toBe(200_000);
  });

  it("tells texts by their borders", () => {
    const lists = [["ab"], ["a", "b"], ["", "ab"], ["ab", ""], [], [""], ["", ""], ["a", "", "b"], ["a\u0000b"]];
    expect(new Set(lists.map((texts) => String(hashTexts(texts)))).size).toBe(lists.length);
  });
});

function hashTextsOfUnits(units: readonly number[]): readonly [number, number] {
  const hash = hashed(units);
  return [Number(hash >> 32n), Number(hash & 0xffffffffn)];
}

describe("hashKey", () => {
  it("is 128 bits whose halves are unlike", () => {
    const [a, b, c, d] = hashKey(["x"]);
    expect([a, b]).not.toEqual([c, d]);
    expect(hashKey(["x"])).toEqual([a, b, c, d]);
    expect(hashKey(["y"])).not.toEqual([a, b, c, d]);
  });
});

describe("base32", () => {
  /** Five bits at a time, from a text of bits. */
  const plain = (words: readonly number[]) => {
    const bits = words.map((word) => (word >>> 0).toString(2).padStart(32, "0")).join("");
    return (bits.match(/.{1,5}/g) ?? [])
      .map((five) => "abcdefghijklmnopqrstuvwxyz234567"[Number.parseInt(five.padEnd(5, "0"), 2)])
      .join("");
  };

  it("writes as RFC 4648 does, in lower case and without padding", () => {
    expect(base32([])).toBe("");
    expect(base32([0x666f6f62])).toBe("mzxw6yq");
    expect(base32([0])).toBe("aaaaaaa");
    expect(base32([0xffffffff, 0xffffffff])).toBe("7777777777776");
  });

  it("is five bits a character, for words of any size and sign", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -0x80000000, max: 0xffffffff }), { maxLength: 8 }), (words) => {
        expect(base32(words)).toBe(plain(words));
      }),
    );
  });
});
