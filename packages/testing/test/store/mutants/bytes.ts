import type { Mutant } from "./mutant.ts";

const missing = (): Error => Object.assign(new Error("nothing there"), { code: "PAYLOAD_MISSING" });

/** Stores that do something wrong with bytes. */
export const OF_BYTES: readonly Mutant[] = [
  [
    "loses what it is given",
    () => ({ put: async () => {} }),
    "keeps a large object",
    'get("p/8/large") rejected with PayloadError (code PAYLOAD_MISSING)',
  ],
  [
    "drops the last byte",
    ({ giving }) => giving((bytes) => bytes.subarray(0, -1)),
    "keeps a large object",
    "gave 199999 bytes where 200000 had been put; the first 199999 are the same",
  ],
  [
    "truncates at 64 kB",
    ({ giving }) => giving((bytes) => bytes.subarray(0, 65_536)),
    "keeps a large object",
    "the first 65536 are the same",
  ],
  [
    "adds a line end",
    ({ giving }) => giving((bytes) => Buffer.concat([bytes, Buffer.from("\n")])),
    "keeps an empty object",
    "gave 1 bytes where 0 had been put",
  ],
  [
    "damages a byte",
    ({ giving }) => giving((bytes) => bytes.map((byte, at) => (at === 5 ? byte ^ 1 : byte))),
    "keeps a large object",
    "the first that differs is number 5: 0x18 instead of 0x19",
  ],
  [
    "keeps bytes as text",
    ({ giving }) => giving((bytes) => Buffer.from(Buffer.from(bytes).toString("utf8"))),
    "gives back the bytes it was given, whatever they are",
    "number 128: 0xef instead of 0x80",
  ],
  [
    "gives text",
    ({ giving }) => giving((bytes) => Buffer.from(bytes).toString("latin1")),
    "keeps an empty object",
    'gave the text "". It must give the bytes as a Uint8Array',
  ],
  ["gives nothing", ({ giving }) => giving(() => undefined), "keeps an empty object", "gave undefined."],
  [
    "gives an ArrayBuffer",
    ({ giving }) => giving((bytes) => bytes.slice().buffer),
    "keeps an empty object",
    "gave an ArrayBuffer.",
  ],
  [
    "calls empty objects missing",
    ({ giving }) =>
      giving((bytes) => {
        if (bytes.length === 0) throw missing();
        return bytes;
      }),
    "keeps an empty object",
    "rejected with Error (code PAYLOAD_MISSING): nothing there",
  ],
  [
    "keeps the whole buffer of a part",
    ({ sound }) => ({ put: (key, bytes) => sound.put(key, new Uint8Array(bytes.buffer)) }),
    "keeps a part of a larger buffer, and nothing around it",
    "gave 1000 bytes where 100 had been put",
  ],
  [
    "keeps no copy of what it was given",
    ({ sound, kept }) => ({
      get: async (key) => {
        await sound.get(key);
        return Uint8Array.from(kept.get(key) ?? []);
      },
    }),
    "keeps a copy of its own",
    "number 0: 0x09 instead of 0x01",
  ],
  [
    "gives out its own copy",
    ({ giving }) => {
      const copies = new Map<string, Uint8Array>();
      return giving((bytes) => {
        const key = bytes.join();
        copies.set(key, copies.get(key) ?? bytes);
        return copies.get(key);
      });
    },
    "keeps a copy of its own",
    "number 1: 0x09 instead of 0x02",
  ],
];
