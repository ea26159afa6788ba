import { Buffer } from "node:buffer";
import { PayloadError } from "../errors.ts";

/** Ends every file of the store. No folder's name has a dot: a key may be both a file and the start of other keys. */
const SUFFIX = ".payload";
/** What the file systems in use take as the name of one file, in bytes. */
const MAX_NAME = 255;
/** Names that Windows keeps for devices, whatever their suffix. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/;
/** What stands for an empty part, as between the slashes of `a//b`. */
const EMPTY = "%";

/**
 * The path of a key below the store's folder, with `/` between its parts. Different keys give different paths, on file
 * systems that ignore case too, and none leads out of the folder: all but `a-z`, `0-9`, `_` and `-` is written as the
 * `%xx` of its bytes.
 *
 * @throws {PayloadError} `PAYLOAD_KEY_INVALID` for a part longer than a file's name may be, or that is no Unicode.
 */
export function pathOfKey(key: string): string {
  const path = `${key.split("/").map(encodePart).join("/")}${SUFFIX}`;
  const longest = Math.max(...path.split("/").map((part) => part.length));
  if (longest <= MAX_NAME && keyOfPath(path) === key) return path;
  throw new PayloadError(
    "PAYLOAD_KEY_INVALID",
    `The key "${key.slice(0, 100)}" cannot be the path of a file; use a shorter prefix of plain characters.`,
  );
}

/** The key of a path of {@link pathOfKey}, or undefined for a file that is none of the store's. */
export function keyOfPath(path: string): string | undefined {
  if (!path.endsWith(SUFFIX)) return undefined;
  return path.slice(0, -SUFFIX.length).split("/").map(decodePart).join("/");
}

/** The folders that can hold keys that start with `prefix`: the one with this path, and all below it. */
export function folderOfPrefix(prefix: string): string {
  return prefix.split("/").slice(0, -1).map(encodePart).join("/");
}

function encodePart(part: string): string {
  if (part === "") return EMPTY;
  const encoded = [...Buffer.from(part)].map(encodeByte).join("");
  return DEVICE.test(encoded) ? `%${part.charCodeAt(0).toString(16)}${encoded.slice(1)}` : encoded;
}

function encodeByte(byte: number): string {
  const character = String.fromCharCode(byte);
  return /[a-z0-9_-]/.test(character) ? character : `%${byte.toString(16).padStart(2, "0")}`;
}

function decodePart(part: string): string {
  if (part === EMPTY) return "";
  const bytes = part.replace(/%([0-9a-f]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return Buffer.from(bytes, "latin1").toString("utf8");
}
