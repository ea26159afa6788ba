import { describe } from "../errors/failure.ts";
import { SweftError } from "../errors/sweft-error.ts";
import type { Command } from "./command.ts";
import { command } from "./command.ts";
import { checkOptions } from "./definition.ts";

/** Which queue it is: a function, because these compare by identity and print without being called. */
export type QueueKey = () => number;

/** The wish to put something into a queue, as data. */
export interface QueuePut {
  readonly type: "QueuePut";
  readonly queue: QueueKey;
  readonly value: unknown;
}

/** The wish to take the oldest thing out of a queue, as data. */
export interface QueueTake {
  readonly type: "QueueTake";
  readonly queue: QueueKey;
}

/** A question or an order to a queue, answered at once. It takes no number, so adding one moves no id. */
export interface QueueAsk {
  readonly type: "QueueTryTake" | "QueueSize" | "QueueClose";
  readonly queue: QueueKey;
}

/** A queue between coroutines of one run: see {@link queue}. */
export interface Queue<T> {
  /** Puts something in; waits while the queue is full. @throws {SweftError} `QUEUE_CLOSED` */
  put(value: T): QueuePut & Command<void>;
  /** Takes the oldest out; waits while there is nothing. @throws {SweftError} `QUEUE_CLOSED`, once a closed queue is empty. */
  take(): QueueTake & Command<T>;
  /** Takes the oldest out, or undefined if there is nothing. */
  tryTake(): QueueAsk & Command<T | undefined>;
  /** How many things are in it. */
  size(): QueueAsk & Command<number>;
  /** Takes nothing more in. What is in it can still be taken; those who wait get `QUEUE_CLOSED`. */
  close(): QueueAsk & Command<void>;
}

/**
 * Declares a queue by which coroutines of a run hand each other values. Who waits first is served first; a wait that is
 * canceled takes nothing and puts nothing. Each run has contents of its own, and they are in no history.
 *
 * @param options - `capacity`: how many things are held before `put` waits, 1 or more. Default: any number.
 * @throws {SweftError} `OPTION_INVALID`
 *
 * @example
 * const parcels = queue<Parcel>({ capacity: 10 });
 * yield* start(function* () { for (;;) yield* ship(yield* parcels.take()); });
 * yield* parcels.put(parcel);
 */
export function queue<T>(options: { readonly capacity?: number } = {}): Queue<T> {
  checkOptions(options, ["capacity"], "queue");
  const { capacity = Number.POSITIVE_INFINITY } = options;
  if (!(capacity === Number.POSITIVE_INFINITY || Number.isInteger(capacity)) || capacity < 1) {
    throw new SweftError(
      "OPTION_INVALID",
      `capacity of queue is ${describe(capacity)}; write a whole number, 1 or more, or leave it out`,
    );
  }
  const key: QueueKey = () => capacity;
  const ask = <R>(type: QueueAsk["type"]) => command<R, QueueAsk>({ type, queue: key });
  return Object.freeze({
    put: (value: T) => command<void, QueuePut>({ type: "QueuePut", queue: key, value }),
    take: () => command<T, QueueTake>({ type: "QueueTake", queue: key }),
    tryTake: () => ask<T | undefined>("QueueTryTake"),
    size: () => ask<number>("QueueSize"),
    close: () => ask<void>("QueueClose"),
  });
}
