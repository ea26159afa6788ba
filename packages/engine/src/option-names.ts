import { fault } from "./errors.ts";

/** The names of all options of a type: the compiler checks that none is left out. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

/**
 * Refuses what is no object of options, and options that do not exist: one that is misspelt would be ignored.
 *
 * @param where - Whose options: `openEngine`.
 * @param example - What to write, where there is no object at all.
 * @throws {EngineError} `ENGINE_OPTION_INVALID`, with the existing name that is most like the one given.
 */
export function assertOptions(
  where: string,
  options: unknown,
  names: Readonly<Record<string, unknown>>,
  example: string,
) {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    const given = options === null ? "null" : Array.isArray(options) ? "an array" : typeof options;
    throw fault("ENGINE_OPTION_INVALID", `${where} was given ${given} for its options; write ${example}.`);
  }
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(names, name)) continue;
    const known = Object.keys(names);
    const like = mostLike(name, known);
    const advice = like === undefined ? `it has ${known.join(", ")}` : `write ${like}`;
    throw fault("ENGINE_OPTION_INVALID", `${where} has no option ${JSON.stringify(name)}; ${advice}.`);
  }
}

/** The name that takes the fewest changes to come from `given`, if that is less than half of it. */
function mostLike(given: string, names: readonly string[]): string | undefined {
  const ranked = names.map((name) => ({ name, changes: changesBetween(given.toLowerCase(), name.toLowerCase()) }));
  const [best] = ranked.sort((a, b) => a.changes - b.changes);
  return best !== undefined && best.changes * 2 < given.length ? best.name : undefined;
}

/** How many letters must be added, removed or replaced to make one text of the other. */
function changesBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
