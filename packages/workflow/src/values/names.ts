import { describe } from "../errors/failure.ts";
import { SweftError } from "../errors/sweft-error.ts";
import { base32, hashKey } from "./siphash.ts";

/** Names that begin so belong to the interpreter. */
export const RESERVED = "sweft.";

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what SWF forbids.
const FORBIDDEN = /[:/|\u0000-\u001f\u007f-\u009f]/;

/**
 * Checks a name or id by SWF's rules (names of types and task lists, workflow ids): 1 to `max` characters, no `:`,
 * `/`, `|` or control characters, and not the word `arn`.
 *
 * @param max - 256 for most, 64 for versions.
 * @throws {SweftError} `ID_INVALID`
 */
export function legalName(name: string, what: string, max = 256): string {
  const wrong =
    typeof name !== "string" || name.length === 0 || name.length > max || name === "arn" || FORBIDDEN.test(name);
  if (!wrong) return name;
  throw new SweftError(
    "ID_INVALID",
    `${what} is ${describe(name)}; SWF allows 1 to ${max} characters without ":", "/", "|" and control characters, and not "arn"`,
  );
}

/** Checks a name that SWF bounds only in length (signals, markers), and keeps those of the interpreter apart. Throws as {@link legalName} does. */
export function userName(name: string, what: string): string {
  if (typeof name === "string" && name.length > 0 && name.length <= 256 && !name.startsWith(RESERVED)) return name;
  throw new SweftError(
    "ID_INVALID",
    `${what} is ${describe(name)}; use 1 to 256 characters that do not begin with "${RESERVED}"`,
  );
}

/** A name as {@link userName} wants it, without white space: it stands in the head of a letter. Throws as that does. */
export function wordName(name: string, what: string): string {
  if (!/\s/.test(userName(name, what))) return name;
  throw new SweftError("ID_INVALID", `${what} is ${describe(name)}; use no white space, as in "add-item"`);
}

/** Longest structural id; longer ones are hashed, so that SWF's 256 characters hold an attempt and a suffix too. */
const PATH_CHARACTERS = 128;

/** The structural id of the nth command of the coroutine at a path; the workflow's own path is empty. */
export function childId(path: string, nth: number): string {
  const id = path === "" ? String(nth) : `${path}.${nth}`;
  return id.length <= PATH_CHARACTERS ? id : `#${base32(hashKey(["sweft.path", id]))}`;
}
