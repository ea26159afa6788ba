/**
 * The structural id that the interpreter writes at the head of a `control` field; undefined for a text of anybody else.
 * Only so can a test name a child by the id of its command: SWF itself knows it by its workflow id.
 */
export function controlId(control: string | undefined): string | undefined {
  return /^sw\d+ (\S+)/.exec(control ?? "")?.[1];
}
