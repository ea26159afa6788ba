import { Buffer } from "node:buffer";

import type { Cases } from "./trial.ts";

/** What becomes of the bytes. */
export const BYTES: Cases = {
  "gives back the bytes it was given, whatever they are": async (trial) => {
    const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    // Text that ends in the middle of a character, a byte order mark, ends of lines, a zero.
    const noText = Uint8Array.of(0xef, 0xbb, 0xbf, 0xff, 0x00, 0x0d, 0x0a, 0x0d, 0xc3, 0x28, 0x80, 0xe2, 0x82);
    await trial.put(trial.key("every"), every);
    await trial.put(trial.key("no-text"), noText);
    await trial.expect(trial.key("every"), every);
    await trial.expect(trial.key("no-text"), noText);
  },

  "keeps an empty object": async (trial) => {
    await trial.put(trial.key("empty"), new Uint8Array());
    await trial.expect(trial.key("empty"), new Uint8Array());
  },

  "keeps a large object": async (trial) => {
    const large = largeOf(trial.settings.largeBytes);
    await trial.put(trial.key("large"), large);
    await trial.expect(trial.key("large"), large);
  },

  "keeps a part of a larger buffer, and nothing around it": async (trial) => {
    const buffer = largeOf(1000);
    await trial.put(trial.key("part"), buffer.subarray(100, 200));
    await trial.put(trial.key("buffer"), Buffer.from(buffer.buffer, 300, 50));
    await trial.expect(trial.key("part"), buffer.slice(100, 200));
    await trial.expect(trial.key("buffer"), buffer.slice(300, 350));
  },

  "keeps a copy of its own": async (trial) => {
    const key = trial.key("copy");
    const given = Uint8Array.of(1, 2, 3);
    await trial.put(key, given);
    given[0] = 9;
    await trial.expect(key, Uint8Array.of(1, 2, 3));
    (await trial.get(key))[1] = 9;
    await trial.expect(key, Uint8Array.of(1, 2, 3));
  },
};

/** Bytes in which no power of two is a period, as the blocks of stores have. */
export function largeOf(length: number): Uint8Array {
  const period = Uint8Array.from({ length: Math.min(length, 65_521) }, (_, at) => (at * at + (at >>> 3)) & 255);
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += period.length) bytes.set(period.subarray(0, length - at), at);
  return bytes;
}
