/** The format of {@link writeControl}; it stands first in every control that Sweft writes. */
const FORMAT = "sw1";

/** What Sweft wrote into a `control` field: whose decision it was, and the digest of its arguments. */
export interface Control {
  readonly id: string;
  /** Empty if the command has no arguments to compare. */
  readonly digest: string;
  /** The user's own text. */
  readonly text: string | undefined;
}

/** A `control` field: format, structural id and digest, then the user's own text on lines of its own. */
export function writeControl({ id, digest, text }: Control): string {
  const head = digest === "" ? `${FORMAT} ${id}` : `${FORMAT} ${id} ${digest}`;
  return text === undefined ? head : `${head}\n${text}`;
}

/** Reads a `control` field; undefined if another program wrote it. */
export function readControl(control: string | undefined): Control | undefined {
  if (control === undefined || !control.startsWith(`${FORMAT} `)) return undefined;
  const end = control.indexOf("\n");
  const [, id = "", digest = ""] = (end < 0 ? control : control.slice(0, end)).split(" ");
  return { id, digest, text: end < 0 ? undefined : control.slice(end + 1) };
}

/** Details of a marker that Sweft writes: a head of words, then the payload on lines of its own. */
export interface MarkerDetails {
  readonly head: readonly string[];
  readonly payload: string | undefined;
}

/** Puts head and payload into one text; words of the head must not contain blanks. */
export function writeMarker({ head, payload }: MarkerDetails): string {
  const first = [FORMAT, ...head].join(" ");
  return payload === undefined ? first : `${first}\n${payload}`;
}

/** Takes the text of {@link writeMarker} apart; undefined if another program wrote it. */
export function readMarker(details: string | undefined): MarkerDetails | undefined {
  if (details === undefined || !/^sw1(?= |\n|$)/.test(details)) return undefined;
  const end = details.indexOf("\n");
  const head = (end < 0 ? details : details.slice(0, end)).split(" ").slice(1);
  return { head, payload: end < 0 ? undefined : details.slice(end + 1) };
}
