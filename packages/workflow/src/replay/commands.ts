import { all } from "../composites/all.ts";
import type { BeginAll, BeginAs, Draw, Join, Stopping } from "../composites/internal.ts";
import { INTERNAL } from "../composites/internal.ts";
import { race } from "../composites/race.ts";
import { retrying } from "../composites/retry.ts";
import { Coroutine } from "../coroutines/coroutine.ts";
import { AwaitWork, JoinWork } from "../coroutines/join.ts";
import { LEAVE, PARKED } from "../coroutines/scheduler.ts";
import { ok, Work } from "../coroutines/work.ts";
import { CanceledError } from "../errors/outcomes.ts";
import { SweftError } from "../errors/sweft-error.ts";
import type { ActivityBeside, ScheduleActivity } from "../language/activity.ts";
import type { RunBody, RunGenerator } from "../language/block.ts";
import { isGenerator } from "../language/block.ts";
import type { All, Race } from "../language/combine.ts";
import { besideOf } from "../language/command.ts";
import type { Cached, RecordMarker } from "../language/effect.ts";
import type { Log } from "../language/facts.ts";
import type { Handle, Outcome } from "../language/handle.ts";
import { createHandle } from "../language/handle.ts";
import type { Receive } from "../language/signal.ts";
import type { Start } from "../language/start.ts";
import type { StartTimer } from "../language/timer.ts";
import type { ChildBeside, StartChildWorkflow } from "../language/workflow.ts";
import { childId } from "../values/names.ts";
import { randomAt, uuidAt } from "../values/random.ts";
import { ActivityWork } from "../work/activity.ts";
import { ChildWork } from "../work/child.ts";
import { EffectWork } from "../work/effect.ts";
import { MarkerAsk } from "../work/marker.ts";
import { ReceiveWork } from "../work/receive.ts";
import type { RunContext } from "../work/run-context.ts";
import { TimerWork } from "../work/timer.ts";
import { foreignYield } from "./foreign.ts";

/** Begins work under an id. */
type Begins = (run: RunContext, id: string, asked: never) => Work;

/** Answers at once, or parks. */
type Asks = (run: RunContext, coroutine: Coroutine, asked: never) => Outcome | typeof PARKED;

/** A table by command type. A Map: what a program may yield as `type` must not find members of Object.prototype. */
const table = <R>(rows: Readonly<Record<string, R>>): ReadonlyMap<string, R> => new Map(Object.entries(rows));

const DONE: Outcome = ok(undefined);

/** Work that has ended as it began. */
class Ended extends Work {
  constructor(id: string, outcome: Outcome = DONE) {
    super(id);
    this.settle(outcome);
  }

  override cancel(): void {}
}

