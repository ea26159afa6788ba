import { afterSpace, tokenAt } from "./json-token.ts";
import { plain } from "./plain-text.ts";

/** Where a text stops being JSON, and why. Lines and columns count from 1. */
export interface JsonMistake {
  readonly line: number;
  readonly column: number;
  readonly found: string;
  readonly wanted: string;
}

/** What may come next. */
type State = "value" | "value or ]" | "name" | "name or }" | ":" | "next" | "end";

const WANTED: Readonly<Record<State, (open: string | undefined) => string>> = {
  value: () => "a value",
  "value or ]": () => 'a value or "]"',
  name: () => "the name of a field, in double quotes",
  "name or }": () => 'the name of a field, in double quotes, or "}"',
  ":": () => 'a ":"',
  next: (open) => (open === "{" ? '"," or "}"' : '"," or "]"'),
  end: () => "nothing more",
};

/** The state after a token; undefined if the token may not stand there. Keeps `open`, the brackets not closed yet. */
function after(state: State, token: string, open: string[]): State | undefined {
  const close = (bracket: string): State | undefined => {
    if (open.at(-1) !== bracket) return undefined;
    open.pop();
    return open.length === 0 ? "end" : "next";
  };
  if (state === ":") return token === ":" ? "value" : undefined;
  if (state === "name" || state === "name or }") {
    if (token.startsWith('"')) return ":";
    return token === "}" && state === "name or }" ? close("{") : undefined;
  }
  if (state === "next") {
    if (token === ",") return open.at(-1) === "{" ? "name" : "value";
    if (token === "}") return close("{");
    return token === "]" ? close("[") : undefined;
  }
  if (state === "end") return undefined;
  if (token === "]") return state === "value or ]" ? close("[") : undefined;
  if (token === "{" || token === "[") {
    open.push(token);
    return token === "{" ? "name or }" : "value or ]";
  }
  if (["}", ",", ":"].includes(token)) return undefined;
  return open.length === 0 ? "end" : "next";
}

/** The first place where a text is no JSON; undefined if it is JSON. The platform's own messages often lack the place. */
export function findJsonMistake(text: string): JsonMistake | undefined {
  const open: string[] = [];
  let state: State = "value";
  for (let at = 0; ; ) {
    at = afterSpace(text, at);
    if (at === text.length && state === "end") return undefined;
    const token = tokenAt(text, at);
    const next: State | undefined = "text" in token ? after(state, token.text, open) : undefined;
    if (next === undefined || !("text" in token)) {
      const place = "at" in token ? token.at : at;
      const { found = foundAt(text, place), wanted = WANTED[state](open.at(-1)) } = "at" in token ? token : {};
      return { ...placeOf(text, place), found, wanted };
    }
    state = next;
    at = token.end;
  }
}

function placeOf(text: string, at: number): Pick<JsonMistake, "line" | "column"> {
  let [line, start] = [1, 0];
  for (let end = text.indexOf("\n"); end !== -1 && end < at; end = text.indexOf("\n", start)) {
    line++;
    start = end + 1;
  }
  return { line, column: at - start + 1 };
}

function foundAt(text: string, at: number): string {
  if (at >= text.length) return "the end of the file";
  const found = /^(?:"[^"\r\n]{0,20}"?|\\u?[^"\r\n]{0,4}|[\w.+-]{1,20}|.)/su.exec(text.slice(at, at + 40))?.[0];
  return plain(found ?? "a character");
}
