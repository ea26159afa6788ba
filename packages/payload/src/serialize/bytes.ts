import { Buffer } from "node:buffer";
import { types } from "node:util";
import type { BoxData } from "./box.ts";

type View = new (bytes: ArrayBuffer) => ArrayBufferView;

/** Views by name. Their bytes go out as the machine has them: little-endian wherever Node.js runs today. */
const VIEWS: Readonly<Record<string, View>> = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  DataView,
};

/** Whether a value is bytes of a kind that can be made again: not shared memory, not a subclass. */
export function isBytes(value: unknown): value is ArrayBuffer | ArrayBufferView {
  if (types.isArrayBuffer(value)) return true;
  return ArrayBuffer.isView(value) && (isBuffer(value) || Object.hasOwn(VIEWS, value.constructor.name));
}

/** Bytes as base64: those of the view, not of the whole buffer behind it. */
export const base64Of = ({ buffer, byteOffset, byteLength }: ArrayBufferView): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString("base64");

/** The data of bytes: the view's own, not the whole buffer behind it. */
export function fromBytes(value: ArrayBuffer | ArrayBufferView): BoxData["bytes"] {
  if (!ArrayBuffer.isView(value)) return { type: "ArrayBuffer", base64: Buffer.from(value).toString("base64") };
  return { type: isBuffer(value) ? "Buffer" : value.constructor.name, base64: base64Of(value) };
}

/** The bytes again, with a buffer of their own. Undefined for a type that this version does not know. */
export function toBytes({ type, base64 }: BoxData["bytes"]): ArrayBuffer | ArrayBufferView | undefined {
  const pooled = Buffer.from(base64, "base64");
  const bytes = new ArrayBuffer(pooled.byteLength);
  new Uint8Array(bytes).set(pooled);
  if (type === "ArrayBuffer") return bytes;
  if (type === "Buffer") return Buffer.from(bytes);
  const view = Object.hasOwn(VIEWS, type) ? VIEWS[type] : undefined;
  return view && new view(bytes);
}

/** Buffer.isBuffer says no to buffers of another realm. */
export function isBuffer(value: ArrayBufferView): boolean {
  return value.constructor.name === "Buffer" && types.isUint8Array(value);
}
