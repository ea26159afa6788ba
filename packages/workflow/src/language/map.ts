import { describe } from "../errors/failure.ts";
import { SweftError } from "../errors/sweft-error.ts";
import type { Settled } from "./combine.ts";
import type { Command, Operation } from "./command.ts";
import { command } from "./command.ts";
import { checkOptions } from "./definition.ts";
import type { Callable } from "./map-work.ts";
import { workOfCallable } from "./map-work.ts";

/** How a `map` runs that needs every item to succeed. */
export interface Strict {
  /** How many items are under way at a time: 1 or more. Default: all. */
  readonly concurrency?: number;
  readonly minSuccessful?: never;
  readonly toleratedFailures?: never;
}

/** How a `map` runs whose items are spread over child workflows. */
export interface Partitioned {
  /**
   * How many items each child workflow takes, 1 or more. A run's history has room for some 4,000 activities, or 2,700 child
   * workflows, fewer if they are tried again; several hundred items a child are a good measure.
   */
  readonly partition: number;
}

/** How a `map` runs that can do without some items. At least one of the two last options is given. */
export interface Lenient {
  /** How many items are under way at a time: 1 or more. Default: all. */
  readonly concurrency?: number;
  /** Ends as soon as so many have succeeded: 0 or more. Default: it ends when all have ended. */
  readonly minSuccessful?: number;
  /** Fails with one failure more: 0 or more. Default: as many as leave `minSuccessful` within reach. */
  readonly toleratedFailures?: number;
}

type Tolerant = Lenient & ({ readonly minSuccessful: number } | { readonly toleratedFailures: number });

/** The wish to do something with each of some items, as data. */
export interface MapItems extends Lenient, Partial<Partitioned> {
  readonly type: "Map";
  readonly items: readonly unknown[];
  readonly each: (item: never) => Operation<unknown>;
}

/** Each option with the least it may be. */
const OPTIONS: Readonly<Record<keyof (Lenient & Partitioned), number>> = {
  concurrency: 1,
  minSuccessful: 0,
  toleratedFailures: 0,
  partition: 1,
};

/**
 * Does something with each item, in parallel, and gives the results in their places. The first failure cancels the rest and
 * is thrown. With `minSuccessful` or `toleratedFailures` it gives how each ended instead: it ends as soon as enough have
 * succeeded, with the rest canceled and told as rejected with a CanceledError, and fails once too many have failed.
 *
 * With `partition` the items are spread over child workflows, each of which takes so many of them: any number of items can be
 * worked on so, although one history has room for some thousands. Then `each` is an activity or a workflow as it was declared,
 * since a child cannot be given a function.
 *
 * The ids of the work go by item, `n.1` to `n.N`, so that changing the concurrency moves none.
 *
 * @param each - An activity, a workflow, or a function that gives an operation; it gets the item alone.
 * @throws {SweftError} `OPTION_INVALID`, at the call.
 * @throws {MapError} `MAP_FAILED`, where it is waited for; `failures` says which and why.
 *
 * @example
 * const thumbnails = yield* map(photos, resize, { concurrency: 20 });
 * const offers = yield* map(carriers, (carrier) => quote(carrier, parcel), { minSuccessful: 2 });
 * const results = yield* map(customers, invoice, { partition: 500, toleratedFailures: 100 });
 */
export function map<I, R>(
  items: readonly I[],
  each: Callable<I, R>,
  options: Tolerant & Partitioned,
): MapItems & Command<Settled<R>[]>;
export function map<I, R>(
  items: readonly I[],
  each: Callable<I, R>,
  options: Strict & Partitioned,
): MapItems & Command<R[]>;
export function map<I, R>(
  items: readonly I[],
  each: (item: I) => Operation<R>,
  options: Tolerant & { readonly partition?: never },
): MapItems & Command<Settled<R>[]>;
export function map<I, R>(
  items: readonly I[],
  each: (item: I) => Operation<R>,
  options?: Strict & { readonly partition?: never },
): MapItems & Command<R[]>;
export function map(
  items: readonly unknown[],
  each: (item: never) => Operation<unknown>,
  options: Lenient & Partial<Partitioned> = {},
): MapItems & Command<unknown> {
  if (!Array.isArray(items)) {
    throw new SweftError("OPTION_INVALID", `map was given ${describe(items)} as its items; give a list`);
  }
  if (typeof each !== "function") {
    throw new SweftError(
      "OPTION_INVALID",
      `map was given ${describe(each)} to do with each item; give a function of an item, as in map(photos, resize) or map(photos, (photo) => resize(photo, 100))`,
    );
  }
  checkOptions(options, Object.keys(OPTIONS), "map");
  for (const [name, least] of Object.entries(OPTIONS)) {
    const value = options[name as keyof typeof options];
    if (value === undefined || (Number.isInteger(value) && value >= least)) continue;
    throw new SweftError(
      "OPTION_INVALID",
      `${name} of map is ${describe(value)}; write a whole number, ${least} or more`,
    );
  }
  const { concurrency, minSuccessful, toleratedFailures, partition } = options;
  if (partition !== undefined) workOfCallable(each);
  return command<unknown, MapItems>({
    type: "Map",
    items: Object.freeze([...items]),
    each,
    ...(concurrency !== undefined && { concurrency }),
    ...(minSuccessful !== undefined && { minSuccessful }),
    ...(toleratedFailures !== undefined && { toleratedFailures }),
    ...(partition !== undefined && { partition }),
  });
}
