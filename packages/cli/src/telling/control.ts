/** What Sweft writes at the head of a `control` field and of its own markers: format, structural id, further words. */
const HEAD = /^sw\d+ (\S+)(?: ([^\n]*))?/;

/** A `control` field or the details of a marker, taken apart. */
export interface Head {
  /** The structural id: the place in the workflow code. */
  readonly id: string;
  /** Further words of the head. */
  readonly words: string;
  /** What comes after the head: the user's own text, or a marker's payload. */
  readonly rest: string | undefined;
}

/** Reads what Sweft wrote into a text; undefined if another program wrote it. */
export function readHead(text: string | undefined): Head | undefined {
  const [head = "", id, words = ""] = HEAD.exec(text ?? "") ?? [];
  if (text === undefined || id === undefined) return undefined;
  return { id, words, rest: text.startsWith("\n", head.length) ? text.slice(head.length + 1) : undefined };
}
