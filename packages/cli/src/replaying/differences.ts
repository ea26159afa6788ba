import { inspect } from "node:util";

/** One place in which two values differ. */
export interface PathDifference {
  /** Where, from the value itself: `[1].name`; empty if the whole differs. */
  readonly path: string;
  /** Shown on one line, cut around the first character that differs; `nothing` where there is none. */
  readonly recorded: string;
  readonly asked: string;
}

/** Characters of a long value that are shown before the difference, and from there on. */
const BEFORE = 20;
const AFTER = 50;

/** Deeper than any value that people write; a circular one ends here. */
const MAX_DEPTH = 50;

/**
 * The places in which two values differ, in their order: inside of lists and plain objects, each member by itself.
 *
 * @returns None if the values look alike.
 */
export function differencesIn(recorded: unknown, asked: unknown, path = "", depth = 0): readonly PathDifference[] {
  if (Object.is(recorded, asked)) return [];
  const isBranch = depth < MAX_DEPTH && branchOf(recorded) !== undefined && branchOf(recorded) === branchOf(asked);
  if (!isBranch) return leaf(path, showValue(recorded), showValue(asked));
  const [before, now] = [recorded as Members, asked as Members];
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].flatMap((key) => {
    const where = `${path}${stepTo(key, Array.isArray(recorded))}`;
    if (Object.hasOwn(before, key) && Object.hasOwn(now, key)) {
      return differencesIn(before[key], now[key], where, depth + 1);
    }
    const show = (members: Members) => (Object.hasOwn(members, key) ? showValue(members[key]) : "nothing");
    return leaf(where, show(before), show(now));
  });
}

type Members = Readonly<Record<string, unknown>>;

/** What has members to compare one by one; undefined for everything else. */
function branchOf(value: unknown): "list" | "object" | undefined {
  if (Array.isArray(value)) return "list";
  if (typeof value !== "object" || value === null) return undefined;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Another realm has an Object.prototype of its own, which has no prototype either.
  return prototype === null || Object.getPrototypeOf(prototype) === null ? "object" : undefined;
}

const stepTo = (key: string, isList: boolean): string =>
  isList ? `[${key}]` : /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;

/** A value on one line, in full. */
export function showValue(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  const all = { depth: MAX_DEPTH, maxArrayLength: null, maxStringLength: null };
  return inspect(value, { ...all, compact: true, breakLength: Number.POSITIVE_INFINITY });
}

function leaf(path: string, recorded: string, asked: string): readonly PathDifference[] {
  if (recorded === asked) return [];
  let same = 0;
  while (recorded[same] === asked[same]) same++;
  return [{ path, recorded: cutAround(recorded, same), asked: cutAround(asked, same) }];
}

/** A short text whole; of a long one what surrounds a place. Never half a surrogate pair. */
function cutAround(text: string, at: number): string {
  if (text.length <= BEFORE + AFTER) return text;
  const from = at <= BEFORE ? 0 : at - BEFORE;
  const to = Math.min(text.length, from + BEFORE + AFTER);
  const shown = text
    .slice(from, to)
    .replace(/^[\udc00-\udfff]/, "")
    .replace(/[\ud800-\udbff]$/, "");
  return `${from > 0 ? "…" : ""}${shown}${to < text.length ? "…" : ""}`;
}
