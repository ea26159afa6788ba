import { inspect } from "node:util";
import { checkMarker, ESCAPED, isOurs, unwrap, wrap } from "../envelope/envelope.ts";
import { codeOf, isPayloadCode, messageOf, PayloadError } from "../errors.ts";
import { BYTES_MARKER, bytesSerializer } from "./bytes-serializer.ts";
import { root, unserializable } from "./place.ts";
import type { Serializer } from "./serializer.ts";
import { SUPERJSON_MARKER, superjsonSerializer } from "./superjson.ts";
import { isWellFormed } from "./text.ts";

/** A serializer that a declaration names: any object with the two methods. */
export type DeclaredSerializer = Omit<Serializer, "name"> & Partial<Pick<Serializer, "name">>;

/** What is declared of a field: who writes it, and the name of the store that takes what is too long for it. */
export interface Format {
  readonly serializer?: DeclaredSerializer;
  readonly store?: string;
}

/** Writes and reads by serializers that declarations name, beside the default one. */
export interface Declared {
  write(serializer: DeclaredSerializer, value: unknown, name: string | undefined): string;
  /** Reads by the mark of a text, and a text without a mark by the serializer that is declared, or else by the default. */
  read(text: string, declared: DeclaredSerializer | undefined): unknown;
}

/**
 * @param usual - The default serializer, which has written what no declaration was for.
 */
export function openDeclared(usual: Serializer): Declared {
  const checked = new WeakSet<object>();
  /** Whose marks say all that is needed to read on. */
  const marked = new Map([
    [BYTES_MARKER, bytesSerializer()],
    [SUPERJSON_MARKER, superjsonSerializer()],
  ]);
  if (usual.marker !== undefined) marked.set(usual.marker, usual);

  function readerOf(text: string, declared: DeclaredSerializer | undefined): DeclaredSerializer {
    const own = declared ?? usual;
    if (!isOurs(text) || text.startsWith(ESCAPED) || (own.marker !== undefined && text.startsWith(own.marker)))
      return own;
    return marked.get(text.slice(0, text.indexOf(" ") + 1)) ?? own;
  }

  return {
    write(serializer, value, name) {
      if (!checked.has(serializer)) checkMarker(nameOf(serializer), serializer.marker);
      checked.add(serializer);
      return wrap(writeBy(serializer, value, name), serializer.marker);
    },
    read(text, declared) {
      const reader = readerOf(text, declared);
      const unwrapped = unwrap(text, reader.marker);
      return reader === usual ? reader.deserialize(unwrapped) : readBy(reader, unwrapped);
    },
  };
}

/** What messages call a serializer. */
export const nameOf = ({ name = "of your own" }: DeclaredSerializer): string => name;

/** What users write is not taken for granted: it may throw anything, and return anything. */
function writeBy(serializer: DeclaredSerializer, value: unknown, name = "value"): string {
  let text: unknown;
  try {
    text = serializer.serialize(value, name);
  } catch (cause) {
    if (isPayloadCode(codeOf(cause))) throw cause;
    const message = `${name} cannot be written by the serializer ${nameOf(serializer)}: ${messageOf(cause)}`;
    throw new PayloadError("PAYLOAD_UNSERIALIZABLE", message, { path: name, cause });
  }
  if (typeof text === "string" && isWellFormed(text)) return text;
  throw noText(serializer, text, name);
}

/** The error for what a serializer wrote that is no text, or none that has bytes. */
export function noText(serializer: DeclaredSerializer, text: unknown, name = "value"): PayloadError {
  const how = typeof text === "string" ? "with half of a surrogate pair, which has no bytes" : `as ${kindOf(text)}`;
  const what = `was written by the serializer ${nameOf(serializer)} ${how}`;
  return unserializable(root(name), { what, advice: "serialize(value) must return a text, at once." });
}

function readBy(serializer: DeclaredSerializer, text: string): unknown {
  try {
    return serializer.deserialize(text);
  } catch (cause) {
    if (isPayloadCode(codeOf(cause))) throw cause;
    const start = `${text.slice(0, 40)}${text.length > 40 ? "…" : ""}`;
    const message = `The payload "${start}" cannot be read by the serializer ${nameOf(serializer)}: ${messageOf(cause)}`;
    throw new PayloadError("PAYLOAD_UNREADABLE", message, { cause });
  }
}

const kindOf = (value: unknown): string =>
  typeof (value as { then?: unknown } | null | undefined)?.then === "function"
    ? "a promise"
    : inspect(value, { depth: 0 });
