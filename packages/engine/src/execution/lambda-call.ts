import { clearTimeout, setTimeout } from "node:timers";
import type { Clock } from "../clock/clock.ts";
import { fault } from "../errors.ts";
import type { Service } from "../service.ts";
import type { LambdaContext, LambdaFunction } from "./lambda-function.ts";
import type { LambdaOutcome } from "./lambda-outcome.ts";
import { outcomeOf } from "./lambda-outcome.ts";

/** What is to be called, and when. */
interface LambdaCall {
  readonly name: string;
  readonly lambda: LambdaFunction;
  readonly input: string | undefined;
  readonly startedMs: number;
  readonly dueMs: number;
}

/**
 * Calls a function, soon and never inside a transaction, once the store has what led to the call.
 *
 * @param ended - Gets the outcome, unless the call was given up before.
 * @returns What gives the call up. It does nothing once the call has ended.
 */
export function callLambda(service: Service, call: LambdaCall, ended: (outcome: LambdaOutcome) => void): () => void {
  const controller = new AbortController();
  let isOver = false;
  let letGo = () => {};
  const cancel = service.schedule(call.startedMs, () => {
    const busy = openBusy(service.clock, call.dueMs - call.startedMs);
    letGo = busy.end;
    void run(busy);
  });

  async function run(busy: Busy): Promise<void> {
    try {
      await service.ledger.settled();
    } catch {
      return busy.end(); // What led here is lost: the function was never asked for.
    }
    if (isOver) return;
    const outcome = await outcomeOf(call.lambda, call.input, contextOf(service, call, controller.signal, busy));
    if (isOver) return;
    isOver = true;
    try {
      ended(outcome);
    } finally {
      busy.end();
    }
  }

  return () => {
    if (isOver) return;
    isOver = true;
    cancel();
    letGo();
    // Listeners are foreign code, and this may be the middle of a transaction.
    queueMicrotask(() => {
      const text = "The function's time is out, its execution has closed, or the engine was closed.";
      controller.abort(fault("LAMBDA_ABORTED", text));
    });
  };
}

function contextOf(service: Service, { name, dueMs }: LambdaCall, abortSignal: AbortSignal, busy: Busy): LambdaContext {
  return {
    functionName: name,
    deadline: new Date(dueMs),
    getRemainingTimeInMillis: () => Math.max(dueMs - service.now(), 0),
    abortSignal,
    async sleep(ms) {
      if (!(ms >= 0 && Number.isFinite(ms))) {
        throw fault("ENGINE_OPTION_INVALID", `sleep was given ${ms}; give a finite number of milliseconds from 0.`);
      }
      await busy.during(wokenOrAborted(abortSignal, (wake) => service.schedule(service.now() + ms, wake)));
      abortSignal.throwIfAborted();
    },
    async aborted() {
      await busy.during(wokenOrAborted(abortSignal));
      throw abortSignal.reason;
    },
  };
}

/**
 * Waits until the signal aborts, or something wakes it before.
 *
 * @param sleep - Arranges to be woken, and gives what cancels that.
 */
function wokenOrAborted(signal: AbortSignal, sleep: (wake: () => void) => () => void = () => () => {}): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      cancel();
      signal.removeEventListener("abort", end);
      resolve();
    };
    const cancel = sleep(end); // never wakes at once
    signal.addEventListener("abort", end);
  });
}

/** A piece of work on a clock. */
interface Busy {
  /** Lets virtual time pass until the promise settles. */
  during<T>(wait: Promise<T>): Promise<T>;
  /** The work is done. */
  end(): void;
}

/**
 * Begins a piece of work: a token of the clock is held until it ends, except while it waits.
 *
 * @param patienceMs - After so much real time the work counts as hung and holds nothing any more. Otherwise virtual time would
 * never come to its time-out.
 */
function openBusy(clock: Clock, patienceMs: number): Busy {
  let release: (() => void) | undefined = clock.hold();
  let waits = 0;
  let isDone = false;

  function weigh(): void {
    if (!isDone && waits === 0) release ??= clock.hold();
    else {
      release?.();
      release = undefined;
    }
  }
  function end(): void {
    isDone = true;
    clearTimeout(patience);
    weigh();
  }
  const patience = setTimeout(end, patienceMs);

  return {
    end,
    during(wait) {
      waits++;
      weigh();
      return wait.finally(() => {
        waits--;
        weigh();
      });
    },
  };
}
