import { types } from "node:util";
import { codeOf, messageOf, PayloadError } from "../errors.ts";
import { base64Of } from "./bytes.ts";
import { bytesOf } from "./bytes-serializer.ts";
import { complainOfNoData, whatIs } from "./complain.ts";
import { parseOrRaw } from "./json.ts";
import type { Place } from "./place.ts";
import { below, keyLabel, MAX_DEPTH, root, unserializable } from "./place.ts";
import type { Serializer } from "./serializer.ts";

/** Before the bytes of a message, in base64. */
const MARKER = "sweft:protobuf ";

/** A message type that can encode and decode itself: one of protobufjs or of ts-proto. */
export interface ProtobufType {
  /** The bytes, or a writer that has them. */
  encode(message: never): Uint8Array | { finish(): Uint8Array };
  decode(bytes: Uint8Array): unknown;
  /** What is wrong with a message, such as `items.price: integer expected`; null or undefined if nothing is. */
  verify?(message: never): string | null | undefined;
}

/** What encodes and decodes the messages of a schema: `{ toBinary, fromBinary }` of @bufbuild/protobuf. */
export interface ProtobufRuntime {
  toBinary(schema: never, message: never): Uint8Array;
  fromBinary(schema: never, bytes: Uint8Array): unknown;
}

/** How messages become bytes and back. */
interface Codec {
  verify(message: unknown): string | null | undefined;
  encode(message: unknown): unknown;
  decode(bytes: Uint8Array): unknown;
}

/**
 * Messages of Protocol Buffers: their bytes as base64 after the marker `sweft:protobuf `.
 *
 * A text without the marker was written by something else, and is read as JSON, or as the text that it is.
 *
 * @param type - A message type of protobufjs or ts-proto; or a schema of protobuf-es, with what encodes it as the second argument.
 * @returns A serializer that refuses what the message type refuses. Fields that the type does not have are left out, as everywhere
 * with Protocol Buffers.
 * @throws {PayloadError} `PAYLOAD_OPTION_INVALID` for what is no message type.
 * @example
 * protobufSerializer(Order); // protobufjs
 * protobufSerializer(OrderSchema, { toBinary, fromBinary }); // protobuf-es
 */
export function protobufSerializer(type: ProtobufType): Serializer;
export function protobufSerializer(schema: object, runtime: ProtobufRuntime): Serializer;
export function protobufSerializer(type: object, runtime?: ProtobufRuntime): Serializer {
  const codec = runtime === undefined ? codecOfType(type) : codecOfSchema(type, runtime);
  return {
    name: "protobuf",
    marker: MARKER,
    arity: "one",
    serialize: (value, name = "value") => MARKER + base64Of(encode(codec, value, name)),
    deserialize(text) {
      if (!text.startsWith(MARKER)) return parseOrRaw(text);
      const bytes = bytesOf(text, MARKER);
      try {
        return codec.decode(bytes);
      } catch (cause) {
        const message = `This payload cannot be read as the declared message of Protocol Buffers: ${messageOf(cause)}`;
        throw new PayloadError("PAYLOAD_UNREADABLE", message, { cause });
      }
    },
  };
}

function encode(codec: Codec, value: unknown, name: string): Uint8Array {
  refuseNoData(value, root(name));
  if (typeof value !== "object" || value === null) {
    throw unserializable(root(name), { what: whatIs(value), advice: "pass a message of the declared type." });
  }
  try {
    const flaw = codec.verify(value);
    if (typeof flaw === "string") throw flawOf(flaw, name);
    const encoded = codec.encode(value);
    if (types.isUint8Array(encoded)) return encoded;
    throw new TypeError("encoding it gave no Uint8Array");
  } catch (cause) {
    if (codeOf(cause) === "PAYLOAD_UNSERIALIZABLE") throw cause;
    const message = `${name} is no message of the declared type: ${messageOf(cause)}`;
    throw new PayloadError("PAYLOAD_UNSERIALIZABLE", message, { path: name, cause });
  }
}

/** Refuses what is no data, of which encoders would write the source, or nothing. */
function refuseNoData(value: unknown, place: Place): void {
  const refused = complainOfNoData(value);
  if (refused !== undefined) throw unserializable(place, refused);
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || place.depth > MAX_DEPTH) return;
  for (const [key, item] of Object.entries(value)) {
    if (typeof item === "string" || typeof item === "number") continue;
    refuseNoData(item, below(place, Array.isArray(value) ? `[${key}]` : keyLabel(key), [key]));
  }
}

/** What protobufjs finds says where, as in `items.price: integer expected`. */
function flawOf(flaw: string, name: string): PayloadError {
  const [, path = "", rule = flaw] = /^([\w.[\]{}$]+): (.*)$/s.exec(flaw) ?? [];
  const place = path === "" ? root(name) : below(root(name), `.${path}`, []);
  return unserializable(place, { what: "does not fit the declared message", advice: `${rule}.` });
}

function codecOfType(type: object): Codec {
  const { encode, decode, verify } = Object(type) as Partial<ProtobufType>;
  if (typeof encode !== "function" || typeof decode !== "function") {
    const advice = "give a type with encode and decode, or a schema and { toBinary, fromBinary } of @bufbuild/protobuf";
    throw invalid(`what it was given first has no methods encode and decode; ${advice}.`);
  }
  const own = type as ProtobufType;
  return {
    verify: (message) => (typeof verify === "function" ? own.verify?.(message as never) : undefined),
    encode(message) {
      const encoded = own.encode(message as never);
      return types.isUint8Array(encoded) ? encoded : encoded.finish();
    },
    decode: (bytes) => own.decode(bytes),
  };
}

function codecOfSchema(schema: object, runtime: ProtobufRuntime): Codec {
  const { toBinary, fromBinary } = Object(runtime) as Partial<ProtobufRuntime>;
  if (typeof toBinary !== "function" || typeof fromBinary !== "function") {
    throw invalid("what it was given second lacks toBinary or fromBinary; give those of @bufbuild/protobuf.");
  }
  return {
    verify: () => undefined,
    encode: (message) => runtime.toBinary(schema as never, message as never),
    decode: (bytes) => runtime.fromBinary(schema as never, bytes),
  };
}

const invalid = (message: string): PayloadError =>
  new PayloadError("PAYLOAD_OPTION_INVALID", `protobufSerializer: ${message}`);
