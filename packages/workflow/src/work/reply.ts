import { NoteAsk } from "./note.ts";
import type { RunContext } from "./run-context.ts";

/** The marker that answers a request with an id. Its head is that id and the state, its payload the value or the error. */
export const REPLY_MARKER = "sweft.reply";

/** How a request ended: `closed` if the run ended before it did. */
export type ReplyState = "completed" | "rejected" | "failed" | "closed";

/** What an answer says. */
export interface Reply {
  /** Of the request. */
  readonly id: string;
  readonly state: ReplyState;
  /** The text of its value, or of its error. */
  readonly payload: string | undefined;
  /** What it is, for reports. */
  readonly what: string;
}

/** Answers a request, in the completion being made. What was recorded of it stands. */
export function noteReply(run: RunContext, { id, state, payload, what }: Reply): void {
  new NoteAsk(run, { markerName: REPLY_MARKER, head: [id, state], payload, what });
}
