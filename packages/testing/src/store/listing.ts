import { setTimeout as sleep } from "node:timers/promises";
import { largeOf } from "./bytes.ts";
import { broken } from "./judge.ts";
import { putAll } from "./keys.ts";
import type { Cases, Trial } from "./trial.ts";

const SIBLINGS = ["a", "ab", "a/b", "a/b/c", "a/bc", "A", "b/a"];
const PUTS_AT_ONCE = 32;

/** What `delete` does. */
export const DELETING: Cases = {
  "forgets what is deleted, and nothing else": async (trial) => {
    await putAll(trial, SIBLINGS);
    await trial.delete(trial.key("a/b"));
    await trial.expectMissing(trial.key("a/b"));
    const others = SIBLINGS.filter((name) => name !== "a/b");
    for (const name of others) await trial.get(trial.key(name));
    await trial.expectListed(
      trial.settings.prefix,
      others.map((name) => trial.key(name)),
    );
  },

  "does not mind when there is nothing to delete": async (trial) => {
    const key = trial.key("gone");
    await trial.delete(key);
    await trial.put(key, Uint8Array.of(1));
    await trial.delete(key);
    await trial.delete(key);
    await trial.expectMissing(key);
  },

  "keeps what is put after it was deleted": async (trial) => {
    const key = trial.key("back");
    await trial.put(key, Uint8Array.of(1, 2));
    await trial.delete(key);
    await trial.put(key, Uint8Array.of(1, 2));
    await trial.expect(key, Uint8Array.of(1, 2));
  },
};

/** What `list` does. */
export const LISTING: Cases = {
  "lists nothing where there is nothing": async (trial) => {
    await trial.expectListed(trial.settings.prefix, []);
    await trial.put(trial.key("a"), Uint8Array.of(1));
    await trial.expectListed(trial.key("b"), []);
    await trial.expectListed(trial.key("a/"), []);
  },

  "lists by prefix, which need not end at a slash, and tells capitals from small letters": async (trial) => {
    await putAll(trial, SIBLINGS);
    for (const prefix of ["", "a", "a/", "a/b", "a/b/", "A", "b", "c"]) {
      const expected = SIBLINGS.filter((name) => name.startsWith(prefix)).map((name) => trial.key(name));
      await trial.expectListed(trial.settings.prefix + prefix, expected);
    }
  },

  "takes the characters of a prefix for what they are": async (trial) => {
    // Patterns of SQL, of Redis, of shells and of regular expressions would find the other one, too.
    const pairs = [
      ["_a", "xa"],
      [".b", "xb"],
      ["c-c", "c_c"],
      ["..d", "xxd"],
    ] as const;
    await putAll(trial, pairs.flat());
    for (const [name] of pairs) await trial.expectListed(trial.key(name), [trial.key(name)]);
    await trial.expectListed(`${trial.settings.prefix}*`, []);
    await trial.expectListed(`${trial.settings.prefix}%`, []);
    await trial.expectListed(`${trial.settings.prefix}[a-z_.]`, []);
  },

  "tells how long objects are": async (trial) => {
    for (const size of [0, 1, 70_000]) {
      const key = trial.key(`size-${size}`);
      await trial.put(key, largeOf(size));
      const told = (await only(trial, key)).size;
      if (told === size) continue;
      throw broken(`list() told the size ${told} of an object of ${size} bytes`, "It must be the length that was put");
    }
  },

  "tells when objects were put, and makes those young that are put again": async (trial) => {
    const key = trial.key("young");
    const bytes = Uint8Array.of(1);
    await trial.put(key, bytes);
    const first = (await only(trial, key)).modifiedMs;
    // Its clock may tick in whole seconds.
    for (const end = Date.now() + trial.settings.patienceMs; Date.now() < end; await sleep(20)) {
      await trial.put(key, bytes);
      if ((await only(trial, key)).modifiedMs > first) return;
    }
    throw broken(
      `list() still told modifiedMs ${first} of an object that had been put again and again since`,
      "It must be the time of the last put: garbage collection spares what is young",
    );
  },

  "lists a great many objects, each once": async (trial) => {
    const names = Array.from({ length: trial.settings.manyObjects }, (_, index) => `many/${index}`);
    for (let at = 0; at < names.length; at += PUTS_AT_ONCE) await putAll(trial, names.slice(at, at + PUTS_AT_ONCE));
    await trial.expectListed(
      `${trial.settings.prefix}many/`,
      names.map((name) => trial.key(name)),
    );
  },

  "can be left in the middle of a list": async (trial) => {
    await putAll(trial, SIBLINGS);
    for (let nth = 0; nth < 20; nth++) await trial.leave(trial.settings.prefix);
    await trial.expectListed(
      trial.settings.prefix,
      SIBLINGS.map((name) => trial.key(name)),
    );
  },
};

/** The one object under a key. */
async function only(trial: Trial, key: string) {
  const found = (await trial.list(key)).filter((entry) => entry.key === key);
  const [one] = found;
  if (one && found.length === 1) return one;
  throw broken(`list(${JSON.stringify(key)}) yielded it ${found.length} times`, "It must yield an object once");
}
