import { types } from "node:util";
import { Box } from "./box.ts";
import { fromBytes, isBytes } from "./bytes.ts";
import type { ClassTable } from "./classes.ts";
import { classNameOf, complainOfClass, complainOfNoData, isErrorLike } from "./complain.ts";
import { fromError } from "./error-box.ts";
import type { Place, Step } from "./place.ts";
import { below, inside, keyLabel, MAX_DEPTH, root, stepsOf, TOO_DEEP, unserializable } from "./place.ts";
import { hasPlainPrototype } from "./plain.ts";
import type { Writing } from "./walk.ts";

interface Kind {
  is(value: object, classes: ClassTable): boolean;
  write(value: object, place: Place, writing: Writing): unknown;
}

/** Keys that SuperJSON refuses. */
const REFUSED_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** What to do with each kind of object; the first that fits is taken. What fits none is refused. */
const KINDS: readonly Kind[] = [
  kind((value): value is unknown[] => Array.isArray(value) && isExactly(value, "Array"), writeArray),
  kind((value): value is object => !Array.isArray(value) && hasPlainPrototype(value), writeRecord),
  {
    is: (value, classes) => classes.ofInstance(value)?.codec !== undefined,
    write: (value, place, writing) => {
      const entry = writing.classes.ofInstance(value);
      const data = writing.converting(value, () =>
        writing.at(entry?.codec?.toData(value), below(place, ".toData()", ["value", "data"])),
      );
      return new Box("class", { name: entry?.name ?? "", data });
    },
  },
  kind((value): value is Map<unknown, unknown> => types.isMap(value) && isExactly(value, "Map"), writeMap),
  kind((value): value is Set<unknown> => types.isSet(value) && isExactly(value, "Set"), writeSet),
  kind(
    (value): value is Date => types.isDate(value) && isExactly(value, "Date"),
    (date) => (Number.isNaN(+date) ? new Box("invalidDate", null) : new Date(+date)),
  ),
  kind(
    (value): value is RegExp => types.isRegExp(value) && isExactly(value, "RegExp"),
    ({ source, flags }) => new RegExp(source, flags),
  ),
  kind(
    (value): value is URL => value instanceof URL && isExactly(value, "URL"),
    (url) => new URL(url),
  ),
  kind(isErrorLike, (error, place, writing) => new Box("error", fromError(error, place, writing))),
  kind(isBytes, (bytes) => new Box("bytes", fromBytes(bytes))),
  {
    is: (value, classes) => classes.ofInstance(value) !== undefined,
    write: (value, place, writing) => {
      if (holdsMoreThanProperties(value)) {
        const what = `is an instance of ${classNameOf(value)}, which holds more than its properties`;
        throw unserializable(place, { what, advice: "name its class with { type, toData, fromData }." });
      }
      const data = writeRecord(value, below(place, "", ["value", "data"]), writing);
      return new Box("class", { name: writing.classes.ofInstance(value)?.name ?? "", data });
    },
  },
];

/**
 * Copies a value into a tree of what SuperJSON carries exactly, with a {@link Box} for everything else. The copy shares
 * nothing with the value, and nothing occurs in it twice: SuperJSON's own handling of shared objects loses entries of
 * sets and maps.
 *
 * @param value - Anything.
 * @param name - What messages call the value.
 * @param classes - The classes the user named.
 * @throws {PayloadError} `PAYLOAD_UNSERIALIZABLE`.
 */
export function lower(value: unknown, name: string, classes: ClassTable): unknown {
  // In the order of the walk: what a failed part of it saw stands at the end.
  const seen = new Map<object, Place>();
  const open = new Set<object>();
  const writing: Writing = {
    classes,
    at(found, place) {
      if (typeof found !== "object" || found === null) {
        const complaint = isData(found) ? undefined : complainOfNoData(found);
        if (complaint) throw unserializable(place, complaint);
        return found;
      }
      if (open.has(found))
        throw unserializable(place, { what: "contains itself", advice: "give toData an id instead." });
      const first = seen.get(found);
      if (first) return new Box("ref", stepsOf(first));
      if (place.depth > MAX_DEPTH) throw unserializable(place, TOO_DEEP);
      seen.set(found, place);
      const fitting = KINDS.find((candidate) => candidate.is(found, classes));
      if (!fitting) throw unserializable(place, complainOfNoData(found) ?? complainOfClass(found));
      return fitting.write(found, place, writing);
    },
    undoing(part) {
      const before = seen.size;
      try {
        return part();
      } catch (error) {
        for (const late of [...seen.keys()].slice(before)) seen.delete(late);
        throw error;
      }
    },
    converting(found, part) {
      open.add(found);
      try {
        return part();
      } finally {
        open.delete(found);
      }
    },
  };
  return writing.at(value, root(name));
}

