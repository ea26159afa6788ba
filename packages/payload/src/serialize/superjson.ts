import { SuperJSON } from "superjson";
import { codeOf, PayloadError } from "../errors.ts";
import { BOX, Box } from "./box.ts";
import type { Classes } from "./classes.ts";
import { classTable } from "./classes.ts";
import { parseOrRaw } from "./json.ts";
import { lower } from "./lower.ts";
import { plainText } from "./plain.ts";
import { raise } from "./raise.ts";
import type { Serializer } from "./serializer.ts";

/** Before what plain JSON does not carry. */
export const SUPERJSON_MARKER = "sweft:superjson ";
const FIRST = SUPERJSON_MARKER.charCodeAt(0);

/** What {@link superjsonSerializer} can be told. */
export interface SuperjsonOptions {
  /**
   * Classes whose instances may be written, by the names they have in texts. Instances come back by their own enumerable
   * properties, without a call of the constructor; for a class with private fields give a {@link Classes | codec}.
   */
  readonly classes?: Classes;
}

/**
 * The default serializer. What plain JSON carries exactly is written as plain JSON, which every client of SWF can read;
 * everything else by SuperJSON, after the marker `sweft:superjson `.
 *
 * Carries undefined, bigint, NaN, infinities, -0, Date, RegExp, URL, Map, Set, holes in arrays, ArrayBuffer, DataView,
 * Buffer and all typed arrays, cycles and shared objects, instances of named classes, and errors with name, message,
 * stack, cause, `code` and their other own fields. Refuses what has no data or would silently lose it: functions,
 * symbols, promises, generators, weak collections, instances of classes it was not told of.
 *
 * @param options - Classes.
 * @throws {PayloadError} `PAYLOAD_OPTION_INVALID` for a class that is none.
 */
export function superjsonSerializer({ classes = {} }: SuperjsonOptions = {}): Serializer {
  const table = classTable(classes);
  const superjson = new SuperJSON();
  superjson.registerClass(Box, BOX);
  return {
    name: "superjson",
    marker: SUPERJSON_MARKER,
    serialize(value, name = "value") {
      return plainText(value) ?? SUPERJSON_MARKER + write(superjson, lower(value, name, table));
    },
    deserialize(text) {
      // The first character decides almost always: JSON has none that begins so.
      if (text.charCodeAt(0) !== FIRST || !text.startsWith(SUPERJSON_MARKER)) return parseOrRaw(text);
      try {
        return raise(read(superjson, text.slice(SUPERJSON_MARKER.length)), table);
      } catch (error) {
        if (codeOf(error) === "PAYLOAD_UNREADABLE") throw error;
        const message = `This payload cannot be read: ${text.slice(0, 60)}… is damaged, or a class of it failed.`;
        throw new PayloadError("PAYLOAD_UNREADABLE", message, { cause: error });
      }
    },
  };
}

/**
 * SuperJSON takes equal bigints and NaNs for one shared object, and reading that back loses entries of sets and maps.
 * Nothing in our trees is shared, so its notes about sharing are left out.
 */
function write(superjson: SuperJSON, tree: unknown): string {
  const { json, meta } = superjson.serialize(tree);
  return JSON.stringify(meta?.values === undefined ? { json } : { json, meta: { values: meta.values, v: meta.v } });
}

function read(superjson: SuperJSON, text: string): unknown {
  const { json, meta } = JSON.parse(text);
  return superjson.deserialize({ json, meta: meta && { values: meta.values, v: meta.v } }, { inPlace: true });
}
