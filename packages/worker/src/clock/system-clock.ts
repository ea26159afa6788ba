import { clearTimeout, setTimeout } from "node:timers";
import type { WorkerClock } from "./clock.ts";

/** The longest wait that setTimeout accepts. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/** The machine's own time: the default. */
export function systemClock(): WorkerClock {
  return {
    now: () => Date.now(),
    schedule(dueMs, run) {
      let timer: NodeJS.Timeout;
      const arm = (): void => {
        const leftMs = Math.max(0, dueMs - Date.now());
        timer = setTimeout(() => (leftMs > LONGEST_WAIT_MS ? arm() : run()), Math.min(leftMs, LONGEST_WAIT_MS));
      };
      arm();
      return () => clearTimeout(timer);
    },
    hold: () => () => {},
  };
}
