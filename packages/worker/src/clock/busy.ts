import type { WorkerClock } from "./clock.ts";

/** A piece of work on a clock: virtual time stands still while it goes on, and passes while it sleeps. */
export interface Busy {
  readonly clock: WorkerClock;
  /** Sleeps for `ms`, or until `wake` aborts, whichever comes first. Never rejects. */
  sleep(ms: number, wake?: AbortSignal): Promise<void>;
  /** Waits until `wake` aborts. Never rejects. Virtual time passes meanwhile, as it does in a sleep. */
  waitFor(wake: AbortSignal): Promise<void>;
  /** The work is done. */
  release(): void;
}

/**
 * Begins a piece of work. A token of the clock is held from now until `release`, except while at least one sleep or wait goes on:
 * a token held over a sleep would let virtual time never come to the sleep's end.
 */
export function openBusy(clock: WorkerClock): Busy {
  let release: (() => void) | undefined = clock.hold();
  let sleepers = 0;
  let isDone = false;

  function weigh(): void {
    const isHeld = !isDone && sleepers === 0;
    if (isHeld) release ??= clock.hold();
    else {
      release?.();
      release = undefined;
    }
  }

  return {
    clock,
    sleep(ms, wake) {
      if (wake?.aborted === true) return Promise.resolve();
      return new Promise((resolve) => {
        const end = (): void => {
          cancel();
          wake?.removeEventListener("abort", end);
          sleepers--;
          weigh();
          resolve();
        };
        const cancel = clock.schedule(clock.now() + ms, end);
        wake?.addEventListener("abort", end, { once: true });
        sleepers++;
        weigh();
      });
    },
    waitFor(wake) {
      if (wake.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const end = (): void => {
          sleepers--;
          weigh();
          resolve();
        };
        wake.addEventListener("abort", end, { once: true });
        sleepers++;
        weigh();
      });
    },
    release() {
      isDone = true;
      weigh();
    },
  };
}
