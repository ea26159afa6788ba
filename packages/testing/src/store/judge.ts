import { Buffer } from "node:buffer";
import { types } from "node:util";
import type { StoredObject } from "@sweft/payload";
import { TestingError } from "../errors.ts";

const DAY_MS = 86_400_000;

/** The failure of a case: what the store did, and what it should have done. */
export function broken(did: string, should: string, cause?: unknown): TestingError {
  return new TestingError("STORE_CONTRACT_BROKEN", `${did}. ${should}.`, cause === undefined ? {} : { cause });
}

/** Whether an error is one of {@link broken} already. */
export function isComplaint(error: unknown): boolean {
  return (error as { readonly code?: unknown } | null | undefined)?.code === "STORE_CONTRACT_BROKEN";
}

/** What was thrown, in one line. */
export function shown(error: unknown): string {
  const { name, code, message } = (error ?? {}) as { readonly name?: string; code?: unknown; message?: string };
  if (message === undefined) return String(error);
  return `${name ?? "Error"}${code === undefined ? "" : ` (code ${String(code)})`}: ${message}`;
}

/** Fails unless what `get` gave are the bytes that were put. */
export function judgeBytes(key: string, got: unknown, put: Uint8Array): void {
  const asked = `get(${JSON.stringify(key)})`;
  if (!types.isUint8Array(got)) {
    throw broken(`${asked} gave ${describe(got)}`, "It must give the bytes as a Uint8Array");
  }
  const at = firstDifference(got, put);
  if (at === undefined) return;
  const where =
    at < Math.min(got.byteLength, put.byteLength)
      ? `the first that differs is number ${at}: ${hex(got[at])} instead of ${hex(put[at])}`
      : `the first ${at} are the same`;
  const did = `${asked} gave ${got.byteLength} bytes where ${put.byteLength} had been put; ${where}`;
  throw broken(did, "It must give exactly the bytes that were put under this key");
}

/** Fails unless an entry of `list` is what it should be. Its key is judged by others. */
export function judgeEntry(prefix: string, entry: unknown, nowMs: number): StoredObject {
  const asked = `list(${JSON.stringify(prefix)}) yielded`;
  const { key, size, modifiedMs } = (entry ?? {}) as Partial<StoredObject>;
  if (typeof entry !== "object" || typeof key !== "string") {
    throw broken(`${asked} ${describe(entry)}`, "It must yield objects: { key, size, modifiedMs }");
  }
  if (!Number.isSafeInteger(size) || Number(size) < 0) {
    throw broken(`${asked} the size ${describe(size)} for ${key}`, "It must be the object's length in bytes");
  }
  if (!Number.isFinite(modifiedMs) || Math.abs(Number(modifiedMs) - nowMs) > DAY_MS) {
    throw broken(
      `${asked} modifiedMs ${describe(modifiedMs)} for ${key}, where it is ${nowMs} now`,
      "It must be the time of the last put in milliseconds since 1970, a number",
    );
  }
  return { key, size: Number(size), modifiedMs: Number(modifiedMs) };
}

/** Fails unless the keys listed are those that should be, each once. */
export function judgeKeys(prefix: string, listed: readonly string[], expected: readonly string[]): void {
  const asked = `list(${JSON.stringify(prefix)})`;
  const should = "It must yield every object whose key starts with the prefix, as it is written, once";
  const seen = new Set<string>();
  for (const key of listed) {
    if (seen.has(key)) throw broken(`${asked} yielded ${JSON.stringify(key)} twice`, should);
    seen.add(key);
  }
  const lacking = expected.filter((key) => !seen.has(key));
  if (lacking.length > 0) {
    throw broken(`${asked} left out ${some(lacking)} of ${expected.length} objects`, should);
  }
  const wanted = new Set(expected);
  const foreign = listed.filter((key) => !wanted.has(key));
  if (foreign.length > 0) throw broken(`${asked} yielded ${some(foreign)}, which it should not`, should);
}

function some(keys: readonly string[]): string {
  const first = keys.slice(0, 3).map((key) => JSON.stringify(key));
  return keys.length > 3 ? `${first.join(", ")} and ${keys.length - 3} more` : first.join(", ");
}

function firstDifference(one: Uint8Array, other: Uint8Array): number | undefined {
  if (Buffer.compare(one, other) === 0) return undefined;
  const length = Math.min(one.byteLength, other.byteLength);
  for (let at = 0; at < length; at++) if (one[at] !== other[at]) return at;
  return length;
}

const hex = (byte: number | undefined): string => `0x${(byte ?? 0).toString(16).padStart(2, "0")}`;

function describe(value: unknown): string {
  if (typeof value === "string") return `the text ${JSON.stringify(value.slice(0, 40))}`;
  if (typeof value !== "object" || value === null) return String(value);
  return `an ${(value as { constructor?: { name?: string } }).constructor?.name ?? "object"}`;
}
