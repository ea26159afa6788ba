import type { HashKey } from "./siphash.ts";
import { base32, SipHash } from "./siphash.ts";

/**
 * The version of the digest stands before it, so that a better one can come later. Version 1 is SipHash-1-3 over the
 * canonical form below; version k is the same by a secret key, whose id stands behind it: `k<digest>.<id>`.
 */
const OPEN = "1";
const KEYED = "k";

/** A secret key of digests. Histories show its id, of letters, digits and `-`. */
export interface DigestKey {
  readonly id: string;
  readonly key: HashKey;
}

const TAG = {
  undefined: 0,
  null: 1,
  false: 2,
  true: 3,
  number: 4,
  string: 5,
  bigint: 6,
  array: 7,
  object: 8,
  date: 9,
  map: 10,
  set: 11,
  bytes: 12,
  text: 13,
  back: 14,
} as const;

interface Walk {
  readonly hash: SipHash;
  /** The objects this one is nested in; a cycle is hashed as the way back. */
  readonly above: object[];
  readonly float: DataView;
}

/**
 * A 64-bit digest of a value that does not depend on the order of keys, on the codec or on where the text is stored:
 * what two programs mean by "the same arguments". Properties that are undefined count as absent; a Map and a Set
 * count in their own order, which is theirs to keep.
 *
 * @param key - A secret, if the values are secret: an open digest lets a reader of the history try guesses.
 * @returns The version, then 13 characters of base32; by a key, also its id.
 */
export function digest(value: unknown, key?: DigestKey): string {
  const walk: Walk = { hash: new SipHash(key?.key), above: [], float: new DataView(new ArrayBuffer(8)) };
  add(walk, value);
  const text = base32(walk.hash.digest());
  return key === undefined ? OPEN + text : `${KEYED}${text}.${key.id}`;
}

/**
 * Do these arguments have the recorded digest? It is computed as the recorded one was, so that a key may be turned on, and
 * replaced by another, under running executions. A digest by a key that is not here tells nothing, and is taken as equal.
 */
export function hasDigest(recorded: string, value: unknown, keys: readonly DigestKey[] = []): boolean {
  if (recorded.startsWith(OPEN)) return digest(value) === recorded;
  const id = recorded.slice(recorded.indexOf(".") + 1);
  const key = keys.find((each) => each.id === id);
  return key === undefined || digest(value, key) === recorded;
}

function add(walk: Walk, value: unknown): void {
  const { hash } = walk;
  switch (typeof value) {
    case "string":
      hash.unit(TAG.string);
      hash.text(value);
      return;
    case "number":
      hash.unit(TAG.number);
      addNumber(walk, value);
      return;
    case "boolean":
      hash.unit(value ? TAG.true : TAG.false);
      return;
    case "bigint":
      hash.unit(TAG.bigint);
      hash.text(value.toString());
      return;
    case "object":
      if (value === null) hash.unit(TAG.null);
      else nested(walk, value);
      return;
    default:
      hash.unit(TAG.undefined);
  }
}

function addNumber({ hash, float }: Walk, value: number): void {
  // JSON knows no -0: both zeros count as one. So do all NaN, whose bits differ from one to the next.
  float.setFloat64(0, value === 0 ? 0 : value);
  const isNumber = !Number.isNaN(value);
  hash.word(isNumber ? float.getInt32(0) : 0x7ff80000);
  hash.word(isNumber ? float.getInt32(4) : 0);
}

function nested(walk: Walk, value: object): void {
  const depth = walk.above.lastIndexOf(value);
  if (depth >= 0) {
    walk.hash.unit(TAG.back);
    walk.hash.word(walk.above.length - depth);
    return;
  }
  walk.above.push(value);
  const shape = shapeOf(value);
  (BUILT_IN.get(shape) ?? addObject)(walk, value as never, shape);
  walk.above.pop();
}

/** What a value is by birth. A value that names itself something else is an object like others. */
const shapeOf = (value: object): string =>
  Object.hasOwn(value, Symbol.toStringTag) ? "Object" : Object.prototype.toString.call(value).slice(8, -1);

function addArray(walk: Walk, values: readonly unknown[]): void {
  walk.hash.unit(TAG.array);
  walk.hash.word(values.length);
  for (const value of values) add(walk, value);
}

function addObject(walk: Walk, value: Record<string, unknown>): void {
  const { hash } = walk;
  hash.unit(TAG.object);
  // Sorted by UTF-16 units, never by locale.
  const keys = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort();
  hash.word(keys.length);
  for (const key of keys) {
    hash.text(key);
    add(walk, value[key]);
  }
}

function addMap(walk: Walk, value: ReadonlyMap<unknown, unknown>): void {
  walk.hash.unit(TAG.map);
  walk.hash.word(value.size);
  for (const [key, entry] of value) {
    add(walk, key);
    add(walk, entry);
  }
}

function addSet(walk: Walk, value: ReadonlySet<unknown>): void {
  walk.hash.unit(TAG.set);
  walk.hash.word(value.size);
  for (const entry of value) add(walk, entry);
}

function addBytes(walk: Walk, value: ArrayBufferView | ArrayBuffer, shape: string): void {
  const bytes = ArrayBuffer.isView(value)
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : new Uint8Array(value);
  walk.hash.unit(TAG.bytes);
  walk.hash.text(shape);
  walk.hash.word(bytes.length);
  walk.hash.bytes(bytes);
}

function addDate(walk: Walk, value: Date): void {
  walk.hash.unit(TAG.date);
  add(walk, value.getTime());
}

/** Things whose meaning is their text: RegExp, URL, boxed primitives. */
function addText(walk: Walk, value: object, shape: string): void {
  walk.hash.unit(TAG.text);
  walk.hash.text(shape);
  walk.hash.text(String(value));
}

function addError(walk: Walk, value: Error): void {
  walk.hash.unit(TAG.text);
  walk.hash.text(value.name);
  walk.hash.text(value.message);
  add(walk, value.cause);
  addObject(walk, value as unknown as Record<string, unknown>);
}

const BUILT_IN = new Map<string, (walk: Walk, value: never, shape: string) => void>([
  ["Array", addArray],
  ["Date", addDate],
  ["Map", addMap],
  ["Set", addSet],
  ["Error", addError],
  ["RegExp", addText],
  ["URL", addText],
  ["String", addText],
  ["Number", addText],
  ["Boolean", addText],
  ["BigInt", addText],
  ["ArrayBuffer", addBytes],
  ["DataView", addBytes],
  ...[
    "Int8Array",
    "Uint8Array",
    "Uint8ClampedArray",
    "Int16Array",
    "Uint16Array",
    "Int32Array",
    "Uint32Array",
    "Float32Array",
    "Float64Array",
    "BigInt64Array",
    "BigUint64Array",
  ].map((name): [string, typeof addBytes] => [name, addBytes]),
]);
