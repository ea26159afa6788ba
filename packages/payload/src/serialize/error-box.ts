import { codeOf } from "../errors.ts";
import type { ErrorData } from "./box.ts";
import type { ClassTable } from "./classes.ts";
import { classNameOf, isErrorLike } from "./complain.ts";
import type { Place } from "./place.ts";
import { below, keyLabel } from "./place.ts";
import type { Reading, Writing } from "./walk.ts";

/** The prototypes of the errors of the language. */
const BUILT_IN: Readonly<Record<string, object>> = {
  Error: Error.prototype,
  TypeError: TypeError.prototype,
  RangeError: RangeError.prototype,
  ReferenceError: ReferenceError.prototype,
  SyntaxError: SyntaxError.prototype,
  EvalError: EvalError.prototype,
  URIError: URIError.prototype,
  AggregateError: AggregateError.prototype,
};

/**
 * Takes an error apart. Unlike other values an error need not be carried whole: what it drags along, such as a socket,
 * must not keep a failure from being reported, so such fields are left out and listed.
 */
export function fromError(error: Error, place: Place, writing: Writing): ErrorData {
  const fields: [string, unknown][] = [];
  const hidden: [string, unknown][] = [];
  const omitted: string[] = [];
  const add = (list: "fields" | "hidden", key: string, value: unknown): void => {
    const into = list === "fields" ? fields : hidden;
    const at = below(place, keyLabel(key), ["value", list, into.length, 1]);
    try {
      into.push([key, writing.undoing(() => writing.at(value, at))]);
    } catch (refusal) {
      if (codeOf(refusal) !== "PAYLOAD_UNSERIALIZABLE") throw refusal;
      omitted.push((refusal as Error).message);
    }
  };
  for (const [key, own] of Object.entries(Object.getOwnPropertyDescriptors(error))) {
    if (key !== "stack") add(own.enumerable ? "fields" : "hidden", key, error[key as keyof Error]);
  }
  // A DOMException keeps these in its prototype, old-fashioned errors their message too.
  if (!Object.hasOwn(error, "message") && error.message) add("hidden", "message", error.message);
  if (!Object.hasOwn(error, "code") && "code" in error) add("hidden", "code", error.code);
  const type = builtInOf(error);
  const own = writing.classes.ofInstance(error)?.name ?? classNameOf(error);
  return {
    type,
    ...(own === undefined || own === type ? {} : { class: own }),
    name: String(error.name),
    ...(typeof error.stack === "string" ? { stack: error.stack } : {}),
    fields,
    hidden,
    ...(omitted.length === 0 ? {} : { omitted }),
  };
}

/** Puts an error together: of its own class if that was named to the serializer, else of the built-in one it came from. */
export function toError(data: ErrorData, reading: Reading, born: (error: Error) => void): Error {
  const error = new Error();
  // What it has, it has from the data.
  for (const key of Object.getOwnPropertyNames(error)) Reflect.deleteProperty(error, key);
  Object.setPrototypeOf(error, prototypeOf(data, reading.classes));
  born(error);
  const define = (key: string, value: unknown, enumerable: boolean): void => {
    Object.defineProperty(error, key, { value, enumerable, writable: true, configurable: true });
  };
  if (data.stack !== undefined) define("stack", data.stack, false);
  for (const [key, value] of data.hidden) define(key, reading.at(value), false);
  for (const [key, value] of data.fields) define(key, reading.at(value), true);
  if (error.name !== data.name) define("name", data.name, false);
  return error;
}

function builtInOf(error: Error): string {
  for (let at: object | null = Object.getPrototypeOf(error); at; at = Object.getPrototypeOf(at)) {
    const name = Object.hasOwn(at, "constructor") ? classNameOf(at) : undefined;
    if (name !== undefined && Object.hasOwn(BUILT_IN, name)) return name;
  }
  return "Error";
}

function prototypeOf(data: ErrorData, classes: ClassTable): object {
  const entry = data.class === undefined ? undefined : classes.ofName(data.class);
  // A class of the same name that is no error is another class.
  if (entry && isErrorLike(Object.create(entry.prototype))) return entry.prototype;
  return (Object.hasOwn(BUILT_IN, data.type) ? BUILT_IN[data.type] : undefined) ?? Error.prototype;
}
