/** A 128-bit key, as four 32-bit words. */
export type HashKey = readonly [number, number, number, number];

/** The key of hashes that keep no secret. */
export const OPEN_KEY: HashKey = [0, 0, 0, 0];

/**
 * SipHash-1-3 over 16-bit units: a keyed 64-bit hash, in 32-bit arithmetic because BigInt is fifty times slower.
 * Feed it with `unit`, `text` and `float`, then ask `digest` once.
 */
export class SipHash {
  #v0h;
  #v0l;
  #v1h;
  #v1l;
  #v2h;
  #v2l;
  #v3h;
  #v3l;
  #low = 0;
  #high = 0;
  #units = 0;

  constructor([k0, k1, k2, k3]: HashKey = OPEN_KEY) {
    this.#v0h = k1 ^ 0x736f6d65;
    this.#v0l = k0 ^ 0x70736575;
    this.#v1h = k3 ^ 0x646f7261;
    this.#v1l = k2 ^ 0x6e646f6d;
    this.#v2h = k1 ^ 0x6c796765;
    this.#v2l = k0 ^ 0x6e657261;
    this.#v3h = k3 ^ 0x74656462;
    this.#v3l = k2 ^ 0x79746573;
  }

  /** Adds the lower 16 bits of a number. */
  unit(value: number): void {
    const at = this.#units & 3;
    this.#units = (this.#units + 1) >>> 0;
    const bits = value & 0xffff;
    if (at === 0) this.#low = bits;
    else if (at === 1) this.#low |= bits << 16;
    else if (at === 2) this.#high = bits;
    else {
      this.#high |= bits << 16;
      this.#block(this.#high, this.#low);
      this.#low = 0;
      this.#high = 0;
    }
  }

  /** Adds the lower 32 bits of a number. */
  word(value: number): void {
    this.unit(value);
    this.unit(value >>> 16);
  }

  /** Adds a text: its length in UTF-16 units, then the units. */
  text(value: string): void {
    this.word(value.length);
    for (let i = 0; i < value.length; i++) this.unit(value.charCodeAt(i));
  }

  /** Adds bytes, each as a unit: what adding one after the other comes to, in a third of the time. */
  bytes(value: Uint8Array): void {
    // Beyond its end an array has nothing; up to there it has numbers.
    const at = (index: number): number => value[index] as number;
    let i = 0;
    while (i < value.length && (this.#units & 3) !== 0) this.unit(at(i++));
    const from = i;
    for (; i + 4 <= value.length; i += 4) this.#block(at(i + 2) | (at(i + 3) << 16), at(i) | (at(i + 1) << 16));
    this.#units = (this.#units + (i - from)) >>> 0;
    while (i < value.length) this.unit(at(i++));
  }

  /** The hash of all that was added, as two 32-bit words. */
  digest(): readonly [high: number, low: number] {
    const units = this.#units;
    this.#block((this.#high | (units << 24)) ^ (units >>> 8), this.#low);
    this.#v2l ^= 0xff;
    this.#round();
    this.#round();
    this.#round();
    return [
      (this.#v0h ^ this.#v1h ^ this.#v2h ^ this.#v3h) >>> 0,
      (this.#v0l ^ this.#v1l ^ this.#v2l ^ this.#v3l) >>> 0,
    ];
  }

  #block(high: number, low: number): void {
    this.#v3h ^= high;
    this.#v3l ^= low;
    this.#round();
    this.#v0h ^= high;
    this.#v0l ^= low;
  }

  #round(): void {
    let v0h = this.#v0h | 0,
      v0l = this.#v0l | 0,
      v1h = this.#v1h | 0,
      v1l = this.#v1l | 0;
    let v2h = this.#v2h | 0,
      v2l = this.#v2l | 0,
      v3h = this.#v3h | 0,
      v3l = this.#v3l | 0;
    let high: number;
    let low: number;

    low = (v0l + v1l) | 0;
    v0h = (v0h + v1h + (low >>> 0 < v0l >>> 0 ? 1 : 0)) | 0;
    v0l = low;
    high = (v1h << 13) | (v1l >>> 19);
    low = (v1l << 13) | (v1h >>> 19);
    v1h = high ^ v0h;
    v1l = low ^ v0l;
    high = v0h;
    v0h = v0l;
    v0l = high;

    low = (v2l + v3l) | 0;
    v2h = (v2h + v3h + (low >>> 0 < v2l >>> 0 ? 1 : 0)) | 0;
    v2l = low;
    high = (v3h << 16) | (v3l >>> 16);
    low = (v3l << 16) | (v3h >>> 16);
    v3h = high ^ v2h;
    v3l = low ^ v2l;

    low = (v0l + v3l) | 0;
    v0h = (v0h + v3h + (low >>> 0 < v0l >>> 0 ? 1 : 0)) | 0;
    v0l = low;
    high = (v3h << 21) | (v3l >>> 11);
    low = (v3l << 21) | (v3h >>> 11);
    v3h = high ^ v0h;
    v3l = low ^ v0l;

    low = (v2l + v1l) | 0;
    v2h = (v2h + v1h + (low >>> 0 < v2l >>> 0 ? 1 : 0)) | 0;
    v2l = low;
    high = (v1h << 17) | (v1l >>> 15);
    low = (v1l << 17) | (v1h >>> 15);
    v1h = high ^ v2h;
    v1l = low ^ v2l;
    high = v2h;
    v2h = v2l;
    v2l = high;

    this.#v0h = v0h;
    this.#v0l = v0l;
    this.#v1h = v1h;
    this.#v1l = v1l;
    this.#v2h = v2h;
    this.#v2l = v2l;
    this.#v3h = v3h;
    this.#v3l = v3l;
  }
}

/** The 64-bit hash of some texts. */
export function hashTexts(texts: readonly string[], key: HashKey = OPEN_KEY): readonly [high: number, low: number] {
  const hash = new SipHash(key);
  for (const text of texts) hash.text(text);
  return hash.digest();
}

/** A 128-bit hash of some texts, as four 32-bit words; good as a key too. */
export function hashKey(texts: readonly string[]): HashKey {
  const [a, b] = hashTexts(texts, [0, 0, 0, 1]);
  const [c, d] = hashTexts(texts, [0, 0, 0, 2]);
  return [a, b, c, d];
}

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

/** 32-bit words in base32, lower case, without padding. */
export function base32(words: readonly number[]): string {
  let text = "";
  let bits = 0;
  let held = 0;
  for (const word of words) {
    for (let shift = 24; shift >= 0; shift -= 8) {
      held = ((held << 8) | ((word >>> shift) & 0xff)) & 0xfff;
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text += ALPHABET[(held >>> bits) & 31];
      }
    }
  }
  return bits === 0 ? text : text + ALPHABET[(held << (5 - bits)) & 31];
}
