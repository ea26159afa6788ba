import { MAX_DEPTH } from "./place.ts";

/** Above these, the engine's own JSON.stringify is faster than {@link print}. */
const PRINT_CHARS = 256;
const PRINT_DEPTH = 8;
const PRINT_STRING = 48;

const { getPrototypeOf, getOwnPropertySymbols, keys, prototype: objectPrototype } = Object;
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
  return print(value, 0) ?? (isPlainJson(value, 0) ? JSON.stringify(value) : undefined);
}

/**
 * Checks and prints small values in one walk, in less time than a check and a call of JSON.stringify take.
 *
 * @returns The text, or undefined where the value is not plain or not small. The work until then is bounded.
 */
function print(value: unknown, depth: number): string | undefined {
  switch (typeof value) {
    case "string":
      return quote(value);
    case "number":
      return isPlainNumber(value) ? `${value}` : undefined;
    case "boolean":
      return value ? "true" : "false";
    case "object":
      if (value === null) return "null";
      if (depth > PRINT_DEPTH) return undefined;
      return Array.isArray(value) ? printArray(value, depth) : printObject(value as Record<string, unknown>, depth);
    default:
      return undefined;
  }
}

function printArray(array: readonly unknown[], depth: number): string | undefined {
  if (!isPlainArray(array)) return undefined;
  let text = "[";
  for (let index = 0; index < array.length; index++) {
    const item = print(array[index], depth + 1);
    if (item === undefined || text.length > PRINT_CHARS) return undefined;
    text += index === 0 ? item : `,${item}`;
  }
  return `${text}]`;
}

function printObject(object: Record<string, unknown>, depth: number): string | undefined {
  if (!isPlainRecord(object)) return undefined;
  const names = keys(object);
  let text = "{";
  for (let index = 0; index < names.length; index++) {
    const name = names[index] as string;
    const item = print(object[name], depth + 1);
    if (item === undefined || text.length > PRINT_CHARS) return undefined;
    text += index === 0 ? `${quote(name)}:${item}` : `,${quote(name)}:${item}`;
  }
  return `${text}}`;
}

/** A JSON string. Short ones that need no escape, most of all, are only put in quotes. */
function quote(text: string): string {
  if (text.length > PRINT_STRING) return JSON.stringify(text);
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // Control characters, the quote, the backslash, and surrogates, which need an escape when they stand alone.
    if (unit < 0x20 || unit === 0x22 || unit === 0x5c || (unit >= 0xd800 && unit <= 0xdfff))
      return JSON.stringify(text);
  }
  return `"${text}"`;
}

/** The check without the printing, for values of any size. A cycle ends it at the depth limit. */
export function isPlainJson(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true;
    case "number":
      return isPlainNumber(value);
    case "object":
      break;
    default:
      return false;
  }
  if (value === null) return true;
  if (depth > MAX_DEPTH) return false;
  if (Array.isArray(value)) {
    if (!isPlainArray(value)) return false;
    // A hole reads as undefined, which is not plain.
    for (let index = 0; index < value.length; index++) if (!isPlainJson(value[index], depth + 1)) return false;
    return true;
  }
  const record = value as Record<string, unknown>;
  if (!isPlainRecord(record)) return false;
  const names = keys(record);
  for (let index = 0; index < names.length; index++) {
    if (!isPlainJson(record[names[index] as string], depth + 1)) return false;
  }
  return true;
}

function isPlainNumber(value: number): boolean {
  return Number.isFinite(value) && (value !== 0 || 1 / value > 0);
}

function isPlainRecord(object: Record<string, unknown>): boolean {
  return hasPlainPrototype(object) && getOwnPropertySymbols(object).length === 0 && typeof object.toJSON !== "function";
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
