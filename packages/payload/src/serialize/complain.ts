import { types } from "node:util";
import type { Complaint } from "./place.ts";

interface Rule extends Complaint {
  readonly is: (value: unknown) => boolean;
}

/** What no serializer carries, since it is no data. The first that fits is said. */
const NO_DATA: readonly Rule[] = [
  {
    is: (value) => typeof value === "function",
    what: "is a function",
    advice: "pass the data it needs, and call it where the data arrives.",
  },
  { is: (value) => typeof value === "symbol", what: "is a symbol", advice: "pass a string." },
  { is: types.isPromise, what: "is a promise", advice: "await it, and pass its result." },
  { is: types.isGeneratorObject, what: "is a generator", advice: "run it with yield*, and pass its result." },
  { is: isIterator, what: "is an iterator", advice: "spread it into an array." },
  {
    is: (value) => types.isWeakMap(value) || types.isWeakSet(value),
    what: "is a weak collection",
    advice: "pass a Map or a Set.",
  },
  { is: types.isSharedArrayBuffer, what: "is shared memory", advice: "pass a copy of its bytes." },
  { is: types.isBoxedPrimitive, what: "is a boxed primitive", advice: "pass the primitive itself, value.valueOf()." },
];

/** What JSON alone does not carry. */
const NO_JSON: readonly Rule[] = [
  { is: (value) => value === undefined, what: "is undefined", advice: "leave it out, or pass null." },
  { is: (value) => typeof value === "bigint", what: "is a bigint", advice: "pass it as a string." },
  { is: (value) => Object.is(value, -0), what: "is -0", advice: "pass 0." },
  { is: (value) => typeof value === "number", what: "is not a finite number", advice: "pass null or a string." },
  { is: types.isDate, what: "is a Date", advice: "pass its toISOString()." },
  { is: types.isMap, what: "is a Map", advice: "pass an array of its entries." },
  { is: types.isSet, what: "is a Set", advice: "pass an array of its items." },
  { is: (value) => value instanceof URL, what: "is a URL", advice: "pass its href." },
  { is: types.isRegExp, what: "is a RegExp", advice: "pass its source and flags." },
  { is: types.isAnyArrayBuffer, what: "is an ArrayBuffer", advice: "pass it as a base64 string." },
  { is: ArrayBuffer.isView, what: "is binary data", advice: "pass it as a base64 string." },
  { is: isErrorLike, what: "is an error", advice: "pass its name and message." },
];

/** The complaint about what is no data, if the value is such a thing. */
export function complainOfNoData(value: unknown): Complaint | undefined {
  return NO_DATA.find((rule) => rule.is(value));
}

/** The complaint about a value that JSON does not carry, and that is neither array nor plain object. */
export function complainOfNoJson(value: unknown): Complaint {
  const known = complainOfNoData(value) ?? NO_JSON.find((rule) => rule.is(value));
  return known ?? { what: `is ${classOf(value)}`, advice: "pass a plain object with its data." };
}

/** The complaint about an instance of a class that the serializer was not told of. */
export function complainOfClass(value: object): Complaint {
  const name = classNameOf(value);
  const register = name === undefined ? "{ classes }" : `{ classes: { ${name} } }`;
  return {
    what: `is ${classOf(value)}`,
    advice: `pass a plain object with its data, or name the class to superjsonSerializer(${register}).`,
  };
}

/** The name of the class that made an object, if it has one. */
export function classNameOf(value: unknown): string | undefined {
  const maker: unknown = (value as { constructor?: unknown } | null | undefined)?.constructor;
  return typeof maker === "function" && maker.name !== "" ? maker.name : undefined;
}

function classOf(value: unknown): string {
  const name = classNameOf(value);
  return name === undefined ? "an instance of a class without a name" : `an instance of ${name}`;
}

/** Whether a value is an error of any realm, a DOMException and the old-fashioned kinds included. */
export function isErrorLike(value: unknown): value is Error {
  if (types.isNativeError(value)) return true;
  if (typeof value !== "object" || value === null) return false;
  for (let at: object | null = Object.getPrototypeOf(value); at; at = Object.getPrototypeOf(at)) {
    // What only the Error.prototype of a realm has: its own name "Error" and its own empty message.
    const own = Object.getOwnPropertyDescriptor(at, "name");
    if (own?.value === "Error" && Object.getOwnPropertyDescriptor(at, "message")?.value === "") return true;
  }
  return false;
}

function isIterator(value: unknown): boolean {
  return (
    types.isMapIterator(value) ||
    types.isSetIterator(value) ||
    /^\[object \w+ Iterator\]$/.test(Object.prototype.toString.call(value))
  );
}

/** What a value is, for a serializer that carries next to nothing. */
export function whatIs(value: unknown): string {
  if (value === null) return "is null";
  if (Array.isArray(value)) return "is an array";
  if (typeof value === "string") return "is a string";
  if (typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) return `is ${value}`;
  return complainOfNoJson(value).what;
}
