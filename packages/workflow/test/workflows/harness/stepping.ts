import { expect } from "@jest/globals";
import type { Open, Stepper } from "@sweft/testing";
import { step } from "@sweft/testing";
import { fromFailure, toFailure } from "../../../src/index.ts";
import type { Behaviour, Ended, Happening, HappeningOf } from "./behaviour.ts";

/** The list that no worker polls. */
export const NOBODY = "nobody";

/** Plays a behaviour by stepping. */
export function byStepping(behaviour: Behaviour): Ended {
  const { workflow, args, cached, early } = behaviour;
  const stepping = step.with({
    cached,
    holds: "keep",
    beforeFirst: (run) => {
      for (const happening of early) act(run as Stepper<unknown>, happening);
    },
  });
  const run = stepping(workflow, ...(args as never[]));
  settle(run);
  for (const happening of behaviour.happens) {
    act(run, happening);
    settle(run);
  }
  return endOf(run);
}

function endOf(run: Stepper<unknown>): Ended {
  const { status, error } = run;
  if (status === "completed") return { completed: run.result };
  if (status === "failed") return { failed: fromFailure(toFailure(error), "") };
  if (status === "canceled") return { canceled: (error as { details?: unknown }).details };
  if (status === "held") return { held: error };
  throw new Error(`the run is ${status}, and waits for ${JSON.stringify(run.open)}`);
}

function act(run: Stepper<unknown>, happening: Happening): void {
  const does = DOES[happening.do] as (run: Stepper<unknown>, happening: Happening) => unknown;
  does(run, happening);
}

const actAll = (run: Stepper<unknown>, happenings: readonly Happening[]): void => {
  for (const happening of happenings) act(run, happening);
};

const DOES: { readonly [K in Happening["do"]]: (run: Stepper<unknown>, happening: HappeningOf<K>) => unknown } = {
  completes: (run, { work, value }) => run.complete(work, value),
  fails: (run, { work, error }) => run.fail(work, error),
  confirms: (run, { work }) => {
    run.advance(1000);
    const isChild = run.history.open.some(({ kind, id }) => kind === "child" && id === work);
    return isChild || (typeof work === "function" && "body" in work) ? run.cancelChild(work) : run.cancelActivity(work);
  },
  terminates: (run, { work }) => run.terminate(work),
  signals: (run, { name, value }) => run.signal(name, value),
  cancels: (run) => run.cancel(),
  passes: (run, { seconds }) => pass(run, run.history.timeMs + seconds * 1000),
  together: (run, { happenings }) => run.batch(() => actAll(run, happenings)),
  during: (run, { cause, meanwhile }) =>
    run.during(
      () => act(run, cause),
      () => actAll(run, meanwhile),
    ),
  loses: (run, { cause }) => run.lose(() => act(run, cause)),
  deploys: (run, { workflow }) => run.deploy(workflow),
  waits: (run, { commands }) => expect(run.open).toEqual(commands),
};

/** Whatever is open is begun at once, as where workers are idle, and requests to other executions arrive. */
function settle(run: Stepper<unknown>): void {
  for (let next = begin(run); next; next = begin(run));
}

function begin(run: Stepper<unknown>): boolean {
  if (run.history.isClosed) return false;
  for (const work of run.history.open) {
    if (work.kind === "activity" && work.startedEventId === 0 && work.asked.taskList?.name !== NOBODY) {
      run.begin(work.id);
      return true;
    }
    if (work.kind === "child" && work.startedEventId === 0) {
      run.begin(work.id);
      return true;
    }
    if (work.kind === "external cancel") {
      run.batch(() => run.history.externalCancelRequested(work.id));
      return true;
    }
  }
  return false;
}

type Due = { readonly dueMs: number; happen(): void };

/** What time alone brings about, for each kind of work. */
function dueOf(run: Stepper<unknown>, work: Readonly<Open>): Due[] {
  const at = (sinceMs: number, seconds: string | undefined, happen: () => unknown): Due[] =>
    seconds === undefined || seconds === "NONE"
      ? []
      : [{ dueMs: sinceMs + Number(seconds) * 1000, happen: () => void happen() }];
  const { id } = work;
  if (work.kind === "timer") return [{ dueMs: work.dueMs, happen: () => void run.fire(id) }];
  if (work.kind === "child")
    return at(work.initiatedMs, work.asked.executionStartToCloseTimeout, () => run.timeOut(id));
  if (work.kind !== "activity") return [];
  const { asked, scheduledMs, startedMs, startedEventId } = work;
  const waiting =
    startedEventId === 0
      ? at(scheduledMs, asked.scheduleToStartTimeout, () => run.timeOut(id, "SCHEDULE_TO_START"))
      : at(startedMs, asked.startToCloseTimeout, () => run.timeOut(id, "START_TO_CLOSE"));
  return [...waiting, ...at(scheduledMs, asked.scheduleToCloseTimeout, () => run.timeOut(id, "SCHEDULE_TO_CLOSE"))];
}

function pass(run: Stepper<unknown>, untilMs: number): void {
  for (;;) {
    const [next] = run.history.open.flatMap((work) => dueOf(run, work)).sort((a, b) => a.dueMs - b.dueMs);
    if (next === undefined || next.dueMs > untilMs) break;
    next.happen();
    settle(run);
  }
  run.advance(untilMs - run.history.timeMs);
}
