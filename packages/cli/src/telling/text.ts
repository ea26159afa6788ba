import type { Payloads } from "@sweft/payload";

/** How values are shown. */
export interface Style {
  readonly payloads: Pick<Payloads, "isReference" | "missing" | "open" | "sizeOf">;
  /** Characters of a value that are shown; undefined shows all. */
  readonly valueLength: number | undefined;
}

const CONTROLS = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

const ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A text that keeps to its line and cannot command the terminal: what others wrote is shown, never obeyed. */
export const harmless = (text: string): string =>
  text.replace(CONTROLS, (character) => {
    const hex = character.charCodeAt(0).toString(16).padStart(4, "0");
    return ESCAPES[character] ?? `\\u${hex}`;
  });

/** The beginning of a text, harmless; never half a surrogate pair. */
export function shorten(text: string, length: number | undefined): string {
  if (length === undefined || text.length <= length) return harmless(text);
  return `${harmless(text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, ""))}…`;
}

/** The text of a payload field: a value, shortened, or how large it is where it cannot be read here. */
export function showPayload(text: string, style: Style): string {
  const { payloads, valueLength } = style;
  const end = text.startsWith("sw1 ") ? text.indexOf("\n") : -1;
  // Behind a head of Sweft's own, such as the id of a signal, the payload is another text.
  if (end >= 0) return `${shorten(text.slice(0, end), valueLength)}  ${showPayload(text.slice(end + 1), style)}`;
  if (!payloads.missing(text)) return shorten(payloads.open(text), valueLength);
  const [, what, where] = / (store|codec)=(\S+)/.exec(text) ?? [];
  const at = what === "codec" ? `in ${where}` : `in store ${where ?? "unknown"}`;
  return `(${payloads.sizeOf(text)} bytes ${harmless(at)})`;
}
