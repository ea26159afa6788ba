import type { Stepper } from "@sweft/testing";
import fc from "fast-check";
import { OPERATOR_SIGNAL } from "../../src/index.ts";

type Run = Stepper<unknown>;

/** One thing that can happen next; `pick` chooses among what is open, `how` among the ways it can end. */
interface Happening {
  readonly what: "end" | "begin" | "signal" | "update" | "cancel" | "advance" | "refuse" | "operate";
  readonly pick: number;
  readonly how: number;
}

/** How the workflow learns of it: alone, with others in one decision, while a decision is made, or by a second try. */
export interface Delivery {
  readonly by: "single" | "batch" | "during" | "lost";
  readonly happenings: readonly Happening[];
  readonly meanwhile: readonly Happening[];
}

const happening: fc.Arbitrary<Happening> = fc.record({
  what: fc.oneof(
    { weight: 8, arbitrary: fc.constant("end" as const) },
    { weight: 3, arbitrary: fc.constant("begin" as const) },
    { weight: 2, arbitrary: fc.constant("signal" as const) },
    { weight: 2, arbitrary: fc.constant("update" as const) },
    { weight: 1, arbitrary: fc.constant("cancel" as const) },
    { weight: 1, arbitrary: fc.constant("advance" as const) },
    { weight: 1, arbitrary: fc.constant("refuse" as const) },
    { weight: 2, arbitrary: fc.constant("operate" as const) },
  ),
  pick: fc.nat({ max: 20 }),
  how: fc.nat({ max: 20 }),
});

export const deliveries: fc.Arbitrary<readonly Delivery[]> = fc.array(
  fc.record({
    by: fc.constantFrom("single" as const, "batch" as const, "during" as const, "lost" as const),
    happenings: fc.array(happening, { minLength: 1, maxLength: 3 }),
    meanwhile: fc.array(happening, { maxLength: 3 }),
  }),
  { maxLength: 25 },
);

const choose = <T>(list: readonly T[], pick: number): T | undefined => list[pick % Math.max(1, list.length)];

/** What a part of a map comes to. */
function sharesOf(input: unknown, how: number): unknown {
  const [items] = input as [unknown[]];
  const failure = { name: "Error", message: "no", code: "NO" };
  if (how % 3 === 0) return { values: items };
  if (how % 3 === 1) return { ends: items.map((value, i) => (i === 0 ? { failure } : { value })) };
  return { failures: [{ index: 0, failure }] };
}

function end(run: Run, { pick, how }: Happening): void {
  const { history } = run;
  const work = choose(history.open, pick);
  if (work === undefined) return;
  const { id } = work;
  if (work.kind === "timer") history.timerFired(id);
  if (work.kind === "external cancel") {
    const ends = [() => history.externalCancelRequested(id), () => history.externalCancelFailed(id)];
    choose(ends, how)?.();
  }
  if (work.kind === "external signal") {
    const ends = [() => history.externalSignaled(id), () => history.externalSignalFailed(id)];
    choose(ends, how)?.();
  }
  if (work.kind === "Lambda function") {
    const ends = [
      () => history.lambdaCompleted(id, how),
      () => history.lambdaFailed(id, new Error("no")),
      () => history.lambdaTimedOut(id),
      () => history.lambdaStartFailed(id),
    ];
    choose(ends, how)?.();
  }
  if (work.kind === "activity") {
    const ends = [
      () => history.activityCompleted(id, how),
      () => history.activityCompleted(id, how),
      () => history.activityCompleted(id),
      () => history.activityFailed(id, Object.assign(new Error("no"), { code: "NO" })),
      () => history.activityTimedOut(id),
      () => history.activityCanceled(id, "stopped"),
    ];
    choose(ends, how)?.();
  }
  if (work.kind === "child") {
    const result = work.name === "sweft.map" ? sharesOf(history.converter.read(work.asked.input ?? "[[]]"), how) : how;
    const ends = [
      () => history.childCompleted(id, result),
      () => history.childCompleted(id, result),
      () => history.childFailed(id, new Error("no")),
      () => history.childTimedOut(id),
      () => history.childCanceled(id),
      () => history.childTerminated(id),
    ];
    choose(ends, how)?.();
  }
}

