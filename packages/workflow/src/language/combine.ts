import { describe } from "../errors/failure.ts";
import { SweftError } from "../errors/sweft-error.ts";
import { workOf } from "./block.ts";
import type { Command, Operation, ResultOf } from "./command.ts";
import { command, isCommand } from "./command.ts";
import { isHandle } from "./handle.ts";

/** The pieces of a composite: a list of data, or a record of data. */
export type Pieces = readonly object[] | Readonly<Record<string, object>>;

/** The wish to wait for all of some work, as data. */
export interface All {
  readonly type: "All";
  readonly work: Pieces;
}

/** The wish to wait for the first of some work, as data. */
export interface Race {
  readonly type: "Race";
  readonly work: Pieces;
}

/** The wish to wait until all of some work has ended, however, as data. */
export interface AllSettled {
  readonly type: "AllSettled";
  readonly work: Pieces;
}

/** The wish to wait for the first success of some work, as data. */
export interface Any {
  readonly type: "Any";
  readonly work: Pieces;
}

/** How a piece of work ended, as data. */
export type Settled<T> =
  | { readonly status: "fulfilled"; readonly value: T }
  | { readonly status: "rejected"; readonly reason: unknown };

type Operations = readonly Operation<unknown>[] | Readonly<Record<string, Operation<unknown>>>;

function piecesOf(work: Operations, what: string): Pieces {
  if (Array.isArray(work)) return Object.freeze(work.map((piece, i) => workOf(piece, `${what}[${i}]`)));
  if (!isRecord(work)) {
    throw new SweftError(
      "FOREIGN_YIELD",
      `${what} was given ${describe(work)}; give a list or a record: ${what}([charge(order), ship(order)]) or ${what}({ paid: charge(order), late: sleep("1h") })`,
    );
  }
  // From entries, so that a piece named __proto__ is a piece like others.
  return Object.freeze(
    Object.fromEntries(Object.entries(work).map(([name, piece]) => [name, workOf(piece, `${what}.${name}`)])),
  );
}

/** A plain object: no Map, Set, generator, promise or command, whose pieces would be lost. */
function isRecord(work: unknown): work is Readonly<Record<string, unknown>> {
  if (typeof work !== "object" || work === null || isCommand(work) || isHandle(work)) return false;
  return Object.prototype.toString.call(work) === "[object Object]";
}

/**
 * Runs work in parallel and waits for all of it: results in the same places or under the same names. If one piece
 * fails, the others are canceled and its error is thrown at once. `all([])` is `[]`.
 *
 * @throws {SweftError} `FOREIGN_YIELD`, at the call, if a piece is no operation.
 */
export function all<const T extends readonly Operation<unknown>[]>(
  work: T,
): All & Command<{ -readonly [K in keyof T]: ResultOf<T[K]> }>;
export function all<const T extends Readonly<Record<string, Operation<unknown>>>>(
  work: T,
): All & Command<{ -readonly [K in keyof T]: ResultOf<T[K]> }>;
export function all(work: Operations): All & Command<unknown> {
  return command<unknown, All>({ type: "All", work: piecesOf(work, "all") });
}

/**
 * Runs work in parallel and waits until all of it has ended, however: `{ status: "fulfilled", value }` or
 * `{ status: "rejected", reason }`, in the same places or under the same names. `allSettled([])` is `[]`. A bug in a piece
 * is no result: it is thrown at once, as `all` throws it.
 *
 * @throws {SweftError} `FOREIGN_YIELD`, at the call, if a piece is no operation.
 */
export function allSettled<const T extends readonly Operation<unknown>[]>(
  work: T,
): AllSettled & Command<{ -readonly [K in keyof T]: Settled<ResultOf<T[K]>> }>;
export function allSettled<const T extends Readonly<Record<string, Operation<unknown>>>>(
  work: T,
): AllSettled & Command<{ -readonly [K in keyof T]: Settled<ResultOf<T[K]>> }>;
export function allSettled(work: Operations): AllSettled & Command<unknown> {
  return command<unknown, AllSettled>({ type: "AllSettled", work: piecesOf(work, "allSettled") });
}

type NotEmpty<T extends readonly unknown[]> = T extends readonly [] ? ["give it at least one operation"] : [];

type Winner<T> = {
  [K in keyof T & string]: { readonly winner: K; readonly value: ResultOf<T[K]> };
}[keyof T & string];

function entrantsOf(work: Operations, what: "race" | "any"): Pieces {
  const pieces = piecesOf(work, what);
  if (Object.keys(pieces).length > 0) return pieces;
  throw new SweftError(
    "RACE_EMPTY",
    `${what} was given nothing to run and would never end; give it at least one operation`,
  );
}

/**
 * Runs work in parallel and takes the first to end, well or badly; the others are canceled. The record form says who
 * won. Handles given to it are only waited for: losing does not cancel them.
 *
 * @throws {SweftError} `RACE_EMPTY`, `FOREIGN_YIELD`, at the call.
 */
export function race<const T extends readonly Operation<unknown>[]>(
  work: T,
  ..._entrants: NotEmpty<T>
): Race & Command<ResultOf<T[number]>>;
export function race<const T extends Readonly<Record<string, Operation<unknown>>>>(work: T): Race & Command<Winner<T>>;
export function race(work: Operations, ..._entrants: unknown[]): Race & Command<unknown> {
  return command<unknown, Race>({ type: "Race", work: entrantsOf(work, "race") });
}

/**
 * Runs work in parallel and takes the first to end well; the others are canceled. Failures count only if all fail. The
 * record form says who won. A bug in a piece is thrown at once, as `all` throws it.
 *
 * @throws {SweftError} `RACE_EMPTY`, `FOREIGN_YIELD`, at the call.
 * @throws {AnyError} `ANY_FAILED`, where it is waited for, if every piece failed; `errors` has their errors.
 */
export function any<const T extends readonly Operation<unknown>[]>(
  work: T,
  ..._entrants: NotEmpty<T>
): Any & Command<ResultOf<T[number]>>;
export function any<const T extends Readonly<Record<string, Operation<unknown>>>>(work: T): Any & Command<Winner<T>>;
export function any(work: Operations, ..._entrants: unknown[]): Any & Command<unknown> {
  return command<unknown, Any>({ type: "Any", work: entrantsOf(work, "any") });
}
