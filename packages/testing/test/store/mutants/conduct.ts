import type { Mutant } from "./mutant.ts";

/** Stores that do something wrong with keys, or with requests. */
export const OF_CONDUCT: readonly Mutant[] = [
  [
    "gives nothing for a missing key",
    ({ sound }) => ({ get: (key) => sound.get(key).catch(() => new Uint8Array()) }),
    "says PAYLOAD_MISSING of a key that nothing was put under",
    "gave 0 bytes, and none were to be there",
  ],
  [
    "calls missing keys something else",
    ({ sound }) => ({
      get: (key) => sound.get(key).catch(() => Promise.reject(Object.assign(new Error("404"), { code: "NoSuchKey" }))),
    }),
    "says PAYLOAD_MISSING of a key that nothing was put under",
    'rejected with Error (code NoSuchKey): 404. Where there is nothing it must reject with an error whose code is "PAYLOAD_MISSING"',
  ],
  [
    "calls missing keys nothing at all",
    ({ sound }) => ({ get: (key) => sound.get(key).catch(() => Promise.reject(undefined)) }),
    "says PAYLOAD_MISSING of a key that nothing was put under",
    "rejected with undefined.",
  ],
  [
    "knows no capitals",
    ({ under }) => under((key) => key.toLowerCase()),
    "confuses no two keys",
    /gave \d+ bytes where \d+ had been put|number \d+: /,
  ],
  [
    "knows no folders",
    ({ under }) => under((key) => key.replaceAll("/", "")),
    "confuses no two keys",
    /get\("p\/12\/a/,
  ],
  [
    "decodes keys",
    ({ under }) =>
      under((key) =>
        key.replaceAll(/%([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))),
      ),
    "takes an unusual key, or refuses it with PAYLOAD_KEY_INVALID, and confuses it with no other",
    /get\("p\/13\/./,
  ],
  [
    "resolves paths",
    ({ under }) => under((key) => new URL(key, "file:///").pathname),
    "takes an unusual key, or refuses it with PAYLOAD_KEY_INVALID, and confuses it with no other",
    /get\("p\/13\//,
  ],
  ["shortens keys", ({ under }) => under((key) => key.slice(0, 255)), "confuses no two keys", /get\("p\/12\/p+0/],
  [
    "refuses unusual keys by a code of its own",
    ({ sound }) => ({
      put: (key, bytes) => (/[<>"|?*]/.test(key) ? Promise.reject(new Error("EINVAL")) : sound.put(key, bytes)),
    }),
    "takes an unusual key, or refuses it with PAYLOAD_KEY_INVALID, and confuses it with no other",
    'rejected with Error: EINVAL. It must keep them, or reject with an error whose code is "PAYLOAD_KEY_INVALID"',
  ],
  [
    "refuses what is there",
    ({ sound, kept }) => ({
      put: async (key, bytes) => {
        if (kept.has(key)) throw new Error("exists");
        await sound.put(key, bytes);
      },
    }),
    "takes the same object again, and from many at once",
    "rejected with Error: exists",
  ],
  [
    "takes one request at a time",
    ({ sound }) => {
      let busy = false;
      return {
        put: async (key, bytes) => {
          if (busy) throw new Error("busy");
          busy = true;
          await new Promise(setImmediate);
          busy = false;
          await sound.put(key, bytes);
        },
      };
    },
    "serves many requests at once",
    "rejected with Error: busy",
  ],
  [
    "has no bytes while they are put again",
    ({ sound }) => ({
      put: async (key, bytes) => {
        await sound.delete(key);
        await new Promise(setImmediate);
        await sound.put(key, bytes);
      },
    }),
    "gives an object whole while it is put again",
    "PAYLOAD_MISSING",
  ],
  [
    "never answers",
    () => ({ get: () => new Promise(() => {}) }),
    "keeps an empty object",
    'get("p/7/empty") did not settle within 0.3 seconds',
    "hangs",
  ],
  [
    "never answers once it is aborted",
    ({ sound }) => ({
      put: (key, bytes, request) => (request?.signal?.aborted ? new Promise(() => {}) : sound.put(key, bytes)),
    }),
    "settles requests that nobody waits for any more, and goes on",
    "a request whose signal aborts did not settle",
    "hangs",
  ],
  [
    "fails for good once it is aborted",
    ({ sound }) => {
      let down = false;
      return {
        put: async (key, bytes, request) => {
          down ||= request?.signal?.aborted === true;
          if (down) throw new Error("closed");
          await sound.put(key, bytes);
        },
      };
    },
    "settles requests that nobody waits for any more, and goes on",
    "rejected with Error: closed",
  ],
  [
    "throws instead of rejecting",
    () => ({
      put: () => {
        throw new Error("at once");
      },
    }),
    "keeps an empty object",
    "rejected with Error: at once",
  ],
];
