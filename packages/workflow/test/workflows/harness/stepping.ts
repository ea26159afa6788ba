import { expect } from "@jest/globals";
import type { Open, OperatorAnswer, Stepper, Target } from "@sweft/testing";
import { step } from "@sweft/testing";
import { fromFailure, toFailure } from "../../../src/index.ts";
import type { Behaviour, Ended, Happening, HappeningOf } from "./behaviour.ts";
import type { Due } from "./due.ts";
import { dueOf } from "./due.ts";
import { beginPart, endPart, isPart, waitsFor } from "./parts.ts";

/** The list that no worker polls. */
export const NOBODY = "nobody";

/** A run as it goes on, in the runs that it continues as. */
interface Stage {
  run: Stepper<unknown>;
  /** The parts of its maps with `partition`, by the id of each as its child. */
  readonly parts: Map<string, Stage>;
  /** Looked at when all is over. */
  readonly answers: (() => void)[];
}

/** Plays a behaviour by stepping. */
export function byStepping(behaviour: Behaviour): Ended {
  const { workflow, args, cached, limits, early } = behaviour;
  const answers: (() => void)[] = [];
  const stepping = step.with({
    cached,
    limits,
    holds: "keep",
    beforeFirst: (run) => {
      for (const happening of early) act(stageOf(run as Stepper<unknown>, answers), happening);
    },
  });
  const stage = stageOf(stepping(workflow, ...(args as never[])), answers);
  settle(stage);
  for (const happening of behaviour.happens) {
    act(stage, happening);
    settle(stage);
  }
  for (const look of answers) look();
  return endOf(stage.run);
}

const stageOf = (run: Stepper<unknown>, answers: Stage["answers"] = []): Stage => ({ run, parts: new Map(), answers });

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
  completes: (_run, { work, value }, stage) => runOf(stage, work).complete(work, value),
  fails: (_run, { work, error }, stage) => runOf(stage, work).fail(work, error),
  confirms: (_run, { work }, stage) => {
    const run = runOf(stage, work);
    advance(stage, run.history.timeMs + 1000);
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
  operates: (run, { asked: [action, ...given], rejected }) => {
    const operate = run.operator[action].bind(run.operator) as (...given: readonly unknown[]) => OperatorAnswer;
    const { state, error } = operate(...given);
    const message = rejected && { message: expect.stringContaining(rejected) };
    expect({ state, error }).toMatchObject({
      state: rejected === undefined ? "completed" : "rejected",
      error: message,
    });
  },
  refuses: (run, { what, cause }) => run.refuseNext(what, cause),
  failsToStart: (run, { work }) => run.failToStart(work),
  ofItself: (_run, { happening }, stage) => act(stage, happening),
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
  holds: (run, { code }) => expect(run.error).toMatchObject({ code }),
  waits: (run, { commands }) => expect(run.open).toEqual(commands),
};

/** The run that is meant: that of a part, if it waits for the work. */
function runOf({ run, parts }: Stage, work: Target): Stepper<unknown> {
  const found = [...parts.values()].find((part) => waitsFor(part.run, work));
  return found === undefined ? run : found.run;
}

/**
 * Whatever is open is begun at once, as where workers are idle; what is sent to other executions arrives, or does not; a run
 * that has continued goes on; parts of maps are done.
 */
function settle(stage: Stage): void {
  for (let goesOn = true; goesOn; ) {
    while (stage.run.status === "continued") stage.run = stage.run.next();
    const isOpen = !stage.run.history.isClosed;
    goesOn = isOpen && ([...stage.run.history.open].some((work) => settleOne(stage, work)) || settleParts(stage));
  }
}

function settleOne({ run, parts }: Stage, work: Readonly<Open>): boolean {
  if (work.kind === "activity" || work.kind === "child") {
    if (work.startedEventId !== 0) return false;
    if (work.kind === "activity" && work.asked.taskList?.name === NOBODY) return false;
    run.begin(work.id);
    if (isPart(work)) parts.set(work.id, stageOf(beginPart(run, work)));
    return true;
  }
  if (work.kind !== "external cancel" && work.kind !== "external signal") return false;
  const { workflowId } = work;
  const isThere =
    workflowId === run.history.execution.workflowId ||
    run.history.open.some((other) => other.kind === "child" && other.workflowId === workflowId);
  if (isThere) run.arrive(work.id);
  else run.bounce(work.id);
  if (work.kind === "external cancel") parts.get(work.id)?.run.cancel();
  return true;
}

/** Has one ended? */
function settleParts({ run, parts }: Stage): boolean {
  for (const [id, part] of parts) {
    settle(part);
    if (!part.run.history.isClosed) continue;
    parts.delete(id);
    endPart(run, id, part.run);
    return true;
  }
  return false;
}

const dueIn = ({ run, parts }: Stage): Due[] => [
  ...[...run.history.open].flatMap((work) => dueOf(run, work)),
  ...[...parts.values()].flatMap(dueIn),
];

function advance({ run, parts }: Stage, untilMs: number): void {
  run.advance(Math.max(0, untilMs - run.history.timeMs));
  for (const part of parts.values()) advance(part, untilMs);
}

function pass(stage: Stage, untilMs: number): void {
  for (;;) {
    const [next] = dueIn(stage).sort((a, b) => a.dueMs - b.dueMs);
    if (next === undefined || next.dueMs > untilMs) break;
    advance(stage, next.dueMs);
    next.happen();
    settle(stage);
  }
  advance(stage, untilMs);
}
