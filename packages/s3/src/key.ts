import { Buffer } from "node:buffer";
import { PayloadError } from "@sweft/payload";

/** The most bytes that the key of an object has in S3. */
const MAX_KEY = 1024;

/**
 * Refuses keys that S3 does not take, or that what stands on the way to it makes others of: `a/../b`.
 *
 * @throws {PayloadError} `PAYLOAD_KEY_INVALID`.
 */
export function checkKey(key: string): void {
  const isRelative = key.split("/").some((part) => part === "." || part === "..");
  const length = Buffer.byteLength(key);
  if (length > 0 && length <= MAX_KEY && !isRelative) return;
  const shown = key.length > 100 ? `${key.slice(0, 100)}…` : key;
  const rule = `1 to ${MAX_KEY} bytes, and no part that is . or ..`;
  throw new PayloadError("PAYLOAD_KEY_INVALID", `The key "${shown}" has ${length} bytes; keys of S3 have ${rule}.`);
}
