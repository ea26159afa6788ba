import { expect } from "@jest/globals";
import type { Open, Stepper } from "@sweft/testing";
import { step } from "@sweft/testing";
import { fromFailure, toFailure } from "../../../src/index.ts";
import type { Behaviour, Ended, Happening, HappeningOf } from "./behaviour.ts";

/** The list that no worker polls. */
export const NOBODY = "nobody";

/** A run as it goes on, in the runs that it continues as. */
interface Stage {
  run: Stepper<unknown>;
  /** Looked at when all is over. */
  readonly answers: (() => void)[];
}

/** Plays a behaviour by stepping. */
export function byStepping(behaviour: Behaviour): Ended {
  const { workflow, args, cached, early } = behaviour;
  const answers: (() => void)[] = [];
  const stepping = step.with({
    cached,
    holds: "keep",
    beforeFirst: (run) => {
      for (const happening of early) act({ run: run as Stepper<unknown>, answers }, happening);
    },
  });
  const stage: Stage = { run: stepping(workflow, ...(args as never[])), answers };
  settle(stage);
  for (const happening of behaviour.happens) {
    act(stage, happening);
    settle(stage);
  }
  for (const look of answers) look();
  return endOf(stage.run);
}

function endOf(run: Stepper<unknown>): Ended {
  const { status, error } = run;
  if (status === "completed") return { completed: run.result };
  if (status === "failed") return { failed: fromFailure(toFailure(error), "") };
  if (status === "canceled") return { canceled: (error as { details?: unknown }).details };
  if (status === "held") return { held: error };
  throw new Error(`the run is ${status}, and waits for ${JSON.stringify(run.open)}`);
}

type Does<K extends Happening["do"]> = (run: Stepper<unknown>, happening: HappeningOf<K>, stage: Stage) => unknown;

function act(stage: Stage, happening: Happening): void {
  (DOES[happening.do] as Does<Happening["do"]>)(stage.run, happening as never, stage);
}

const actAll = (stage: Stage, happenings: readonly Happening[]): void => {
  for (const happening of happenings) act(stage, happening);
};

const DOES: { readonly [K in Happening["do"]]: Does<K> } = {
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
  updates: (run, { name, args, answer }, { answers }) => {
    const asked = run.update(name, ...args);
    answers.push(() => {
      const { status } = asked;
      const value = status === "completed" ? asked.result : status === "closed" ? true : asked.error;
      expect({ [status]: value }).toMatchObject(answer);
    });
  },
  queries: (run, { name, args, result }) => expect(run.query(name, ...args)).toEqual(result),
  passes: (run, { seconds }, stage) => pass(stage, run.history.timeMs + seconds * 1000),
  together: (run, { happenings }, stage) => run.batch(() => actAll(stage, happenings)),
  during: (run, { cause, meanwhile }, stage) =>
    run.during(
      () => act(stage, cause),
      () => actAll(stage, meanwhile),
    ),
  loses: (run, { cause }, stage) => run.lose(() => act(stage, cause)),
  deploys: (run, { workflow }) => run.deploy(workflow),
  waits: (run, { commands }) => expect(run.open).toEqual(commands),
};

/**
 * Whatever is open is begun at once, as where workers are idle; what is sent to other executions arrives, or does not; a run
 * that has continued goes on.
 */
function settle(stage: Stage): void {
  for (let goesOn = true; goesOn; ) {
    while (stage.run.status === "continued") stage.run = stage.run.next();
    goesOn = !stage.run.history.isClosed && [...stage.run.history.open].some((work) => settleOne(stage.run, work));
  }
}

function settleOne(run: Stepper<unknown>, work: Readonly<Open>): boolean {
  if (work.kind === "activity" || work.kind === "child") {
    if (work.startedEventId !== 0) return false;
    if (work.kind === "activity" && work.asked.taskList?.name === NOBODY) return false;
    run.begin(work.id);
    return true;
  }
  if (work.kind !== "external cancel" && work.kind !== "external signal") return false;
  const { workflowId } = work;
  const isThere =
    workflowId === run.history.execution.workflowId ||
    run.history.open.some((other) => other.kind === "child" && other.workflowId === workflowId);
  if (isThere) run.arrive(work.id);
  else run.bounce(work.id);
  return true;
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

function pass(stage: Stage, untilMs: number): void {
  for (;;) {
    const { run } = stage;
    const [next] = run.history.open.flatMap((work) => dueOf(run, work)).sort((a, b) => a.dueMs - b.dueMs);
    if (next === undefined || next.dueMs > untilMs) break;
    next.happen();
    settle(stage);
  }
  stage.run.advance(untilMs - stage.run.history.timeMs);
}
