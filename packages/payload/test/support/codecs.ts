import type { CodecsOptions } from "../../src/index.ts";
import { staticKeys } from "../../src/index.ts";

/** A key of 32 equal bytes: for tests alone. */
export const keyOf = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);

const encryption = { keys: staticKeys({ current: "k1", keys: { k1: keyOf(1) } }) };

/** Compresses whatever gets smaller by it. */
const all = <C extends string>(codec: C) => ({ codec, minBytes: 1 }) as const;

/** Every way of coding that this Node has, by name. */
export const CODECS: readonly (readonly [name: string, codecs: CodecsOptions])[] = [
  ["nothing", {}],
  ["brotli", { compression: all("brotli") }],
  ["gzip", { compression: all("gzip") }],
  ["encryption", { encryption }],
  ["brotli and encryption", { compression: all("brotli"), encryption }],
  ["gzip and encryption", { compression: all("gzip"), encryption }],
];
