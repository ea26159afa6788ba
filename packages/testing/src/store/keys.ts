import { Buffer } from "node:buffer";
import { broken, shown } from "./judge.ts";
import type { Cases, Trial } from "./trial.ts";

/** As long as parts of the keys of Sweft get. */
const LONG = "p".repeat(127);

/** Keys that differ but a little, of the characters that those of Sweft are made of. */
const ALIKE = [
  ...["a", "A", "aa", "a.b", "a-b", "a_b", "ab", "a.2fb", ".61", ".41", "_", "-", "0", "00", "1", "01", "1e1", "null"],
  ...["a/b", "a/b/c", "a/bc", "ab/c", "A/b", "a/B", "b/a", "con", "con/aux", "nul.txt", "constructor", "__proto__"],
  ...["x", "y"].map((end) => `${LONG}${end}`),
  ...["x", "y"].map((start) => `${start}${LONG}`),
  ...["x", "y"].map((end) => `${LONG}0/${LONG}0/${LONG}${end}/start/${"0".repeat(64)}`),
  ...["0", "1"].map((end) => `${LONG}0/${LONG}0/22PUGkX2ZF1CszDVIbxBHJ/${"0".repeat(63)}${end}`),
];

/** Keys that the prefix of a user could make, and that not every store can take. */
const UNUSUAL = [
  ...["", "/", "a//b", "a/", "//a", ".", "..", "a/../b", "../../../../../../etc/passwd", "...", "~", "~/a"],
  ...["%", "%2e", "%2F", "a%2Fb", "a+b", "a&b=c", "a?b", "a#b", "a;b", "a:b", "C:\\x", "a\\b", "$HOME", "`a`", "{a}"],
  ...[
    "'",
    '"',
    "''",
    "');--",
    "<a>",
    "*",
    "a*",
    "[ab]",
    "(a)",
    "|",
    "^",
    "@",
    "!",
    ",",
    "a=b",
    "k.payload",
    "k.payload/x",
  ],
];

/** What becomes of the keys. */
export const KEYS: Cases = {
  "says PAYLOAD_MISSING of a key that nothing was put under": async (trial) => {
    await trial.expectMissing(trial.key("a/b"));
    await trial.put(trial.key("a/b"), Uint8Array.of(1));
    for (const key of ["a", "a/", "a/b/c", "a/bc", "A/b", "a/B", "b"]) await trial.expectMissing(trial.key(key));
  },

  "confuses no two keys": async (trial) => {
    await putAll(trial, ALIKE);
    for (const key of ALIKE) await trial.expect(trial.key(key), Buffer.from(`under ${key}`));
    await trial.expectListed(
      trial.settings.prefix,
      ALIKE.map((key) => trial.key(key)),
    );
  },

  "takes an unusual key, or refuses it with PAYLOAD_KEY_INVALID, and confuses it with no other": async (trial) => {
    const taken: string[] = [];
    for (const key of UNUSUAL) if (await isTaken(trial, key)) taken.push(key);
    for (const key of taken) await trial.expect(trial.key(key), Buffer.from(`under ${key}`));
    await trial.expectListed(
      trial.settings.prefix,
      taken.map((key) => trial.key(key)),
    );
  },
};

/** Puts under each key bytes that tell it from the others. */
export async function putAll(trial: Trial, keys: readonly string[]): Promise<void> {
  await Promise.all(keys.map((key) => trial.put(trial.key(key), Buffer.from(`under ${key}`))));
}

async function isTaken(trial: Trial, name: string): Promise<boolean> {
  const key = trial.key(name);
  const asked = `put(${JSON.stringify(key)})`;
  return trial.settled(asked, async () => {
    try {
      await trial.store.put(key, Buffer.from(`under ${name}`));
      return true;
    } catch (error) {
      if ((error as { readonly code?: unknown } | undefined)?.code === "PAYLOAD_KEY_INVALID") return false;
      const should = 'It must keep them, or reject with an error whose code is "PAYLOAD_KEY_INVALID"';
      throw broken(`${asked} rejected with ${shown(error)}`, should, error);
    }
  });
}
