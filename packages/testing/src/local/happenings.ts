import { toSeconds } from "@sweft/workflow";
import type { FakeHistory } from "../history/fake-history.ts";
import type { LocalOptions } from "./options.ts";

/** Something that happens by itself at its time. */
export interface Happening {
  readonly dueMs: number;
  write(): void;
}

/** What comes from outside, and the timers that run: everything that only time brings about. */
export class Happenings {
  #history: FakeHistory;
  readonly #outside: Happening[];

  constructor(history: FakeHistory, { signals = [], cancelAfter }: Pick<LocalOptions, "signals" | "cancelAfter">) {
    this.#history = history;
    const startMs = history.timeMs;
    const sent = signals.map(({ afterSeconds, name, value }) => ({
      dueMs: startMs + afterSeconds * 1000,
      write: () => this.#history.signaled(name, value),
    }));
    const canceled = cancelAfter === undefined ? [] : [toSeconds(cancelAfter, "cancelAfter")];
    const asked = canceled.map((seconds) => ({
      dueMs: startMs + seconds * 1000,
      write: () => this.#history.cancelRequested(),
    }));
    this.#outside = [...sent, ...asked].sort((a, b) => a.dueMs - b.dueMs);
  }

  /** The execution goes on in another run: what is still to come happens to that. */
  follow(history: FakeHistory): void {
    this.#history = history;
  }

  /** What is due first; of equal times what comes from outside, then the oldest timer. */
  get next(): Happening | undefined {
    const timers = this.#history.open.filter((work) => work.kind === "timer");
    const fires = timers.map(({ id, dueMs }) => ({ dueMs, write: () => this.#history.timerFired(id) }));
    const [first] = [...this.#outside, ...fires].sort((a, b) => a.dueMs - b.dueMs);
    return first;
  }

  /** Lets it happen, at its time or now if that is past. */
  take(happening: Happening): void {
    const at = this.#outside.indexOf(happening);
    if (at >= 0) this.#outside.splice(at, 1);
    this.#history.advance(Math.max(0, happening.dueMs - this.#history.timeMs));
    happening.write();
  }
}
