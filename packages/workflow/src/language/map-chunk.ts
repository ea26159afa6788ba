import { isBug, isCancellation, peek } from "../errors/bug.ts";
import type { Failure } from "../errors/failure.ts";
import { toFailure } from "../errors/failure.ts";
import type { Settled } from "./combine.ts";
import type { Coroutine } from "./command.ts";
import { besideOf } from "./command.ts";
import { map } from "./map.ts";
import type { Callable, Work } from "./map-work.ts";
import { callableOf } from "./map-work.ts";
import type { ChildBeside } from "./workflow.ts";
import { workflow } from "./workflow.ts";

/** What a part of a map is given beside its items. */
export interface Share {
  readonly work: Work;
  readonly concurrency?: number;
  /** So many failures the whole map bears; undefined if it bears none. */
  readonly toleratedFailures?: number;
}

/** One item that failed. */
interface ItemFailure {
  readonly index: number;
  readonly failure: Failure;
}

/** How the items of a part ended: all well, each in its own way, or not all of them because too many failed. */
export type ShareResult =
  | { readonly values: readonly unknown[] }
  | { readonly ends: readonly ({ readonly value: unknown } | { readonly failure: Failure })[] }
  | { readonly failures: readonly ItemFailure[] };

/**
 * What a part of a map calls for each item, for tools that run workflows without workers: the activity or workflow itself, where
 * the command was asked in this process. Undefined for every other command.
 */
export function sharedWork(asked: object): Callable<unknown, unknown> | undefined {
  const isChild = (asked as { readonly type?: unknown }).type === "StartChildWorkflow";
  return isChild ? ((besideOf(asked) as ChildBeside | undefined)?.shared as Callable<unknown, unknown>) : undefined;
}

const endOf = (settled: Settled<unknown>) =>
  settled.status === "fulfilled" ? { value: settled.value } : { failure: toFailure(settled.reason) };

/** The failures by which a map has failed; throws what is none, such as its cancellation. */
function failuresOf(error: unknown, failedAt: number): readonly ItemFailure[] {
  if (isCancellation(error) || isBug(error)) throw error;
  const isMap = peek(error, "code") === "MAP_FAILED" && failedAt < 0;
  return isMap ? (peek(error, "failures") as readonly ItemFailure[]) : [{ index: failedAt, failure: toFailure(error) }];
}

/**
 * The built-in workflow that does a part of a map with `partition` in an execution of its own. Every decider has it, and
 * nobody else need call it.
 */
export const mapChunk = workflow(
  {
    name: "sweft.map",
    description: "A part of map(items, work, { partition })",
    executionStartToCloseTimeout: "365 days",
  },
  function* (items: readonly unknown[], share: Share): Coroutine<ShareResult> {
    const { work, toleratedFailures, concurrency } = share;
    const call = callableOf(work);
    const options = concurrency === undefined ? {} : { concurrency };
    let failedAt = -1;
    function* strictly({ item, index }: { readonly item: unknown; readonly index: number }): Coroutine<unknown> {
      try {
        return yield* call(item);
      } catch (error) {
        if (failedAt < 0 && !isCancellation(error)) failedAt = index;
        throw error;
      }
    }
    try {
      if (toleratedFailures === undefined) {
        const numbered = items.map((item, index) => ({ item, index }));
        return { values: yield* map(numbered, strictly, options) };
      }
      const most = Math.min(toleratedFailures, items.length);
      return { ends: (yield* map(items, call, { ...options, toleratedFailures: most })).map(endOf) };
    } catch (error) {
      return { failures: failuresOf(error, failedAt) };
    }
  },
);
