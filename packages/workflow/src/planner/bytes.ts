import type { Decision } from "../decisions/decision.ts";

/** SWF's bound of a field, and with it of what stays inline. */
const FIELD_CHARACTERS = 32_768;

/** A reference to a text that is kept out of band, head included: more than any has. */
const REFERENCE_BYTES = 1_024;

/** The names and brackets of one decision, and its short values other than texts: more than any has. */
const DECISION_BYTES = 512;

/** The most bytes that one UTF-16 unit takes in JSON: a control character, as in `\u0000`. */
const UNIT_BYTES = 6;

/** Bytes of a text as JSON in UTF-8, without its quotes. */
function jsonBytes(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0x22 || unit === 0x5c) bytes += 2;
    else if (unit < 0x20) bytes += UNIT_BYTES;
    else if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    // Half of a surrogate pair takes two of its four bytes, and six where it stands alone and is escaped.
    else bytes += unit >= 0xd800 && unit < 0xe000 ? UNIT_BYTES : 3;
  }
  return bytes;
}

/** Bytes of a value inside a decision: what is longer than a field goes out of band. */
function valueBytes(value: unknown): number {
  if (typeof value === "string") return value.length > FIELD_CHARACTERS ? REFERENCE_BYTES : jsonBytes(value);
  if (typeof value !== "object" || value === null) return 0;
  return Object.values(value).reduce<number>((bytes, part) => bytes + valueBytes(part), 0);
}

/**
 * The bytes that a decision takes in a request, or a few more.
 *
 * @param sealed - How many bytes a text of so many takes, if texts are encrypted.
 */
export function decisionBytes(decision: Decision, sealed?: (textBytes: number) => number): number {
  const bytes = valueBytes(decision);
  return DECISION_BYTES + (sealed === undefined ? bytes : sealed(bytes));
}
