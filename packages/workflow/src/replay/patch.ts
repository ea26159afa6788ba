import { noteKey } from "../history/marker-key.ts";
import { toWord } from "../values/word.ts";
import { NoteAsk } from "../work/note.ts";
import { PATCH_MARKER } from "../work/patches.ts";
import type { RunContext } from "../work/run-context.ts";

/** Has the run taken this change of the code? If nothing is decided yet, it takes it now. */
export function takesPatch(run: RunContext, id: string): boolean {
  const known = run.patches.taken.get(id);
  if (known !== undefined) return known;
  const isTaken = decided(run, id);
  run.patches.taken.set(id, isTaken);
  return isTaken;
}

/**
 * A marker anywhere in the history counts, and not only one of the completion being replayed: what a completion cannot hold
 * goes out with a later one. It is the same verdict, since nothing asked after a marker is sent before it, and since a run
 * that has answered no once never records that marker.
 */
function decided(run: RunContext, id: string): boolean {
  const word = toWord(id);
  if (run.notes.find(PATCH_MARKER, word) !== undefined) {
    run.patches.expects(noteKey(PATCH_MARKER, word));
    return true;
  }
  if (run.isReplaying) return false;
  new NoteAsk(run, { markerName: PATCH_MARKER, head: [word], what: `patched(${JSON.stringify(id)})` });
  return true;
}
