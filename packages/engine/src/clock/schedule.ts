/** One thing to do at a moment. `index` is its place in the heap, -1 once it has left. */
export interface Entry {
  readonly dueMs: number;
  run: () => void;
  readonly order: number;
  index: number;
}

/**
 * A binary heap of what is due when, with true removal: what was cancelled can neither wake a clock nor keep memory.
 * Equal moments run in the order in which they were added.
 */
export class Schedule {
  readonly #heap: Entry[] = [];
  #added = 0;

  /** The entry due first, or undefined. */
  first(): Entry | undefined {
    return this.#heap[0];
  }

  /** Adds work due at `dueMs` (epoch milliseconds). */
  add(dueMs: number, run: () => void): Entry {
    const entry: Entry = { dueMs, run, order: this.#added++, index: this.#heap.length };
    this.#heap.push(entry);
    this.#rise(entry);
    return entry;
  }

  /** Removes an entry for good: it does not run even if it was taken a moment ago. */
  cancel(entry: Entry): void {
    entry.run = nothing;
    this.#remove(entry);
  }

  #remove(entry: Entry): void {
    const { index } = entry;
    if (index < 0) return;
    entry.index = -1;
    const last = this.#heap.pop() as Entry; // the heap holds at least `entry`
    if (last === entry) return;
    last.index = index;
    this.#heap[index] = last;
    this.#rise(last);
    this.#sink(last);
  }

  /** Removes and returns everything due at or before `nowMs`, in order. */
  takeDue(nowMs: number): Entry[] {
    const due: Entry[] = [];
    for (let entry = this.first(); entry !== undefined && entry.dueMs <= nowMs; entry = this.first()) {
      this.#remove(entry);
      due.push(entry);
    }
    return due;
  }

  #rise(entry: Entry): void {
    while (entry.index > 0) {
      const parent = this.#heap[(entry.index - 1) >> 1] as Entry;
      if (!before(entry, parent)) return;
      this.#swap(entry, parent);
    }
  }

  #sink(entry: Entry): void {
    for (;;) {
      const left = this.#heap[entry.index * 2 + 1];
      const right = this.#heap[entry.index * 2 + 2];
      const child = right !== undefined && left !== undefined && before(right, left) ? right : left;
      if (child === undefined || !before(child, entry)) return;
      this.#swap(child, entry);
    }
  }

  #swap(a: Entry, b: Entry): void {
    const { index } = a;
    a.index = b.index;
    b.index = index;
    this.#heap[a.index] = a;
    this.#heap[b.index] = b;
  }
}

function nothing(): void {}

function before(a: Entry, b: Entry): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);
}
