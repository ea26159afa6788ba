import { setMaxListeners } from "node:events";
import { setImmediate } from "node:timers/promises";
import { isEnd } from "../api/faults.ts";
import type { Random } from "../api/persist.ts";
import { backoffMs } from "../api/persist.ts";
import type { Busy } from "../clock/busy.ts";
import { openBusy } from "../clock/busy.ts";
import type { WorkerClock } from "../clock/clock.ts";
import { Slots } from "./slots.ts";

/** What to poll, and what to do with what comes. */
export interface Polling<Task> {
  /** Asks for a task: undefined if none came. Aborting `signal` may end the call, with an error named `AbortError`. */
  readonly poll: (signal: AbortSignal) => Promise<Task | undefined>;
  /** Works on a task. `busy` holds virtual time; `force` aborts when the worker is closed by force. Must not reject. */
  readonly handle: (task: Task, busy: Busy, force: AbortSignal) => Promise<void>;
  /** Hears of a task whose handling rejected all the same: it is dropped, and will time out. */
  readonly dropped: (error: unknown) => void;
  /** Hears of a poll that failed; the next is made after a pause. */
  readonly failed: (error: unknown, attempt: number) => void;
  /** Polls in flight at a time. */
  readonly pollers: number;
  /** Tasks worked on at a time. */
  readonly concurrency: number;
  readonly clock: WorkerClock;
  readonly random: Random;
  /** Whether an aborted poll surely takes no task with it. */
  readonly abortsSafely: boolean;
}

/** How to close. */
export interface CloseOptions {
  /** Abort polls and work instead of waiting for them: their tasks are lost until they time out. Default false. */
  readonly force?: boolean;
}

/** Something that polls until it is closed. */
export interface OpenPolling {
  /**
   * Asks for no further tasks, finishes those that are in hand or on their way, then resolves. A later call with `force`
   * ends the wait.
   */
  close(options?: CloseOptions): Promise<void>;
}

/**
 * Polls and works until it is closed.
 *
 * P1. A slot is taken before a poll and given back after its task, or at once if there was none.
 * P2. A poll is aborted only where that loses no task, or by force. Otherwise closing waits for it, and for its task.
 */
export function openPolling<Task>(polling: Polling<Task>): OpenPolling {
  const { poll, handle, dropped, failed, clock, random } = polling;
  const slots = new Slots(polling.concurrency);
  const polls = new AbortController();
  const closing = new AbortController();
  const force = new AbortController();
  // Every task in hand listens, ten and more at a time: no leak to be warned of.
  setMaxListeners(0, force.signal);
  const inHand = new Set<Promise<void>>();

  async function work(task: Task): Promise<void> {
    const busy = openBusy(clock);
    try {
      await handle(task, busy, force.signal);
    } catch (error) {
      dropped(error);
    } finally {
      busy.release();
      slots.give();
    }
  }

  async function pollOn(): Promise<void> {
    let attempt = 0;
    while (await slots.take()) {
      let task: Task | undefined;
      try {
        task = await poll(polls.signal);
        attempt = 0;
      } catch (error) {
        slots.give();
        if (closing.signal.aborted) return;
        attempt++;
        failed(error, attempt);
        if (isEnd(error)) return;
        await pause(clock, backoffMs(attempt, random), closing.signal);
        continue;
      }
      if (task === undefined) {
        slots.give();
        // A service that answers at once must not keep the process from everything else.
        await setImmediate();
        continue;
      }
      const working = work(task);
      inHand.add(working);
      const done = (): boolean => inHand.delete(working);
      working.then(done, done);
    }
  }

  const pollers = Array.from({ length: polling.pollers }, pollOn);
  const forced = new Promise<void>((resolve) =>
    force.signal.addEventListener("abort", () => resolve(), { once: true }),
  );
  const drained = async (): Promise<void> => {
    await Promise.all(pollers);
    await Promise.allSettled(inHand);
  };

  return {
    async close({ force: isForced = false } = {}) {
      slots.close();
      closing.abort();
      if (polling.abortsSafely || isForced) polls.abort();
      if (isForced) force.abort();
      await Promise.race([drained(), forced]);
    },
  };
}

/** A pause on a clock that holds no token: nobody works meanwhile. */
function pause(clock: WorkerClock, ms: number, wake: AbortSignal): Promise<void> {
  const busy = openBusy(clock);
  const slept = busy.sleep(ms, wake);
  return slept.finally(() => busy.release());
}
