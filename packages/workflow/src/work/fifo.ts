/** What waits for its turn, first in, first out. Taking from a long one costs no more than from a short one. */
export class Fifo<T> {
  #items: T[] = [];
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  /** The first, which stays. */
  peek(): T | undefined {
    return this.#items[this.#head];
  }

  /** Takes the first out. */
  shift(): T | undefined {
    const item = this.#items[this.#head];
    if (this.length > 0) this.#head++;
    if (this.#head >= 64 && this.#head * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }

  /** All of them, in order. They stay. */
  all(): T[] {
    return this.#items.slice(this.#head);
  }

  /** Takes all of them out. */
  takeAll(): T[] {
    const all = this.all();
    this.#items = [];
    this.#head = 0;
    return all;
  }
}
