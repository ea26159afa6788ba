import type { StoredObject } from "@sweft/payload";

/** Objects, in numbers. */
export interface ObjectCount {
  readonly objects: number;
  readonly bytes: number;
  /** When the oldest was last put; undefined if there is none. */
  readonly oldest: Date | undefined;
  /** Ten of them at most: store and key. */
  readonly examples: readonly { readonly store: string; readonly key: string }[];
}

/** What a sweep found, and what it did. */
export interface SweepReport {
  readonly domain: string;
  /** Executions that the service knows. */
  readonly executions: { readonly open: number; readonly closed: number };
  /** Objects that nobody refers to, of executions that the service knows no more. */
  readonly garbage: ObjectCount;
  /** Those of them that were deleted; none without `delete`. */
  readonly deleted: ObjectCount;
  /** Objects that stay, and why: their execution is known, a history refers to them, or they are younger than the grace. */
  readonly kept: { readonly known: number; readonly referenced: number; readonly young: number };
  /** Objects whose keys tell no execution: somebody else's, or put without one. They are never touched. */
  readonly unknown: ObjectCount;
  /** Objects of other domains. */
  readonly otherDomains: number;
  /** What a run hands on to the next and could not be read: it may refer to anything. */
  readonly unreadable: readonly string[];
  /** Why nothing was deleted although `delete` was asked for. */
  readonly refusal: string | undefined;
}

const MOST_EXAMPLES = 10;

/** Counts objects. */
export class Tally {
  #objects = 0;
  #bytes = 0;
  #oldestMs = Number.POSITIVE_INFINITY;
  readonly #examples: { readonly store: string; readonly key: string }[] = [];

  add(store: string, { key, size, modifiedMs }: StoredObject): void {
    this.#objects++;
    this.#bytes += size;
    this.#oldestMs = Math.min(this.#oldestMs, modifiedMs);
    if (this.#examples.length < MOST_EXAMPLES) this.#examples.push({ store, key });
  }

  count(): ObjectCount {
    return {
      objects: this.#objects,
      bytes: this.#bytes,
      oldest: this.#objects === 0 ? undefined : new Date(this.#oldestMs),
      examples: [...this.#examples],
    };
  }
}
