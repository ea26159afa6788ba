/** Places for work: a poll takes one before it asks for a task, so that no task is taken that nobody has time for. */
export class Slots {
  #free: number;
  #isClosed = false;
  readonly #waiting: ((isTaken: boolean) => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  /** Takes a slot, waiting for one if need be; false if the slots were closed first. */
  take(): Promise<boolean> {
    if (this.#isClosed) return Promise.resolve(false);
    if (this.#free > 0) {
      this.#free--;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Gives a slot back. */
  give(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free++;
    else next(true);
  }

  /** From now on nobody gets a slot. */
  close(): void {
    this.#isClosed = true;
    for (const waiter of this.#waiting.splice(0)) waiter(false);
  }
}
