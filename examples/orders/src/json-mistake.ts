/** Where a text stops being JSON, and why. Lines and columns count from 1. */
export interface JsonMistake {
  readonly line: number;
  readonly column: number;
  readonly found: string;
  readonly wanted: string;
}

const SPACE = /[ \t\n\r]*/y;
const TOKEN =
  /[{}[\],:]|"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/y;

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
    SPACE.lastIndex = at;
    at += SPACE.exec(text)?.[0].length ?? 0;
    if (at === text.length && state === "end") return undefined;
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text)?.[0];
    const next: State | undefined = token === undefined ? undefined : after(state, token, open);
    if (next === undefined || token === undefined) {
      const before = text.slice(0, at).split("\n");
      const column = (before.at(-1)?.length ?? 0) + 1;
      const isBroken = token === undefined && text[at] === '"';
      const wanted = isBroken ? "the closing quote on the same line" : WANTED[state](open.at(-1));
      return { line: before.length, column, found: foundAt(text, at), wanted };
    }
    state = next;
    at += token.length;
  }
}

function foundAt(text: string, at: number): string {
  if (at >= text.length) return "the end of the file";
  return /^(?:"[^"\n]{0,20}"?|[\w.+-]{1,20}|.)/su.exec(text.slice(at, at + 40))?.[0] ?? "a character";
}