/** What stands beside a command. A literal has nothing there: it names work without saying how it is done. */
function besideWhole<B>(asked: object, carrier: object | undefined = asked): B {
  const beside = carrier === undefined ? undefined : besideOf(carrier);
  if (beside !== undefined) return beside as B;
  const { type } = asked as { type: string };
  throw foreignYield(asked, `a ${type} as a bare literal; call what was declared instead`);
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** A literal may be written instead of a command, if all that belongs to it is there. */
function complete<C extends object>(asked: C, isComplete: boolean): C {
  if (isComplete) return asked;
  throw foreignYield(asked);
}

/** Commands of composites are made by composites alone. */
function internal<C extends object>(asked: C): C {
  return complete(asked, besideOf(asked) === INTERNAL);
}

function beginActivity(run: RunContext, id: string, asked: ScheduleActivity): Work {
  const settings = besideWhole<ActivityBeside>(asked, asked.activity).settings;
  const { retry } = settings;
  const first = new ActivityWork(run, id, asked, settings);
  if (retry === undefined || retry.attempts === 1) return first;
  return run.spawn(id, retrying(id, first, asked, retry), first);
}

function beginBody(run: RunContext, id: string, asked: RunBody): Work {
  const { body, args } = complete(asked, typeof asked.body === "function" && Array.isArray(asked.args));
  const generator: unknown = body(...(args as never[]));
  if (isGenerator(generator)) return run.spawn(id, generator);
  throw new SweftError(
    "BODY_NOT_GENERATOR",
    `${body.name || "the function"} given to a command is no generator function; write \`function* () { … }\``,
  );
}

function beginGenerator(run: RunContext, id: string, asked: RunGenerator): Work {
  const generator = complete(asked, typeof asked.open === "function").open();
  if (run.adopted.has(generator)) {
    throw new SweftError(
      "GENERATOR_REUSED",
      "one generator object was given to two commands and can run only once; call the generator function again, or give the function itself",
    );
  }
  run.adopted.add(generator);
  return run.spawn(id, generator);
}

function workOfHandle(run: RunContext, asked: object): Work {
  const handle = besideOf(asked) as Handle<unknown> | undefined;
  const work = handle === undefined ? undefined : run.handles.get(handle);
  if (work !== undefined) return work;
  throw new SweftError(
    "HANDLE_UNKNOWN",
    `handle ${handle?.id ?? "without work"} does not belong to this run; handles cannot leave the run that started them`,
  );
}

/** Commands that begin work. Each takes one number of its coroutine. */
const BEGINNINGS = table<Begins>({
  ScheduleActivity: beginActivity,
  StartTimer: (run, id, asked: StartTimer) =>
    new TimerWork(run, id, complete(asked, Number.isInteger(asked.seconds)).seconds),
  Backoff: (run, id, asked: StartTimer) => new TimerWork(run, id, internal(asked).seconds, true),
  StartChildWorkflow: (run, id, asked: StartChildWorkflow) =>
    new ChildWork(run, id, asked, besideWhole<ChildBeside>(asked).settings),
  Cached: (run, id, asked: Cached) => new EffectWork(run, id, asked.name, besideWhole<() => unknown>(asked)),
  RecordMarker: (run, id, asked: RecordMarker) => {
    new MarkerAsk(run, complete(asked, typeof asked.name === "string" && Array.isArray(asked.args)));
    return new Ended(id);
  },
  Receive: (run, id, asked: Receive) =>
    new ReceiveWork(id, complete(asked, typeof asked.signal === "string"), run.outbox.asked, run.mailboxes),
  All: (run, id, asked: All) => run.spawn(id, all(complete(asked, isObject(asked.work)))),
  Race: (run, id, asked: Race) => run.spawn(id, race(complete(asked, isObject(asked.work)))),
  RunBody: beginBody,
  RunGenerator: beginGenerator,
});

/** Questions about the run, answered at once. They take no number, so that adding one moves no id. */
const FACTS = table<Asks>({
  Now: (run) => ok(new Date(run.time)),
  Random: (run, coroutine) => ok(randomAt(run.streamKey, coroutine.id, coroutine.draws++)),
  Uuid: (run, coroutine) => ok(uuidAt(run.streamKey, coroutine.id, coroutine.draws++)),
  Info: (run) => ok(run.info),
  Log: (run, _coroutine, { level, message, fields }: Log) => {
    run.log(level, message, fields);
    return DONE;
  },
});

/** Starts work that others wait for, and gives its handle. */
function started(run: RunContext, coroutine: Coroutine, asked: Start): Handle<unknown> {
  const work = begins(run, coroutine, complete(asked, isObject(asked.work)).work);
  const handle = createHandle(work.id, () => work.outcome);
  run.handles.set(handle, work);
  return handle;
}

function cancelHandle(run: RunContext, _coroutine: Coroutine, asked: object): Outcome {
  workOfHandle(run, asked).cancel(new CanceledError("canceled by the workflow"));
  return DONE;
}

/** Begins a piece of work that somebody else than this coroutine may wait for. */
function begins(run: RunContext, coroutine: Coroutine, asked: object): Work {
  const { type } = asked as { type: string };
  const id = nextId(coroutine);
  const beginning = BEGINNINGS.get(type);
  if (beginning !== undefined) return beginning(run, id, asked as never);
  if (type === "Await") return new AwaitWork(id, workOfHandle(run, asked));
  if (type === "Start") return new Ended(id, ok(started(run, coroutine, asked as Start)));
  const answer = (type === "Cancel" ? cancelHandle : FACTS.get(type))?.(run, coroutine, asked as never);
  if (answer === undefined || answer === PARKED) throw foreignYield(asked);
  return new Ended(id, answer);
}

/** Begins pieces of a composite; if one cannot begin, none of them goes on. */
function beginAll(
  run: RunContext,
  coroutine: Coroutine,
  { until }: BeginAll,
  pieces: readonly object[],
): readonly Work[] {
  const begun: Work[] = [];
  try {
    for (const piece of pieces) {
      const work = begins(run, coroutine, piece);
      if (work instanceof Coroutine) work.isPiece = true;
      begun.push(work);
      if (until === "first" && work.outcome !== undefined) break;
    }
  } catch (error) {
    for (const work of begun) work.cancel(new CanceledError("canceled: another piece could not begin"));
    throw error;
  }
  return begun;
}

/** Parks a coroutine on work, unless that has ended already. */
function waitFor(coroutine: Coroutine, work: Work, owned: boolean): Outcome | typeof PARKED {
  if (work.outcome !== undefined) return work.outcome;
  const owed = coroutine.takeCancel();
  if (owed !== undefined) {
    if (owned) work.cancel(owed);
    return { ok: false, error: owed };
  }
  coroutine.park(work, owned);
  return PARKED;
}

/** Commands about work that was begun before, by its handle or inside a composite. They take no number either. */
const REFERENCES = table<Asks>({
  Start: (run, coroutine, asked: Start) => ok(started(run, coroutine, asked)),
  Await: (run, coroutine, asked: object) => waitFor(coroutine, workOfHandle(run, asked), false),
  Cancel: cancelHandle,
  BeginAll: (run, coroutine, asked: BeginAll) =>
    ok(beginAll(run, coroutine, asked, besideWhole<readonly object[]>(asked))),
  BeginAs: (run, _coroutine, asked: BeginAs) => ok(single(run, internal(asked).id, asked.work)),
  Join: (_run, coroutine, asked: Join) =>
    waitFor(coroutine, new JoinWork("", besideWhole<readonly Work[]>(asked), asked.mode), true),
  StopAll: (_run, _coroutine, asked: object) => {
    const { pieces, error } = besideWhole<Stopping>(asked);
    for (const piece of pieces) piece.cancel(error);
    return DONE;
  },
  Draw: (run, _coroutine, asked: Draw) => ok(randomAt(run.streamKey, internal(asked).stream, 0)),
});

/** One attempt: the work without the retry policy that asked for it. */
function single(run: RunContext, id: string, asked: object): Work {
  const { type } = asked as { type: string };
  if (type === "ScheduleActivity") return oneAttempt(run, id, asked as ScheduleActivity);
  const beginning = BEGINNINGS.get(type);
  if (beginning === undefined) throw foreignYield(asked);
  return beginning(run, id, asked as never);
}

function oneAttempt(run: RunContext, id: string, asked: ScheduleActivity): Work {
  return new ActivityWork(run, id, asked, besideWhole<ActivityBeside>(asked, asked.activity).settings);
}

/**
 * How many more things a coroutine may begin once the workflow's body has ended. Cleanup needs a few; a loop that swallows
 * its cancellation would keep the run open for ever.
 */
const MOST_LATE_WAITS = 100;

/** Identity is position: the path of the coroutine and the number of the command in it (I4). */
const nextId = (coroutine: Coroutine): string => childId(coroutine.id, ++coroutine.count);

/** Answers what a body yields: a command, its twin, or a handle. */
export function answer(run: RunContext, coroutine: Coroutine, yielded: unknown): Outcome | typeof PARKED {
  if (typeof yielded !== "object" || yielded === null) throw foreignYield(yielded);
  const { type } = yielded as { readonly type?: unknown };
  if (typeof type !== "string") return answerHandle(run, coroutine, yielded);
  const beginning = BEGINNINGS.get(type);
  if (beginning !== undefined) {
    const owed = coroutine.takeCancel();
    if (owed !== undefined) return { ok: false, error: owed };
    if (run.hasReturned && ++coroutine.lateWaits > MOST_LATE_WAITS) return LEAVE;
    return waitFor(coroutine, beginning(run, nextId(coroutine), yielded as never), true);
  }
  const asks = REFERENCES.get(type) ?? FACTS.get(type);
  if (asks === undefined) throw foreignYield(yielded);
  return asks(run, coroutine, yielded as never);
}

function answerHandle(run: RunContext, coroutine: Coroutine, yielded: object): Outcome | typeof PARKED {
  const work = run.handles.get(yielded as Handle<unknown>);
  if (work === undefined) throw foreignYield(yielded);
  return waitFor(coroutine, work, false);
}
