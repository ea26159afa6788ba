import { MAX_DEPTH } from "./place.ts";

/** Up to so many characters, about, {@link print} is faster than a call of JSON.stringify. */
const PRINT_CHARS = 200;
/** What is no plain JSON has no size. */
const NOT_PLAIN = -1;

const { getPrototypeOf, getOwnPropertySymbols, hasOwn, prototype: objectPrototype } = Object;
const arrayPrototype: unknown = Array.prototype;

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
  const size = plainSize(value, 0);
  if (size === NOT_PLAIN) return undefined;
  return size > PRINT_CHARS ? JSON.stringify(value) : print(value);
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

/** The text of a small value that is plain. */
function print(value: unknown): string {
  if (typeof value === "string") return quote(value);
  if (typeof value !== "object" || value === null) return `${value}`;
  let text = "";
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      text += index === 0 ? print(value[index]) : `,${print(value[index])}`;
    }
    return `[${text}]`;
  }
  const record = value as Record<string, unknown>;
  for (const name in record) {
    if (!hasOwn(record, name)) continue;
    text += text === "" ? `${quote(name)}:${print(record[name])}` : `,${quote(name)}:${print(record[name])}`;
  }
  return `{${text}}`;
}

/** A JSON string. One that needs no escape, as most, is only put in quotes. */
function quote(text: string): string {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // Control characters, the quote, the backslash, and surrogates, which need an escape when they stand alone.
    if (unit < 0x20 || unit === 0x22 || unit === 0x5c || (unit >= 0xd800 && unit <= 0xdfff))
      return JSON.stringify(text);
  }
  return `"${text}"`;
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
