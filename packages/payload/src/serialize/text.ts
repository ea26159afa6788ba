import { complainOfNoData, whatIs } from "./complain.ts";
import { root, unserializable } from "./place.ts";
import type { Serializer } from "./serializer.ts";

/** Half of a surrogate pair: with the flag `u`, a whole pair does not match. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Strings as they are, without quotes: for documents, and for programs that expect them bare. Only the empty one is marked,
 * since an empty field is none.
 *
 * @returns A serializer that refuses everything but strings, and strings that hold half of a surrogate pair, since
 * UTF-8 has no bytes for that.
 */
export function textSerializer(): Serializer {
  return {
    name: "text",
    arity: "one",
    serialize(value, name = "value") {
      if (typeof value !== "string") {
        const known = complainOfNoData(value) ?? { what: whatIs(value) };
        throw unserializable(root(name), { what: known.what, advice: "textSerializer() carries strings only." });
      }
      if (isWellFormed(value)) return value;
      const what = `holds half of a surrogate pair at ${value.search(LONE_SURROGATE)}`;
      throw unserializable(root(name), {
        what,
        advice: "cut strings between characters, or use superjsonSerializer().",
      });
    },
    deserialize: (text) => text,
  };
}

/** A method that strings have in every Node.js since 20, and not yet in the version of the language that we are compiled for. */
interface Checked {
  isWellFormed(): boolean;
}

/** Whether a text survives being written as UTF-8. */
export const isWellFormed = (text: string): boolean => (text as unknown as Checked).isWellFormed();
