import { afterSpace, tokenAt } from "./json-token.ts";

/** A field that an object has twice. JSON readers keep the last of them in silence. */
export interface Double {
  /** The place in the outermost list, from 0. */
  readonly element: number;
  /** The path inside that element: `items[0].sku`. */
  readonly path: string;
}

/** Elements, their fields, lists in these, and objects in those: nothing that is asked for lies deeper. */
const DEEPEST = 4;

/** A list that is being read, or an object, with the names it has had. */
interface Open {
  readonly names: Set<string> | undefined;
  index: number;
  name: string;
}

/**
 * All fields that stand twice in an object of a list, down to the fourth level.
 *
 * @param json - A list, as text that is known to be JSON.
 */
export function findDoubles(json: string): readonly Double[] {
  const doubles: Double[] = [];
  const open: Open[] = [];
  let depth = 0;
  let before = "";
  for (let at = afterSpace(json, 0); at < json.length; at = afterSpace(json, at)) {
    const token = tokenAt(json, at);
    if (!("text" in token)) return doubles;
    const { text } = token;
    at = token.end;
    const top = depth > DEEPEST ? undefined : open[depth - 1];
    if (text === "{" || text === "[") {
      depth++;
      if (depth <= DEEPEST) open[depth - 1] = { names: text === "{" ? new Set() : undefined, index: 0, name: "" };
    } else if (text === "}" || text === "]") depth--;
    else if (text === ",") {
      if (top !== undefined) top.index++;
    } else if (top?.names !== undefined && (before === "{" || before === ",")) {
      top.name = String(JSON.parse(text));
      if (top.names.has(top.name)) doubles.push({ element: open[0]?.index ?? 0, path: pathOf(open.slice(1, depth)) });
      top.names.add(top.name);
    }
    before = text;
  }
  return doubles;
}

const pathOf = (open: readonly Open[]): string =>
  open
    .map(({ names, index, name }) => (names === undefined ? `[${index}]` : `.${name}`))
    .join("")
    .replace(/^\./, "");
