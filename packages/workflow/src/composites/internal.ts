import type { Gathering } from "../coroutines/gathering.ts";
import type { Guard } from "../coroutines/guard.ts";
import type { JoinMode } from "../coroutines/join.ts";
import type { Work } from "../coroutines/work.ts";
import { isCancellation } from "../errors/bug.ts";
import type { CanceledError } from "../errors/outcomes.ts";
import type { Pieces, Settled } from "../language/combine.ts";
import type { Command, Coroutine } from "../language/command.ts";
import { command, withBeside } from "../language/command.ts";
import type { Outcome } from "../language/handle.ts";

/** Stands beside internal commands that need nothing else there: literals that only look like them have nothing. */
export const INTERNAL = Symbol("sweft.internal");

/** The pause before another attempt. */
export const backoff = (seconds: number): object => withBeside({ type: "Backoff", seconds }, INTERNAL);

// Commands that only composites use. They speak of the work itself where the public language has handles.

/** Starts the pieces of a composite: all of them, or only until one has ended, or succeeded, as it began. */
export interface BeginAll {
  readonly type: "BeginAll";
  readonly until: "all" | "first" | "success";
}

/** Starts work under an id of the composite's own instead of the next number. */
export interface BeginAs {
  readonly type: "BeginAs";
  readonly work: object;
  readonly id: string;
}

/** Starts a piece of a composite under an id of the composite's own. */
export interface BeginPiece {
  readonly type: "BeginPiece";
  readonly id: string;
}

/** Looks whether a history has room for some work, so many times: that of this run, or of one that does nothing else. */
export interface Expect {
  readonly type: "Expect";
  readonly times: number;
  readonly isAlone: boolean;
}

/** Waits for the next of some pieces to end. */
export interface NextEnd {
  readonly type: "NextEnd";
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

/** What stands beside a {@link StopAll}. */
export interface Stopping {
  readonly pieces: readonly Work[];
  /** Default: that they are no longer needed. */
  readonly error: CanceledError | undefined;
}

/** A number in [0, 1) fixed by a name, such as the id and attempt of a retry. */
export interface Draw {
  readonly type: "Draw";
  readonly stream: string;
}

export const beginAll = (pieces: Pieces, until: BeginAll["until"]): BeginAll & Command<readonly Work[]> =>
  command<readonly Work[], BeginAll>({ type: "BeginAll", until }, Object.values(pieces));

export const beginAs = (id: string, work: object): BeginAs & Command<Work> =>
  command<Work, BeginAs>({ type: "BeginAs", work, id }, INTERNAL);

/** A section whose coroutines belong to a guard. */
export const inScope = (work: object, guard: Guard): object => withBeside({ type: "InScope", work }, guard);

export const beginPiece = (id: string, work: object): BeginPiece & Command<Work> =>
  command<Work, BeginPiece>({ type: "BeginPiece", id }, work);

/** @throws {SweftError} `HISTORY_BUDGET` */
export const expect = (work: object, times: number): Expect & Command<void> =>
  command<void, Expect>({ type: "Expect", times, isAlone: false }, work);

/** @throws {SweftError} `HISTORY_BUDGET` */
export const expectAlone = (work: object, times: number): Expect & Command<void> =>
  command<void, Expect>({ type: "Expect", times, isAlone: true }, work);

export const nextEnd = (gathering: Gathering): NextEnd & Command<Work> =>
  command<Work, NextEnd>({ type: "NextEnd" }, gathering);

export const join = (pieces: readonly Work[], mode: "all" | "settled"): Join & Command<undefined> =>
  command<undefined, Join>({ type: "Join", mode }, pieces);

export const firstOf = (pieces: readonly Work[]): Join & Command<Work> =>
  command<Work, Join>({ type: "Join", mode: "first" }, pieces);

/** Waits for the first piece that ends well; undefined if all have failed. */
export const successOf = (pieces: readonly Work[]): Join & Command<Work | undefined> =>
  command<Work | undefined, Join>({ type: "Join", mode: "success" }, pieces);

/** Waits until pieces that are given up have ended. No cancellation reaches this wait. */
export const ended = (pieces: readonly Work[]): Join & Command<undefined> =>
  command<undefined, Join>({ type: "Join", mode: "ended" }, pieces);

/** Cancels pieces that are no longer needed, and goes on at once. */
export const stopAll = (pieces: readonly Work[], error?: CanceledError): StopAll & Command<void> =>
  command<void, StopAll>({ type: "StopAll" }, { pieces, error } satisfies Stopping);

/**
 * What a composite does with an error that ends its waiting. If a piece failed, the others are given up at once; if the
 * composite itself is canceled, it ends when its pieces have ended, each by its own policy.
 */
export function* giveUp(pieces: readonly Work[], error: unknown): Coroutine<never> {
  const hasFailed = pieces.some(({ outcome }) => outcome?.ok === false);
  return yield* hasFailed ? dropped(pieces, error) : leave(pieces, error);
}

/** The same for a composite that failures of its pieces do not end: only a bug does, or its own cancellation. */
export function* leave(pieces: readonly Work[], error: unknown): Coroutine<never> {
  if (!isCancellation(error)) return yield* dropped(pieces, error);
  yield* stopAll(pieces, error as CanceledError);
  yield* ended(pieces);
  throw error;
}

function* dropped(pieces: readonly Work[], error: unknown): Coroutine<never> {
  yield* stopAll(pieces);
  throw error;
}

/** Values in the places, or under the names, of the pieces they belong to. */
export function shaped(pieces: Pieces, values: readonly unknown[]): unknown {
  if (Array.isArray(pieces)) return values;
  return Object.fromEntries(Object.keys(pieces).map((name, i) => [name, values[i]]));
}

/** The value of the piece that won; in the record form also its name. */
export function winnerOf(work: Pieces, pieces: readonly Work[], first: Work): unknown {
  const value = resultOf(first.outcome);
  return Array.isArray(work) ? value : { winner: Object.keys(work)[pieces.indexOf(first)], value };
}

/** How a piece ended, as data. */
export function settledOf(outcome: Outcome | undefined, absent: unknown): Settled<unknown> {
  if (outcome?.ok === true) return { status: "fulfilled", value: outcome.value };
  return { status: "rejected", reason: outcome === undefined ? absent : outcome.error };
}

export const draw = (stream: string): Draw & Command<number> =>
  command<number, Draw>({ type: "Draw", stream }, INTERNAL);

/** The value of an outcome; throws its error. */
export function resultOf(outcome: Outcome | undefined): unknown {
  if (outcome === undefined) return undefined;
  if (!outcome.ok) throw outcome.error;
  return outcome.value;
}
