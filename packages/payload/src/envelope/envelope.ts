import { PayloadError } from "../errors.ts";
import { REFERENCE } from "./reference.ts";

/**
 * Every text that is not simply what a serializer wrote starts so. What users wrote never does: it is escaped. No JSON
 * text can.
 */
const OURS = "sweft:";
const FIRST = OURS.charCodeAt(0);

/** Before a text of a serializer that starts with `sweft:` by what the user wrote, or is empty, as a JSON string. */
export const ESCAPED = "sweft:text ";

/** Whether a text starts with `sweft:`. The first character decides almost always. */
export function isOurs(text: string): boolean {
  return text.charCodeAt(0) === FIRST && text.startsWith(OURS);
}

/** Checks the marker of a serializer. */
export function checkMarker(name: string, marker: string | undefined): void {
  if (marker === undefined) return;
  const reserved = marker === ESCAPED || marker.startsWith(REFERENCE);
  if (/^sweft:[a-z0-9-]+ $/.test(marker) && !reserved) return;
  throw new PayloadError(
    "PAYLOAD_OPTION_INVALID",
    `The marker ${JSON.stringify(marker)} of serializer ${name} must be "sweft:<name> ", and not one of Sweft's own.`,
  );
}

/** Whether a text starts as the heads do that Sweft writes before payloads in some fields (`sw1 …`). No JSON text does. */
const hasHead = (text: string): boolean => /^sw1(?:[ \n]|$)/.test(text);

/**
 * Makes a serializer's text safe to stand where envelopes and heads may stand too.
 *
 * @param text - What the serializer wrote.
 * @param marker - The serializer's own marker, which passes.
 */
export function wrap(text: string, marker: string | undefined): string {
  // An empty field is no field: nobody could tell "" from nothing.
  if (text.charCodeAt(0) !== FIRST && text !== "") return text;
  if (marker !== undefined && text.startsWith(marker)) return text;
  if (text !== "" && !isOurs(text) && !hasHead(text)) return text;
  return ESCAPED + JSON.stringify(text);
}

/**
 * Undoes {@link wrap}.
 *
 * @param text - A text that is no reference.
 * @param marker - The serializer's own marker.
 * @throws {PayloadError} `PAYLOAD_FORMAT_UNKNOWN` for a text of another serializer or of a newer version,
 * `PAYLOAD_UNREADABLE` for a damaged one.
 */
export function unwrap(text: string, marker: string | undefined): string {
  if (!isOurs(text) || (marker !== undefined && text.startsWith(marker))) return text;
  const start = `${text.slice(0, 40)}${text.length > 40 ? "…" : ""}`;
  if (!text.startsWith(ESCAPED)) {
    const advice = "it was written by another serializer or by a newer version; read it with that one.";
    throw new PayloadError("PAYLOAD_FORMAT_UNKNOWN", `The payload "${start}" is in a format not known here; ${advice}`);
  }
  try {
    return String(JSON.parse(text.slice(ESCAPED.length)));
  } catch (cause) {
    throw new PayloadError("PAYLOAD_UNREADABLE", `The payload "${start}" is damaged: it is cut off.`, { cause });
  }
}
