import { ok } from "../../coroutines/work.ts";
import type { AcquireMutex, MutexKey, ReleaseMutex } from "../../language/mutex.ts";
import type { QueueAsk, QueueKey, QueuePut, QueueTake } from "../../language/queue.ts";
import { LocalWait } from "../../work/local-wait.ts";
import { MutexState } from "../../work/mutex.ts";
import { QueueState } from "../../work/queue.ts";
import type { RunContext } from "../../work/run-context.ts";
import { foreignYield } from "../foreign.ts";
import type { Asks, Begins } from "./table.ts";
import { DONE } from "./table.ts";

/** What a run keeps of a queue or a mutex, made when it is first used there. */
function stateOf<S extends object>(run: RunContext, asked: object, key: unknown, make: () => S): S {
  if (typeof key !== "function") throw foreignYield(asked);
  const known = run.locals.get(key);
  if (known !== undefined) return known as S;
  const made = make();
  run.locals.set(key, made);
  return made;
}

const queueOf = (run: RunContext, asked: { readonly queue: QueueKey }): QueueState =>
  stateOf(run, asked, asked.queue, () => new QueueState(asked.queue()));

const mutexOf = (run: RunContext, asked: { readonly mutex: MutexKey }): MutexState =>
  stateOf(run, asked, asked.mutex, () => new MutexState());

/** Waits that other coroutines of the run end. */
export const LOCAL_WAITS: Readonly<Record<string, Begins>> = {
  QueuePut: (run, id, asked: QueuePut) => {
    const wait = new LocalWait(id, asked, run.outbox.asked, run.localWaits);
    queueOf(run, asked).put(wait);
    return wait;
  },
  QueueTake: (run, id, asked: QueueTake) => {
    const wait = new LocalWait(id, asked, run.outbox.asked, run.localWaits);
    queueOf(run, asked).take(wait);
    return wait;
  },
  AcquireMutex: (run, id, asked: AcquireMutex) => {
    const wait = new LocalWait(id, asked, run.outbox.asked, run.localWaits);
    mutexOf(run, asked).acquire(wait);
    return wait;
  },
};

/** What queues and mutexes answer at once. */
export const LOCAL_ASKS: Readonly<Record<string, Asks>> = {
  QueueTryTake: (run, _asker, asked: QueueAsk) => ok(queueOf(run, asked).tryTake()),
  QueueSize: (run, _asker, asked: QueueAsk) => ok(queueOf(run, asked).size),
  QueueClose: (run, _asker, asked: QueueAsk) => {
    queueOf(run, asked).close();
    return DONE;
  },
  ReleaseMutex: (run, _asker, asked: ReleaseMutex) => {
    mutexOf(run, asked).release(asked.lease);
    return DONE;
  },
};
