import { escaped } from "./plain-text.ts";

/** What stands at a place of a text: a token of JSON, or what keeps it from being one. */
export type Token =
  | { readonly text: string; readonly end: number }
  | { readonly at: number; readonly found?: string; readonly wanted?: string };

const SPACE = /[ \t\n\r]*/y;
const MARK_OR_WORD = /[{}[\],:]|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** Where the white space ends that begins at a place, if any does. */
export function afterSpace(json: string, at: number): number {
  SPACE.lastIndex = at;
  return at + (SPACE.exec(json)?.[0].length ?? 0);
}

/** The token at a place that is no white space. A text is scanned letter by letter: it may be as long as a file. */
export function tokenAt(json: string, at: number): Token {
  if (json[at] === '"') return stringAt(json, at);
  MARK_OR_WORD.lastIndex = at;
  const text = MARK_OR_WORD.exec(json)?.[0];
  return text === undefined ? { at } : { text, end: at + text.length };
}

function stringAt(json: string, start: number): Token {
  for (let at = start + 1; at < json.length; at++) {
    const letter = json[at] ?? "";
    if (letter === '"') return { text: json.slice(start, at + 1), end: at + 1 };
    if (letter === "\n" || letter === "\r") break;
    if (letter < " ") return controlAt(at, letter);
    if (letter !== "\\") continue;
    ESCAPE.lastIndex = at;
    const escaping = ESCAPE.exec(json)?.[0];
    if (escaping === undefined) return badEscapeAt(json, at);
    at += escaping.length - 1;
  }
  return { at: start, wanted: "the closing quote on the same line" };
}

function controlAt(at: number, letter: string): Token {
  const number = letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  return letter === "\t"
    ? { at, found: "a tab inside a text", wanted: "\\t in its place" }
    : { at, found: `the control character U+${number} inside a text`, wanted: `${escaped(letter)} in its place` };
}

function badEscapeAt(json: string, at: number): Token {
  if (json[at + 1] === "u") return { at, wanted: "four hexadecimal digits after \\u" };
  return { at, wanted: 'one of " \\ / b f n r t u after a backslash; write \\\\ for a backslash itself' };
}
