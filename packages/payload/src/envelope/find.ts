import { REFERENCE } from "./reference.ts";

/** An object that a reference names. */
export interface NamedObject {
  readonly store: string;
  readonly key: string;
}

const VISIBLE = "[\\x21-\\x7e]+";
const MORE = `(?:[a-z0-9]+=${VISIBLE} )*?`;
const ANY = new RegExp(`^${REFERENCE}\\d{1,9} ${MORE}store=(${VISIBLE}) ${MORE}key=(${VISIBLE})`);

/**
 * Finds references wherever they stand in a text, also in strings of JSON: for a cleaner, to whom a reference too many does
 * no harm, and one overlooked does. Of later versions, too, as long as they say `store=` and `key=`.
 *
 * @param text - Any text.
 * @returns What they name. In JSON it is not certain where a key ends: then both possibilities.
 */
export function referencesIn(text: string): readonly NamedObject[] {
  const found: NamedObject[] = [];
  // One after the other: the key of one, as far as it could reach, may hold the next.
  for (let at = text.indexOf(REFERENCE); at >= 0; at = text.indexOf(REFERENCE, at + 1)) {
    const [, store = "", key = ""] = ANY.exec(text.slice(at)) ?? [];
    if (store === "") continue;
    for (const eachStore of new Set([store, unquoted(store)])) {
      for (const eachKey of new Set([key, unquoted(key)])) found.push({ store: eachStore, key: eachKey });
    }
  }
  return found;
}

/** What a word is if it stands in a string of JSON, to the string's end if it ends there. */
function unquoted(word: string): string {
  const end = /^(?:[^"\\]|\\.)*/.exec(word)?.[0] ?? "";
  return end.replace(/\\(["\\])/g, "$1");
}
