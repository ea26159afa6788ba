import { MAX_DEPTH } from "./place.ts";

/** Up to so many characters, about, {@link print} is faster than a call of JSON.stringify. */
const PRINT_CHARS = 200;
const PRINT_DEPTH = 8;
/** No list of more items prints in {@link PRINT_CHARS}. */
const PRINT_ITEMS = PRINT_CHARS / 2;
const PRINT_OBJECTS = 8;
/** What is no plain JSON has no size. */
const NOT_PLAIN = -1;

const { getPrototypeOf, getOwnPropertySymbols, hasOwn, prototype: objectPrototype } = Object;
const arrayPrototype: unknown = Array.prototype;
const EMPTY = {};

/**
 * Writes a value as plain JSON, if plain JSON carries it exactly: strings, finite numbers other than -0, booleans, null,
 * dense arrays and plain objects of these. This is the hottest path of replay.
 *
 * As in JSON itself, only own enumerable properties count, named properties of arrays do not, and an object that occurs
 * twice is written twice.
 *
 * @param value - Anything.
 * @returns The very text of JSON.stringify, or undefined where it would lose something.
 */
export function plainText(value: unknown): string | undefined {
  const text = isNothingInherited() ? print(value, 0) : undefined;
  return text ?? (isPlainJson(value) ? JSON.stringify(value) : undefined);
}

/** Do plain objects have no enumerable properties but their own? A library may have hung some on Object.prototype. */
function isNothingInherited(): boolean {
  for (const _name in EMPTY) return false;
  return true;
}

/** Whether plain JSON carries a value exactly. */
export function isPlainJson(value: unknown): boolean {
  return plainSize(value, 0) !== NOT_PLAIN;
}

/** How long the text will be, roughly, or {@link NOT_PLAIN}. A cycle ends it at the depth limit. */
function plainSize(value: unknown, depth: number): number {
  if (typeof value !== "object" || value === null) return scalarSize(value);
  if (depth > MAX_DEPTH) return NOT_PLAIN;
  let size = 2;
  if (Array.isArray(value)) {
    if (!isPlainArray(value)) return NOT_PLAIN;
    // A hole reads as undefined, which is not plain. Scalars are looked at on the spot: a call of this for each would take longer.
    for (let index = 0; index < value.length; index++) {
      const item: unknown = value[index];
      const more = typeof item === "object" && item !== null ? plainSize(item, depth + 1) : scalarSize(item);
      if (more === NOT_PLAIN) return NOT_PLAIN;
      size += more;
    }
    return size;
  }
  const record = value as Record<string, unknown>;
  if (!isPlainRecord(record)) return NOT_PLAIN;
  for (const name in record) {
    const item = record[name];
    const more = typeof item === "object" && item !== null ? plainSize(item, depth + 1) : scalarSize(item);
    // What a library has hung on Object.prototype is looked at in vain, and does no harm.
    if (more === NOT_PLAIN && hasOwn(record, name)) return NOT_PLAIN;
    size += more + name.length + 4;
  }
  return size;
}

function scalarSize(value: unknown): number {
  if (typeof value === "string") return value.length + 3;
  if (typeof value === "number") return isPlainNumber(value) ? 6 : NOT_PLAIN;
  return typeof value === "boolean" || value === null ? 5 : NOT_PLAIN;
}

/**
 * Checks and prints small values in one walk, in less time than a check and a call of JSON.stringify take.
 *
 * @returns The text, or undefined where the value is not plain, not small, or of another realm. The work until then is bounded.
 */
function print(value: unknown, depth: number): string | undefined {
  if (typeof value === "string") return value.length > PRINT_CHARS ? undefined : quote(value);
  if (typeof value === "number") return isPlainNumber(value) ? `${value}` : undefined;
  if (typeof value === "boolean") return value ? "true" : "false";
  if (typeof value !== "object") return undefined;
  if (value === null) return "null";
  if (depth > PRINT_DEPTH) return undefined;
  return Array.isArray(value) ? printArray(value, depth) : printObject(value as Record<string, unknown>, depth);
}

function printArray(array: readonly unknown[], depth: number): string | undefined {
  if (array.length > PRINT_ITEMS || getPrototypeOf(array) !== arrayPrototype || "toJSON" in array) return undefined;
  // A list of so many objects does not print in so few characters either: better not to begin.
  if (array.length > PRINT_OBJECTS && typeof array[0] === "object") return undefined;
  let text = "";
  for (let index = 0; index < array.length; index++) {
    const item = print(array[index], depth + 1);
    if (item === undefined || text.length > PRINT_CHARS) return undefined;
    text = index === 0 ? item : `${text},${item}`;
  }
  return `[${text}]`;
}

function printObject(object: Record<string, unknown>, depth: number): string | undefined {
  if (getPrototypeOf(object) !== objectPrototype || !isPlainRecord(object)) return undefined;
  let text = "";
  for (const name in object) {
    const item = print(object[name], depth + 1);
    if (item === undefined || text.length > PRINT_CHARS) return undefined;
    const start = text === "" ? "{" : `${text},`;
    // Every part that is put together separately takes its time.
    text = needsNoEscape(name) ? `${start}"${name}":${item}` : `${start}${JSON.stringify(name)}:${item}`;
  }
  return text === "" ? "{}" : `${text}}`;
}

/** A JSON string. One that needs no escape, as most, is only put in quotes. */
const quote = (text: string): string => (needsNoEscape(text) ? `"${text}"` : JSON.stringify(text));

function needsNoEscape(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // Control characters, the quote, the backslash, and surrogates, which need an escape when they stand alone.
    if (unit < 0x20 || unit === 0x22 || unit === 0x5c || (unit >= 0xd800 && unit <= 0xdfff)) return false;
  }
  return true;
}

function isPlainNumber(value: number): boolean {
  // Infinities and NaN differ from themselves.
  return value - value === 0 && (value !== 0 || 1 / value > 0);
}

function isPlainRecord(object: Record<string, unknown>): boolean {
  return hasPlainPrototype(object) && typeof object.toJSON !== "function" && getOwnPropertySymbols(object).length === 0;
}

/** Whether an array is of class Array, of this or of another realm. */
export function isPlainArray(array: readonly unknown[]): boolean {
  const prototype: unknown = getPrototypeOf(array);
  // In every realm Array.prototype is an array itself, and no subclass's prototype is.
  return (prototype === arrayPrototype || Array.isArray(prototype)) && !("toJSON" in array);
}

/** Whether an object has no class: its prototype is null, or Object.prototype of this or of another realm. */
export function hasPlainPrototype(object: object): boolean {
  const prototype: object | null = getPrototypeOf(object);
  if (prototype === objectPrototype || prototype === null) return true;
  return getPrototypeOf(prototype) === null && Object.hasOwn(prototype, "isPrototypeOf");
}
