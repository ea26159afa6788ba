import type { LiveRun } from "@sweft/workflow";

/**
 * Runs kept live between two of their decisions, the least lately used dropped first. A run is taken out while it is
 * decided, so that a second task of it, handed out because the first one timed out, never finds it half advanced.
 */
export class RunCache {
  readonly #runs = new Map<string, LiveRun>();
  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  /** Takes the live form of a run out; undefined if it is not here. */
  take(runId: string): LiveRun | undefined {
    const run = this.#runs.get(runId);
    this.#runs.delete(runId);
    return run;
  }

  /** Keeps a run whose decision the service has taken. */
  keep(runId: string, run: LiveRun): void {
    this.#runs.delete(runId);
    this.#runs.set(runId, run);
    for (const oldest of this.#runs.keys()) {
      if (this.#runs.size <= this.#size) return;
      this.#runs.delete(oldest);
    }
  }
}
