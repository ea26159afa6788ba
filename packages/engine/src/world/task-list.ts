/** A task offered on a list. */
interface Offer<Task> {
  readonly task: Task;
  /** False once it was taken or withdrawn. */
  isWaiting: boolean;
}

/** One priority's tasks, first in, first out. */
interface Lane<Task> {
  readonly priority: number;
  /** Undefined before `head`. */
  offers: (Offer<Task> | undefined)[];
  /** Offers before this index have left. */
  head: number;
}

/** How many withdrawn offers there may be beside those that wait. */
const fewest = 1_000;

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
  /** How many were withdrawn since the lanes were last cleared of them. */
  #withdrawn = 0;

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
    return () => {
      if (!offer.isWaiting) return;
      this.#leaves(offer);
      this.#withdrawn++;
      this.#forgetWithdrawn();
    };
  }

  /** Takes the next task, or undefined if there is none. */
  take(): Task | undefined {
    if (this.#waiting === 0) return undefined;
    for (const lane of this.#lanes) {
      for (let offer = next(lane); offer !== undefined; offer = next(lane)) {
        if (!offer.isWaiting) continue;
        this.#leaves(offer);
        return offer.task;
      }
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
    offer.isWaiting = false;
    this.#waiting--;
  }

  /** Offers that were withdrawn hold their executions: they may not pile up on a list that nobody polls. */
  #forgetWithdrawn(): void {
    if (this.#waiting > 0 && this.#withdrawn < fewest + this.#waiting) return;
    for (const lane of this.#lanes) {
      lane.offers = lane.offers.filter((offer) => offer?.isWaiting === true);
      lane.head = 0;
    }
    this.#withdrawn = 0;
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

/** Takes the next offer out of a lane, withdrawn or not. Nothing of it stays behind. */
function next<Task>(lane: Lane<Task>): Offer<Task> | undefined {
  const { offers, head } = lane;
  const offer = offers[head];
  if (offer === undefined) return undefined;
  offers[head] = undefined;
  lane.head++;
  if (lane.head === offers.length) {
    offers.length = 0;
    lane.head = 0;
  } else if (lane.head > 1_000 && lane.head * 2 > offers.length) {
    lane.offers = offers.slice(lane.head);
    lane.head = 0;
  }
  return offer;
}
