import type { StandardSchema } from "../language/schema.ts";
import { issuesText, validate } from "../language/schema.ts";
import { writeValue } from "./arguments.ts";
import { NoteAsk } from "./note.ts";
import type { Letter } from "./receive.ts";
import type { RunContext } from "./run-context.ts";

/** The marker that keeps which signal a schema has refused, and why. */
export const REJECTED_MARKER = "sweft.rejected";

/** How a letter is told from all others of its run. No id has a `#`. */
const keyOf = ({ id, eventId, order }: Letter): string => id ?? (eventId === 0 ? `#0.${order}` : `#${eventId}`);

/**
 * The value of a letter that somebody takes; undefined if the schema refuses it. In a recorded batch the verdict is what
 * the history shows: a rejected letter stays rejected
 * even if there is no schema any more; an accepted one stays accepted, and is taken as it was sent if the schema refuses it now.
 */
export function openLetter(
  run: RunContext,
  letter: Letter,
  schema: StandardSchema | undefined,
): { readonly value: unknown } | undefined {
  const key = keyOf(letter);
  // A completion that could not hold everything may have the verdict already, although its batch is decided on.
  const noted = run.isReplaying || schema !== undefined ? run.notes.find(REJECTED_MARKER, key) : undefined;
  if (noted !== undefined) {
    note(run, letter, key, noted.payload);
    return undefined;
  }
  const value = letter.read();
  if (schema === undefined) return { value };
  const what = `signal ${letter.name}`;
  const verdict = validate(schema, value, what);
  if (verdict.ok) return { value: verdict.value };
  if (run.isReplaying) return { value };
  const { issues } = verdict;
  const told = { signal: letter.name, eventId: letter.eventId, issues };
  note(run, letter, key, writeValue(run, told, `why ${what} was rejected`));
  run.log("warn", `${what} was rejected by its schema: ${issuesText(issues)}`, told);
  return undefined;
}

function note(run: RunContext, { name }: Letter, key: string, payload: string | undefined): void {
  new NoteAsk(run, { markerName: REJECTED_MARKER, head: [key], payload, what: `the rejection of signal ${name}` });
}