function begin(run: Run, { pick }: Happening): void {
  const waiting = run.history.open.filter(
    (work) => (work.kind === "activity" || work.kind === "child") && work.startedEventId === 0,
  );
  const work = choose(waiting, pick);
  if (work?.kind === "activity") run.history.activityStarted(work.id);
  if (work?.kind === "child") run.history.childStarted(work.id);
}

const ACTIONS = ["complete", "fail", "fire", "retry-now", "pause", "resume", "resume", "explode"] as const;

/** An operator asks for something, mostly of work that is open: of it as a whole, or of its last attempt. */
function operate(run: Run, { pick, how }: Pick<Happening, "pick" | "how">): void {
  const open = [...run.openWork, ...run.history.open].map(({ id }) => id);
  const targets = [...open, ...open.map((id) => id.replace(/~.*$/, "")), "99"];
  const action = choose(ACTIONS, how) ?? "pause";
  const value = action === "fail" ? { name: "Error", message: "by hand", code: "HAND" } : how;
  const letter = { id: `operator-${run.history.events.length}`, words: [action, choose(targets, pick) ?? "1"] };
  run.history.signaled(OPERATOR_SIGNAL, value, letter);
}

/** The cause of refusals that a test has asked for; the interpreter's own decisions give SWF no reason for it. */
export const REFUSED_BY_TEST = "OPERATION_NOT_PERMITTED";

const REFUSABLE = [
  "ScheduleActivityTask",
  "StartTimer",
  "StartChildWorkflowExecution",
  "RequestCancelActivityTask",
  "CancelTimer",
  "CompleteWorkflowExecution",
  "ScheduleLambdaFunction",
  "SignalExternalWorkflowExecution",
  "RequestCancelExternalWorkflowExecution",
] as const;

/** Of every other refusal the cause is the number of decisions: then they are asked for again. */
const excessOf = { ScheduleActivityTask: "ACTIVITY_CREATION_RATE_EXCEEDED", StartTimer: "OPEN_TIMERS_LIMIT_EXCEEDED" };

function refuse({ history }: Run, { pick, how }: Happening): void {
  const type = choose(REFUSABLE, how) ?? "StartTimer";
  const excess: Partial<Record<string, string>> = pick % 2 === 0 ? excessOf : {};
  history.refuseNext(type, excess[type] ?? REFUSED_BY_TEST);
}

/** Makes one thing happen, if it can. */
function happen(run: Run, happening: Happening): void {
  if (run.history.isClosed) return;
  const acts: Record<Happening["what"], () => void> = {
    end: () => end(run, happening),
    begin: () => begin(run, happening),
    signal: () => run.history.signaled(happening.pick % 2 === 0 ? "a" : "b", happening.how),
    // Some come twice, as after a lost answer.
    update: () => run.history.signaled("sweft.update", [happening.how], { id: `u${happening.pick}`, words: ["ask"] }),
    cancel: () => run.history.cancelRequested(),
    advance: () => run.history.advance(happening.how * 1000),
    refuse: () => refuse(run, happening),
    operate: () => operate(run, happening),
  };
  acts[happening.what]();
}

/** Lets a generated run happen; then lets everything still open end well, until it closes or only waits for signals. */
export function live(run: Run, plan: readonly Delivery[]): void {
  for (const { by, happenings, meanwhile } of plan) {
    if (run.history.isClosed) return;
    const cause = () => {
      for (const one of happenings) happen(run, one);
    };
    const others = () => {
      for (const one of meanwhile) happen(run, one);
    };
    if (by === "during") run.during(cause, others);
    else if (by === "lost") run.lose(cause);
    else if (by === "batch") run.batch(cause);
    else for (const one of happenings) run.batch(() => happen(run, one));
  }
  if (!run.history.isClosed) run.batch(() => operate(run, { pick: 0, how: ACTIONS.indexOf("resume") }));
  for (let i = 0; i < 200 && !run.history.isClosed && run.history.open.length > 0; i++) {
    run.batch(() => happen(run, { what: "end", pick: 0, how: 0 }));
  }
  for (let i = 0; i < 40 && !run.history.isClosed; i++) {
    run.batch(() => happen(run, { what: "signal", pick: i, how: i }));
    if (run.history.open.length > 0) run.batch(() => happen(run, { what: "end", pick: 0, how: 0 }));
  }
}
