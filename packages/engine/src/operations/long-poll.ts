import { setImmediate } from "node:timers";
import { fault } from "../errors.ts";
import type { Service } from "../service.ts";
import type { TaskList } from "../world/task-list.ts";

/** The reason of an abort that wants the empty answer, as when no task came, instead of a rejection. */
export const WITHOUT_TASK = Symbol("a poll is to end without a task");

/** A poll: where it waits, how a task becomes its answer, and what it answers if none comes. */
export interface LongPoll<Task, Answer> {
  readonly list: TaskList<Task>;
  readonly start: (task: Task) => Answer;
  readonly empty: Answer;
  readonly abortSignal: AbortSignal | undefined;
}

/**
 * Takes a task, or waits for one.
 *
 * P1. A poll leaves the queue by exactly one of: a task, the end of its time, its abort, the close of the engine. It takes a
 * task only by the first, so none is lost.
 * P2. A waiting poll neither holds virtual time nor moves it.
 *
 * @throws {EngineError} `LimitExceededFault` if too many wait already; `AbortError`, as a rejection, unless the reason of the abort
 * is {@link WITHOUT_TASK}.
 */
export function longPoll<Task, Answer>(service: Service, poll: LongPoll<Task, Answer>): Answer | Promise<Answer> {
  const { list, start, empty, abortSignal } = poll;
  const { ledger, limits } = service;
  if (abortSignal?.aborted === true) {
    if (abortSignal.reason === WITHOUT_TASK) return empty;
    throw aborted();
  }
  const task = ledger.handsOutLater ? undefined : list.take();
  if (task !== undefined) return start(task);
  const { pollersPerList } = limits;
  if (list.pollers >= pollersPerList) {
    throw fault("LimitExceededFault", `The task list has ${pollersPerList} pollers, the most it may have`);
  }
  const polled = new Promise<Answer>((resolve, reject) => {
    let isWaiting = true;
    const leave = () => {
      isWaiting = false;
      unlist();
      disarm();
      settled();
      forgetSignal?.();
    };
    const expire = () => {
      leave();
      resolve(empty);
    };
    const timeIsUp = () => {
      // A task may have come a moment ago and be about to be handed out.
      list.match();
      if (isWaiting) expire();
    };
    const abort = () => {
      leave();
      if (abortSignal?.reason === WITHOUT_TASK) resolve(empty);
      else reject(aborted());
    };
    const disarm = service.schedule(service.now() + service.longPollMs, timeIsUp, { passive: true });
    const unlist = list.wait({
      give(given) {
        leave();
        const release = service.clock.hold();
        try {
          resolve(start(given));
        } catch (error) {
          reject(error as Error); // The task is on its list again, and who offered it has nothing to do with this.
        }
        // The receiver runs before the next turn of the event loop; until then time must not move on its task.
        setImmediate(release);
      },
    });
    const settled = service.waiting(expire);
    const forgetSignal = abortSignal === undefined ? undefined : whenAborted(abortSignal, abort);
  });
  if (list.waiting > 0) ledger.handOut(list);
  return polled;
}

/** The polls that wait under each signal. A worker has one signal for all its polls, and listeners are dear. */
const pollsBySignal = new WeakMap<AbortSignal, Set<() => void>>();

/** Calls `abort` when the signal fires, unless what is returned is called before. */
function whenAborted(signal: AbortSignal, abort: () => void): () => void {
  const polls = pollsBySignal.get(signal) ?? listened(signal);
  polls.add(abort);
  return () => polls.delete(abort);
}

function listened(signal: AbortSignal): Set<() => void> {
  const polls = new Set<() => void>();
  pollsBySignal.set(signal, polls);
  const abortAll = () => {
    for (const abort of [...polls]) abort();
  };
  signal.addEventListener("abort", abortAll, { once: true });
  return polls;
}

function aborted(): Error {
  return fault("AbortError", "Request aborted");
}
