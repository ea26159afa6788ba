import { PayloadError } from "../errors.ts";
import type { BoxData, BoxKind, ErrorData } from "./box.ts";
import { Box } from "./box.ts";
import { toBytes } from "./bytes.ts";
import type { ClassTable } from "./classes.ts";
import { toError } from "./error-box.ts";
import type { Step } from "./place.ts";
import { hasPlainPrototype } from "./plain.ts";
import type { Reading } from "./walk.ts";

/** How one kind of box is opened. It calls `born` before it goes down into what may lead back to the value. */
type Open<Kind extends BoxKind> = (data: BoxData[Kind], reading: Reading, born: (value: unknown) => void) => unknown;

const OPEN: { readonly [Kind in BoxKind]: Open<Kind> } = {
  ref: (steps, { at, find }) => at(find(steps)),
  object: (entries, { at }, born) => {
    const object: Record<string, unknown> = {};
    born(object);
    for (const [key, value] of entries) put(object, key, at(value));
    return object;
  },
  sparse: ({ length, items }, { at }, born) => {
    const array: unknown[] = [];
    array.length = length;
    born(array);
    for (const [index, value] of items) array[index] = at(value);
    return array;
  },
  invalidDate: () => new Date(Number.NaN),
  bytes: (data) => toBytes(data) ?? fail(`It holds bytes of the unknown type ${data.type}.`),
  error: (data: ErrorData, reading, born) => toError(data, reading, born),
  class: ({ name, data }, { at, classes }, born) => {
    const entry = classes.ofName(name);
    if (!entry) {
      return fail(`It holds an instance of ${name}; name the class: superjsonSerializer({ classes: { ${name} } }).`);
    }
    if (entry.codec) return entry.codec.fromData(at(data));
    const instance: object = Object.create(entry.prototype);
    born(instance);
    for (const [key, value] of Object.entries(at(data) as object)) put(instance, key, value);
    return instance;
  },
};

/**
 * Makes the value again from the tree of `lower`, after SuperJSON has read it back.
 *
 * @param tree - The tree. It is left as it is, since the steps of `ref` boxes lead through it.
 * @param classes - The classes the user named.
 * @throws {PayloadError} `PAYLOAD_UNREADABLE` for a class that was not named, or a tree that `lower` does not make.
 */
export function raise(tree: unknown, classes: ClassTable): unknown {
  const done = new Map<object, unknown>();
  const listed = new Map<object, readonly unknown[]>();
  const reading: Reading = {
    classes,
    at(node) {
      if (typeof node !== "object" || node === null) return node;
      if (done.has(node)) return done.get(node);
      const born = (value: unknown): void => void done.set(node, value);
      const value = node instanceof Box ? open(node, reading, born) : copy(node, reading, born);
      born(value);
      return value;
    },
    find(steps) {
      return steps.reduce((node, step) => down(node, step, listed), tree);
    },
  };
  return reading.at(tree);
}

function open<Kind extends BoxKind>(box: Box<Kind>, reading: Reading, born: (value: unknown) => void): unknown {
  if (!Object.hasOwn(OPEN, box.kind)) return fail(`It holds a box of the unknown kind ${String(box.kind)}.`);
  return OPEN[box.kind](box.value, reading, born);
}

function copy(node: object, { at }: Reading, born: (value: unknown) => void): unknown {
  if (Array.isArray(node)) {
    const array: unknown[] = [];
    born(array);
    for (const item of node) array.push(at(item));
    return array;
  }
  if (node instanceof Map) {
    const map = new Map<unknown, unknown>();
    born(map);
    for (const [key, value] of node) map.set(at(key), at(value));
    return map;
  }
  if (node instanceof Set) {
    const set = new Set<unknown>();
    born(set);
    for (const item of node) set.add(at(item));
    return set;
  }
  if (!hasPlainPrototype(node)) return node;
  const object: Record<string, unknown> = {};
  born(object);
  for (const [key, value] of Object.entries(node)) put(object, key, at(value));
  return object;
}

function down(node: unknown, step: Step, listed: Map<object, readonly unknown[]>): unknown {
  if (typeof node !== "object" || node === null) return fail("It refers to a place that it does not have.");
  if (node instanceof Map || node instanceof Set) {
    // The nth entry; listed once, however many references go through it.
    const items = listed.get(node) ?? [...node];
    listed.set(node, items);
    return items[Number(step)];
  }
  return Object.hasOwn(node, step) ? (node as Record<Step, unknown>)[step] : fail(`It refers to a missing ${step}.`);
}

/** Assigns as an own property, whatever the key: plain assignment to `__proto__`, or to what a prototype has, is something else. */
function put(target: object, key: string, value: unknown): void {
  if (!(key in target)) {
    (target as Record<string, unknown>)[key] = value;
    return;
  }
  Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
}

function fail(message: string): never {
  throw new PayloadError("PAYLOAD_UNREADABLE", `This payload cannot be read. ${message}`);
}
