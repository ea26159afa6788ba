import type { Work } from "../coroutines/work.ts";
import type { Command } from "../language/command.ts";
import { command } from "../language/command.ts";
import type { Outcome } from "../language/handle.ts";
import type { JoinMode } from "../work/join.ts";

// Commands that only composites use. They speak of the work itself where the public language has handles.

/** Starts a piece of a composite. */
export interface Begin {
  readonly type: "Begin";
  readonly work: object;
}

/** Starts work under an id of the composite's own instead of the next number. */
export interface BeginAs {
  readonly type: "BeginAs";
  readonly work: object;
  readonly id: string;
}

/** Waits for pieces. */
export interface Join {
  readonly type: "Join";
  readonly mode: JoinMode;
}

/** Cancels a piece. */
export interface Stop {
  readonly type: "Stop";
}

/** A number in [0, 1) fixed by a name, such as the id and attempt of a retry. */
export interface Draw {
  readonly type: "Draw";
  readonly stream: string;
}

export const begin = (work: object): Begin & Command<Work> => command<Work, Begin>({ type: "Begin", work });

export const beginAs = (id: string, work: object): BeginAs & Command<Work> =>
  command<Work, BeginAs>({ type: "BeginAs", work, id });

export const join = (pieces: readonly Work[], mode: "all"): Join & Command<undefined> =>
  command<undefined, Join>({ type: "Join", mode }, pieces);

export const firstOf = (pieces: readonly Work[]): Join & Command<Work> =>
  command<Work, Join>({ type: "Join", mode: "first" }, pieces);

export const stop = (piece: Work): Stop & Command<void> => command<void, Stop>({ type: "Stop" }, piece);

export const draw = (stream: string): Draw & Command<number> => command<number, Draw>({ type: "Draw", stream });

/** The value of an outcome; throws its error. */
export function resultOf(outcome: Outcome | undefined): unknown {
  if (outcome === undefined) return undefined;
  if (!outcome.ok) throw outcome.error;
  return outcome.value;
}
