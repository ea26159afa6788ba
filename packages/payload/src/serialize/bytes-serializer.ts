import type { Buffer } from "node:buffer";
import { PayloadError } from "../errors.ts";
import { base64Of, isBuffer, toBytes } from "./bytes.ts";
import { complainOfNoData, whatIs } from "./complain.ts";
import { parseOrRaw } from "./json.ts";
import type { Complaint } from "./place.ts";
import { root, unserializable } from "./place.ts";
import type { Serializer } from "./serializer.ts";

/** Before the bytes, in base64. */
export const BYTES_MARKER = "sweft:bytes ";

/**
 * Bytes: a Uint8Array, or the Buffer that is one, as base64 after the marker `sweft:bytes `. They come back as a Buffer.
 *
 * A text without the marker was written by something else, and is read as JSON, or as the text that it is.
 *
 * @returns A serializer that refuses everything but bytes.
 */
export function bytesSerializer(): Serializer {
  return {
    name: "bytes",
    marker: BYTES_MARKER,
    arity: "one",
    serialize(value, name = "value") {
      if (isPlainBytes(value)) return BYTES_MARKER + base64Of(value);
      throw unserializable(root(name), complaintOf(value));
    },
    deserialize: (text) => (text.startsWith(BYTES_MARKER) ? bytesOf(text, BYTES_MARKER) : parseOrRaw(text)),
  };
}

/**
 * The bytes after a marker. Line breaks, which some programs put into base64, do not matter.
 *
 * @throws {PayloadError} `PAYLOAD_UNREADABLE` if it is no base64, or was cut off.
 */
export function bytesOf(text: string, marker: string): Buffer {
  const base64 = text.slice(marker.length);
  const bytes = wholeBytes(base64) ?? wholeBytes(base64.replace(/\s+/g, ""));
  if (bytes !== undefined) return bytes;
  const message = `This payload cannot be read: what stands after "${marker}" is no base64, or was cut off.`;
  throw new PayloadError("PAYLOAD_UNREADABLE", message);
}

/** Node skips what is no base64; then fewer bytes come out than there should. */
function wholeBytes(base64: string): Buffer | undefined {
  const bytes = toBytes({ type: "Buffer", base64 }) as Buffer;
  const padding = base64.endsWith("==") ? 2 : Number(base64.endsWith("="));
  const isWhole = base64.length % 4 === 0 && bytes.byteLength === (base64.length / 4) * 3 - padding;
  return isWhole ? bytes : undefined;
}

/** A Uint8Array itself or a Buffer, of whatever realm: other classes would not come back as what they are. */
function isPlainBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && (isBuffer(value) || value.constructor.name === "Uint8Array");
}

function complaintOf(value: unknown): Complaint {
  const known = complainOfNoData(value);
  if (known !== undefined) return known;
  const advice = ArrayBuffer.isView(value)
    ? "pass its bytes: new Uint8Array(it.buffer, it.byteOffset, it.byteLength)."
    : "bytesSerializer() carries a Uint8Array or a Buffer only.";
  return { what: whatIs(value), advice };
}
