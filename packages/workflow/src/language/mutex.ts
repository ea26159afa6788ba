import type { Section } from "./block.ts";
import { sectionOf } from "./block.ts";
import type { Command } from "./command.ts";
import { command } from "./command.ts";

/** Which mutex it is: a function, because these compare by identity and print without being called. */
export type MutexKey = () => void;

/** What whoever holds a mutex has in hand. It is worth nothing once it is released. */
export interface Lease {
  readonly mutex: MutexKey;
}

/** The wish to hold a mutex, as data. */
export interface AcquireMutex {
  readonly type: "AcquireMutex";
  readonly mutex: MutexKey;
}

/** The wish to hold a mutex no longer, as data. It takes no number. */
export interface ReleaseMutex {
  readonly type: "ReleaseMutex";
  readonly mutex: MutexKey;
  readonly lease: Lease;
}

/** The wish to run work while holding a mutex, as data. */
export interface RunExclusively {
  readonly type: "RunExclusively";
  readonly mutex: MutexKey;
  readonly work: object;
}

/** Lets one coroutine of a run at a time do something: see {@link mutex}. */
export interface Mutex {
  /** Waits for its turn, runs work, and lets go, however the work ends. @throws {SweftError} `FOREIGN_YIELD`, at the call. */
  run<T>(work: Section<T>): RunExclusively & Command<T>;
  /** Waits for its turn. Prefer {@link Mutex.run}: a lease that is never released blocks the others for ever. */
  acquire(): AcquireMutex & Command<Lease>;
  /** Lets the next in. @throws {SweftError} `MUTEX_NOT_HELD`, where it is asked for, if the lease does not hold it. */
  release(lease: Lease): ReleaseMutex & Command<void>;
}

/**
 * Declares a mutex for the coroutines of a run. Who waits first is let in first; a wait that is canceled is passed over.
 * Each run has a state of its own.
 *
 * @example
 * const account = mutex();
 * yield* account.run(function* () { … });
 */
export function mutex(): Mutex {
  const key: MutexKey = () => {};
  return Object.freeze({
    run: <T>(work: Section<T>) =>
      command<T, RunExclusively>({
        type: "RunExclusively",
        mutex: key,
        work: sectionOf(work, "the work given to mutex.run"),
      }),
    acquire: () => command<Lease, AcquireMutex>({ type: "AcquireMutex", mutex: key }),
    release: (lease: Lease) => command<void, ReleaseMutex>({ type: "ReleaseMutex", mutex: key, lease }),
  });
}
