/** A task offered on a list. */
interface Offer<Task> {
  readonly task: Task;
  /** False once it was taken or withdrawn. */
  isWaiting: boolean;
}

/** One priority's tasks, first in, first out. */
interface Lane<Task> {
  readonly priority: number;
  offers: Offer<Task>[];
  /** Offers before this index have left. */
  head: number;
}

/** Somebody waiting for a task. */
export interface Poller<Task> {
  /** Hands the task over. Called at most once, after the poller has left the list. */
  readonly give: (task: Task) => void;
}

/**
 * Tasks waiting for pollers, and pollers waiting for tasks. Tasks leave by priority, then in the order of their offer;
 * pollers in the order of their coming.
 */
export class TaskList<Task> {
  readonly #lanes: Lane<Task>[] = [];
  readonly #pollers = new Set<Poller<Task>>();
  #waiting = 0;

  /** How many tasks wait: offered, and neither taken nor withdrawn. */
  get waiting(): number {
    return this.#waiting;
  }

  /** How many pollers wait. */
  get pollers(): number {
    return this.#pollers.size;
  }

  /** True if there is nothing to be remembered of the list. */
  get isIdle(): boolean {
    return this.#waiting === 0 && this.#pollers.size === 0;
  }

  /**
   * Offers a task.
   *
   * @param priority - Higher goes first.
   * @returns The withdrawal; it does nothing once the task has been taken.
   */
  offer(task: Task, priority: number): () => void {
    const offer: Offer<Task> = { task, isWaiting: true };
    this.#lane(priority).offers.push(offer);
    this.#waiting++;
    return () => this.#leaves(offer);
  }

  /** Takes the next task, or undefined if there is none. */
  take(): Task | undefined {
    for (const lane of this.#lanes) {
      while (lane.head < lane.offers.length) {
        const offer = lane.offers[lane.head++] as Offer<Task>; // head is in range
        if (lane.head > 1_000 && lane.head * 2 > lane.offers.length) {
          lane.offers = lane.offers.slice(lane.head);
          lane.head = 0;
        }
        if (!offer.isWaiting) continue;
        this.#leaves(offer);
        return offer.task;
      }
      lane.offers.length = 0;
      lane.head = 0;
    }
    return undefined;
  }

  /**
   * Lets a poller wait at the end of the queue.
   *
   * @returns The withdrawal; it does nothing once the poller has been given a task.
   */
  wait(poller: Poller<Task>): () => void {
    this.#pollers.add(poller);
    return () => this.#pollers.delete(poller);
  }

  /** Brings waiting tasks and waiting pollers together. */
  match(): void {
    for (const poller of this.#pollers) {
      const task = this.take();
      if (task === undefined) return;
      this.#pollers.delete(poller);
      poller.give(task);
    }
  }

  #leaves(offer: Offer<Task>): void {
    if (!offer.isWaiting) return;
    offer.isWaiting = false;
    this.#waiting--;
  }

  #lane(priority: number): Lane<Task> {
    const index = this.#lanes.findIndex((lane) => lane.priority <= priority);
    const found = this.#lanes[index];
    if (found?.priority === priority) return found;
    const lane: Lane<Task> = { priority, offers: [], head: 0 };
    this.#lanes.splice(index < 0 ? this.#lanes.length : index, 0, lane);
    return lane;
  }
}