function writeArray(array: readonly unknown[], place: Place, { at }: Writing): unknown {
  const item = (index: number, steps: readonly Step[]): unknown => at(array[index], below(place, `[${index}]`, steps));
  if (isDense(array)) return array.map((value, index) => (isData(value) ? value : at(value, inside(place, index))));
  const indexes = Object.keys(array).filter(isIndex).map(Number);
  const items = indexes.map((index, nth) => [index, item(index, ["value", "items", nth, 1])] as const);
  return new Box("sparse", { length: array.length, items });
}

/** Whether an array has no holes. */
function isDense(array: readonly unknown[]): boolean {
  for (let index = 0; index < array.length; index++) {
    if (array[index] === undefined && !Object.hasOwn(array, index)) return false;
  }
  return true;
}

function isIndex(key: string): boolean {
  return String(Number(key) >>> 0) === key;
}

function writeRecord(object: object, place: Place, { at }: Writing): unknown {
  for (const key of Object.getOwnPropertySymbols(object)) {
    if (!Object.prototype.propertyIsEnumerable.call(object, key)) continue;
    const where = below(place, `[${String(key)}]`, []);
    throw unserializable(where, { what: "has a symbol for its key", advice: "use a string for the key." });
  }
  const record = object as Readonly<Record<string, unknown>>;
  const keys = Object.keys(record);
  if (keys.some((key) => REFUSED_KEYS.has(key))) {
    return new Box(
      "object",
      keys.map((key, nth) => [key, at(record[key], below(place, keyLabel(key), ["value", nth, 1]))] as const),
    );
  }
  const copy: Record<string, unknown> = {};
  for (const key of keys) {
    const value = record[key];
    copy[key] = isData(value) ? value : at(value, inside(place, key));
  }
  return copy;
}

function writeMap(map: ReadonlyMap<unknown, unknown>, place: Place, { at }: Writing): unknown {
  const copy = new Map<unknown, unknown>();
  let nth = 0;
  for (const [key, value] of map) {
    const keyCopy = isData(key) ? key : at(key, below(place, `.entry(${nth}).key`, [nth, 0]));
    copy.set(keyCopy, isData(value) ? value : at(value, below(place, labelOfEntry(key, nth), [nth, 1])));
    nth++;
  }
  return copy;
}

const labelOfEntry = (key: unknown, nth: number): string =>
  typeof key === "string" ? `.get(${JSON.stringify(key)})` : `.entry(${nth}).value`;

function writeSet(set: ReadonlySet<unknown>, place: Place, { at }: Writing): unknown {
  let nth = 0;
  const copy = new Set<unknown>();
  for (const item of set) {
    copy.add(isData(item) ? item : at(item, below(place, `.item(${nth})`, [nth])));
    nth++;
  }
  return copy;
}

/** What is no object, and stands in the tree as it is. Most values are: no place need be noted for them. */
function isData(value: unknown): boolean {
  return value === null || !(typeof value === "object" || typeof value === "function" || typeof value === "symbol");
}

/** A line of the table. The check vouches for the type that `write` gets. */
function kind<T extends object>(
  is: (value: object) => value is T,
  write: (value: T, place: Place, writing: Writing) => unknown,
): Kind {
  return { is, write: write as Kind["write"] };
}

/** Whether a value is of a built-in class itself, in whatever realm, and not of a subclass. */
function isExactly(value: object, name: string): boolean {
  return classNameOf(Object.getPrototypeOf(value)) === name;
}

/** Whether an object of a user's class has contents that copying its properties would lose. */
function holdsMoreThanProperties(value: object): boolean {
  return (
    Array.isArray(value) ||
    ArrayBuffer.isView(value) ||
    types.isMap(value) ||
    types.isSet(value) ||
    types.isDate(value) ||
    types.isRegExp(value) ||
    types.isAnyArrayBuffer(value) ||
    complainOfNoData(value) !== undefined
  );
}
