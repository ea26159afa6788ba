import type { Work } from "../coroutines/work.ts";
import type { Pieces } from "../language/combine.ts";
import type { Command } from "../language/command.ts";
import { command } from "../language/command.ts";
import type { Outcome } from "../language/handle.ts";
import type { JoinMode } from "../work/join.ts";

// Commands that only composites use. They speak of the work itself where the public language has handles.

/** Starts all pieces of a composite. */
export interface BeginAll {
  readonly type: "BeginAll";
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

/** Cancels pieces; those that have ended stay as they are. */
export interface StopAll {
  readonly type: "StopAll";
}

/** A number in [0, 1) fixed by a name, such as the id and attempt of a retry. */
export interface Draw {
  readonly type: "Draw";
  readonly stream: string;
}

export const beginAll = (pieces: Pieces): BeginAll & Command<readonly Work[]> =>
  command<readonly Work[], BeginAll>({ type: "BeginAll" }, Object.values(pieces));

export const beginAs = (id: string, work: object): BeginAs & Command<Work> =>
  command<Work, BeginAs>({ type: "BeginAs", work, id });

export const join = (pieces: readonly Work[], mode: "all"): Join & Command<undefined> =>
  command<undefined, Join>({ type: "Join", mode }, pieces);

export const firstOf = (pieces: readonly Work[]): Join & Command<Work> =>
  command<Work, Join>({ type: "Join", mode: "first" }, pieces);

export const stopAll = (pieces: readonly Work[]): StopAll & Command<void> =>
  command<void, StopAll>({ type: "StopAll" }, pieces);

export const draw = (stream: string): Draw & Command<number> => command<number, Draw>({ type: "Draw", stream });

/** The value of an outcome; throws its error. */
export function resultOf(outcome: Outcome | undefined): unknown {
  if (outcome === undefined) return undefined;
  if (!outcome.ok) throw outcome.error;
  return outcome.value;
}
