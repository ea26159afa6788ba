import type { StoredObject } from "@sweft/payload";
import type { Mutant } from "./mutant.ts";

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");

/** Stores that do something wrong when they delete or list. */
export const OF_LISTING: readonly Mutant[] = [
  [
    "does not delete",
    () => ({ delete: async () => {} }),
    "does not mind when there is nothing to delete",
    "gave 1 bytes, and none were to be there",
  ],
  [
    "deletes what starts alike",
    ({ sound, entries }) => ({
      delete: async (key) => {
        for (const entry of await entries(key)) await sound.delete(entry.key);
      },
    }),
    "forgets what is deleted, and nothing else",
    'get("p/14/a/b/c") rejected with',
  ],
  [
    "minds when there is nothing to delete",
    ({ sound }) => ({
      delete: async (key) => {
        await sound.get(key);
        await sound.delete(key);
      },
    }),
    "does not mind when there is nothing to delete",
    "It must forget the key, and not mind if there is none",
  ],
  [
    "never takes again what was deleted",
    ({ sound, kept, entries }) => ({
      put: async (key, bytes) => {
        const wasDeleted = kept.has(key) && (await entries(key)).length === 0;
        if (!wasDeleted) await sound.put(key, bytes);
      },
    }),
    "keeps what is put after it was deleted",
    "PAYLOAD_MISSING",
  ],
  [
    "lists everything, whatever the prefix",
    ({ listingBy }) => listingBy(() => /^/),
    "lists nothing where there is nothing",
    "which it should not",
  ],
  [
    "lists whole folders only",
    ({ listing }) => listing((all, prefix) => all.filter(({ key }) => prefix.endsWith("/") || key === prefix)),
    "lists by prefix, which need not end at a slash, and tells capitals from small letters",
    /list\("p\/\d+\/a"\) left out "p\/\d+\/ab"/,
  ],
  [
    "lists one level",
    ({ listing }) => listing((all, prefix) => all.filter(({ key }) => !key.slice(prefix.length + 1).includes("/"))),
    "lists by prefix, which need not end at a slash, and tells capitals from small letters",
    "left out",
  ],
  [
    "lists by a pattern of SQL",
    ({ listingBy }) =>
      listingBy((prefix) => new RegExp(`^${escaped(prefix).replaceAll("_", ".").replaceAll("%", ".*")}`)),
    "takes the characters of a prefix for what they are",
    /list\("p\/\d+\/_a"\) yielded "p\/\d+\/xa", which it should not/,
  ],
  [
    "lists by a pattern of shells",
    ({ listingBy }) =>
      listingBy((prefix) => new RegExp(`^${escaped(prefix).replaceAll("\\*", ".*").replaceAll("\\?", ".")}`)),
    "takes the characters of a prefix for what they are",
    "which it should not",
  ],
  [
    "lists by a regular expression",
    ({ listingBy }) => listingBy((prefix) => new RegExp(`^${prefix.replaceAll(/[*[\]]/g, "\\$&")}`)),
    "takes the characters of a prefix for what they are",
    /list\("p\/\d+\/\.b"\) yielded "p\/\d+\/xb"/,
  ],
  [
    "lists without regard to capitals",
    ({ listingBy }) => listingBy((prefix) => new RegExp(`^${escaped(prefix)}`, "i")),
    "lists by prefix, which need not end at a slash, and tells capitals from small letters",
    /"p\/\d+\/A", which it should not/,
  ],
  [
    "lists a page only",
    ({ listing }) => listing((all) => all.slice(0, 15)),
    "lists a great many objects, each once",
    'left out "p/22/many/15", "p/22/many/16", "p/22/many/17" and 2 more of 20 objects',
  ],
  [
    "lists twice",
    ({ listing }) => listing((all) => [...all, ...all.slice(0, 1)]),
    "lists by prefix, which need not end at a slash, and tells capitals from small letters",
    "twice. It must yield every object",
  ],
  [
    "lists what was deleted",
    ({ kept }) => ({
      list: async function* (prefix) {
        for (const [key, bytes] of kept)
          if (key.startsWith(prefix)) yield { key, size: bytes.length, modifiedMs: Date.now() };
      },
    }),
    "forgets what is deleted, and nothing else",
    /yielded "p\/14\/a\/b", which it should not/,
  ],
  [
    "lists keys alone",
    ({ listing }) => listing((all) => all.map(({ key }) => key)),
    "tells how long objects are",
    'yielded the text "p/20/size-0". It must yield objects: { key, size, modifiedMs }',
  ],
  [
    "tells no size",
    ({ listing }) => listing((all) => all.map(({ key, modifiedMs }) => ({ key, modifiedMs }))),
    "tells how long objects are",
    "yielded the size undefined for",
  ],
  [
    "tells a wrong size",
    ({ listing }) => listing((all) => all.map((entry) => ({ ...entry, size: 1 }))),
    "tells how long objects are",
    "list() told the size 1 of an object of 0 bytes",
  ],
  [
    "tells the time in seconds",
    ({ listing }) => listing((all) => all.map((entry) => ({ ...entry, modifiedMs: entry.modifiedMs / 1000 }))),
    "tells how long objects are",
    "It must be the time of the last put in milliseconds since 1970, a number",
  ],
  [
    "tells the time as a Date",
    ({ listing }) => listing((all) => all.map((entry) => ({ ...entry, modifiedMs: new Date(entry.modifiedMs) }))),
    "tells how long objects are",
    "yielded modifiedMs an Date for",
  ],
  [
    "tells when objects were put first",
    ({ listing }) => {
      const first = new Map<string, StoredObject>();
      return listing((all) =>
        all.map((entry) => {
          first.set(entry.key, first.get(entry.key) ?? entry);
          return first.get(entry.key);
        }),
      );
    },
    "tells when objects were put, and makes those young that are put again",
    "garbage collection spares what is young",
    "hangs",
  ],
  [
    "never ends its list",
    () => ({ list: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) }) }),
    "lists nothing where there is nothing",
    "did not settle within",
    "hangs",
  ],
  [
    "cannot be left in the middle of a list",
    ({ sound }) => ({
      list: (prefix) => {
        const all = sound.list(prefix)[Symbol.asyncIterator]();
        return {
          [Symbol.asyncIterator]: () => ({ next: () => all.next(), return: () => Promise.reject(new Error("busy")) }),
        };
      },
    }),
    "can be left in the middle of a list",
    "busy",
  ],
  [
    "has a name with a space",
    () => ({ name: "my store" }),
    "has a name that fits a reference, always the same, and the methods it is said to have",
    'The store\'s name is "my store". It must be visible ASCII characters without spaces.',
  ],
];
