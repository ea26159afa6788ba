import { setImmediate } from "node:timers";
import { fault } from "../errors.ts";
import type { Service } from "../service.ts";
import type { TaskList } from "../world/task-list.ts";

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
 * @throws {EngineError} `LimitExceededFault` if too many wait already; `AbortError`, as a rejection.
 */
export function longPoll<Task, Answer>(service: Service, poll: LongPoll<Task, Answer>): Answer | Promise<Answer> {
  const { list, start, empty, abortSignal } = poll;
  if (abortSignal?.aborted === true) throw aborted();
  const task = list.take();
  if (task !== undefined) return start(task);
  const { pollersPerList } = service.limits;
  if (list.pollers >= pollersPerList) {
    throw fault("LimitExceededFault", `The task list has ${pollersPerList} pollers, the most it may have`);
  }
  return new Promise((resolve, reject) => {
    const leave = () => {
      unlist();
      disarm();
      settled();
      abortSignal?.removeEventListener("abort", abort);
    };
    const expire = () => {
      leave();
      resolve(empty);
    };
    const abort = () => {
      leave();
      reject(aborted());
    };
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
    const disarm = service.schedule(service.now() + service.longPollMs, expire, { passive: true });
    const settled = service.waiting(expire);
    abortSignal?.addEventListener("abort", abort, { once: true });
  });
}

function aborted(): Error {
  return fault("AbortError", "Request aborted");
}
