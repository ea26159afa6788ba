import { complainOfNoJson } from "./complain.ts";
import type { Complaint, Place } from "./place.ts";
import { below, keyLabel, MAX_DEPTH, root, TOO_DEEP, unserializable } from "./place.ts";
import { hasPlainPrototype, isPlainArray, plainText } from "./plain.ts";
import type { Serializer } from "./serializer.ts";

/** How every JSON text begins. Anything else need not be tried: a failed JSON.parse is slow. */
const JSON_START = /^\s*[[{"\-0-9tfn]/;

/**
 * Plain JSON, strictly: what JSON does not carry exactly is refused with its path instead of being changed on the way.
 * Choose it where programs in other languages read every payload.
 */
export function jsonSerializer(): Serializer {
  return {
    name: "json",
    serialize(value, name = "value") {
      const text = plainText(value);
      if (text !== undefined) return text;
      refuse(value, root(name), new Set());
      // Nothing wrong with it: it has symbols for keys, but none that shows.
      return JSON.stringify(value);
    },
    deserialize: parseOrRaw,
  };
}

/**
 * Reads JSON; a text that is no JSON, which only another client can have written, is itself the value.
 *
 * @param text - Any text.
 */
export function parseOrRaw(text: string): unknown {
  const first = text.charCodeAt(0);
  const likely = first === 0x5b || first === 0x7b || first === 0x22; // [ { "
  if (!likely && !JSON_START.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Finds the first thing JSON does not carry, and throws. */
function refuse(value: unknown, place: Place, above: Set<object>): void {
  if (typeof value !== "object" || value === null) {
    if (plainText(value) === undefined) throw unserializable(place, complainOfNoJson(value));
    return;
  }
  if (above.has(value)) throw unserializable(place, CYCLE);
  if (place.depth > MAX_DEPTH) throw unserializable(place, TOO_DEEP);
  if (Array.isArray(value) && "toJSON" in value) throw unserializable(place, TO_JSON);
  const plain = Array.isArray(value) ? isPlainArray(value) : hasPlainPrototype(value);
  if (!plain) throw unserializable(place, complainOfNoJson(value));
  above.add(value);
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) refuse(item, below(place, `[${index}]`, [index]), above);
  } else {
    refuseSymbols(value, place);
    for (const [key, item] of Object.entries(value)) refuse(item, below(place, keyLabel(key), [key]), above);
    if ("toJSON" in value && typeof value.toJSON === "function") throw unserializable(place, TO_JSON);
  }
  above.delete(value);
}

function refuseSymbols(value: object, place: Place): void {
  const key = Object.getOwnPropertySymbols(value).find((symbol) =>
    Object.prototype.propertyIsEnumerable.call(value, symbol),
  );
  if (key) throw unserializable(below(place, `[${String(key)}]`, []), SYMBOL_KEY);
}

const CYCLE: Complaint = {
  what: "is a cycle: the object contains itself",
  advice: "refer to it by an id, or use superjsonSerializer().",
};
const SYMBOL_KEY: Complaint = { what: "has a symbol for its key", advice: "use a string for the key." };
const TO_JSON: Complaint = { what: "has a method toJSON", advice: "pass what it returns." };
