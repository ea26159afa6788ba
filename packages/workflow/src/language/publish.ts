import type { Command } from "./command.ts";
import { command } from "./command.ts";

/** The wish to publish a state, as data. */
export interface Publish {
  readonly type: "Publish";
  readonly state?: unknown;
}

/**
 * Publishes a state that anybody can read without the history: it is the `latestExecutionContext` of the execution's
 * description from the next answered decision on. The last of a decision counts. Goes on at once; takes no number, writes no
 * event, and never fails the run: what cannot be written, or is too long with nowhere to put it, is logged and left out.
 *
 * @param state - Anything that can be serialized; undefined publishes an empty text.
 */
export const publish = (state: unknown): Publish & Command<void> => command<void, Publish>({ type: "Publish", state });
