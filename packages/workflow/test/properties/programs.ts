import type { Coroutine, Interceptor, Operation, Settled, Signal, StandardSchema } from "../../src/index.ts";
import {
  activity,
  all,
  allSettled,
  any,
  cached,
  cancel,
  checkpoint,
  contextValue,
  continueAsNew,
  external,
  intercept,
  lambda,
  log,
  map,
  marker,
  mutex,
  now,
  patched,
  publish,
  query,
  queue,
  race,
  random,
  retry,
  saga,
  scope,
  shield,
  signal,
  sleep,
  start,
  until,
  update,
  withTimeout,
  workflow,
} from "../../src/index.ts";
import type { End, Program } from "./pieces.ts";

const work = activity({ name: "work" }, async (n: number) => n);
const far = lambda<(n: number) => number>({ name: "far" });
const sub = workflow({ name: "sub" }, function* (n: number) {
  yield* sleep(n);
  return n;
});
/** What is not even is refused. */
const even: StandardSchema<number, number> = {
  "~standard": {
    version: 1,
    vendor: "test",
    validate: (value) =>
      typeof value === "number" && value % 2 === 0 ? { value } : { issues: [{ message: "not even" }] },
  },
};
const mail = { a: signal<number>("a"), b: signal("b", even) };

const account = mutex();
const line = queue<unknown>({ capacity: 1 });
const depth = contextValue("depth", 0);

type Does = Program["do"];
type Case<D extends Does> = Extract<Program, { readonly do: D }>;

/** What a piece is as an operation: a plain command where it is one, so that composites hold commands and blocks alike. */
const OPERATIONS: { readonly [D in Does]: (program: Case<D>) => Operation<unknown> } = {
  activity: ({ n, how, attempts }) =>
    work.with({ cancellation: how, retry: { attempts, delay: n, jitter: "full" } })(n),
  sleep: ({ seconds }) => sleep(seconds),
  follow: (program) => follow(program),
  lambda: ({ n, how, attempts }) => far.with({ cancellation: how, retry: { attempts, delay: n } })(n),
  tell: ({ n, cancels, attempts }) => {
    const other = external(`other-${n}`).with({ retry: { attempts, delay: n } });
    return cancels ? other.cancel() : other.signal(signal<number>("told"), n);
  },
  publish: ({ n }) => publish(n),
  retry: ({ attempts, within, part }) =>
    retry({ attempts, within, delay: 1, on: ["FAILED", "TIMED_OUT"], when: (_error, n) => n < 3 }, () => again(part)),
  child: ({ n, onParentClose }) => sub.with({ onParentClose })(n),
  receive: ({ name }) => mail[name].receive(),
  poll: ({ name }) => poll(mail[name]),
  serve: (program) => serve(program),
  answer: (program) => answer(program),
  cached: ({ n }) => cached("roll", () => n),
  marker: ({ n }) => marker("mark", n),
  facts: () => facts(),
  throw: ({ n }) => fails(n),
  sequence: ({ parts }) => sequence(parts),
  patched: (program) => changed(program),
  queue: (program) => queued(program),
  intercept: ({ how, part }) => intercept(INTERCEPTORS[how], block(part)),
  spread: ({ n, partition, tolerated }) => spread(n, partition, tolerated),
  all: ({ parts }) => all(parts.map(operation)),
  race: ({ parts }) => race(Object.fromEntries(parts.map((part, i) => [`p${i}`, operation(part)]))),
  allSettled: ({ parts }) => ends(parts),
  any: ({ parts }) => any(parts.map(operation)),
  withTimeout: ({ seconds, part }) => withTimeout(seconds, block(part)),
  shield: ({ part }) => shield(block(part)),
  map: (program) => mapped(program),
  scope: (program) => scoped(program),
  saga: (program) => undone(program),
  lock: ({ part }) => account.run(block(part)),
  until: ({ part }) => watched(part),
  provide: ({ n, part }) => depth.provide(n, block(part)),
  fork: (program) => fork(program),
  try: (program) => guarded(program),
};

const operation = (program: Program): Operation<unknown> => OPERATIONS[program.do](program as never);

/** A function that gives an operation, sometimes a generator function. */
const block = (program: Program): (() => Operation<unknown>) =>
  program.do === "sequence"
    ? function* () {
        return yield* sequence(program.parts);
      }
    : () => operation(program);

function* mapped({ parts, concurrency, minSuccessful }: Case<"map">): Coroutine<unknown> {
  if (minSuccessful === undefined) return yield* map(parts, operation, { concurrency });
  const settled = yield* map(parts, operation, { concurrency, minSuccessful });
  return settled.map(shortly);
}

const scoped = ({ part, beside, onLeave }: Case<"scope">) =>
  scope(
    function* (): Coroutine<unknown> {
      yield* start(sequence([beside]));
      return yield* operation(part);
    },
    { onLeave },
  );

const undone = ({ part, undo, parallel }: Case<"saga">) =>
  saga(
    function* (compensate): Coroutine<unknown> {
      for (const one of undo) compensate(block(one));
      return yield* operation(part);
    },
    { parallel },
  );

/** Old code and new, as long as both may be met. */
function* changed({ n, part }: Case<"patched">): Coroutine<unknown> {
  return (yield* patched(`p${n}`)) ? [yield* operation(part)] : yield* operation(part);
}

/** One coroutine puts in what another takes out. */
function* queued({ n, part }: Case<"queue">): Coroutine<unknown> {
  const producer = yield* start(function* (): Coroutine<void> {
    for (let i = 0; i <= n; i++) yield* line.put(yield* operation(part));
  });
  const values: unknown[] = [];
  for (let i = 0; i <= n; i++) values.push(yield* line.take());
  yield* producer;
  return [values, yield* line.size()];
}

const INTERCEPTORS: Readonly<Record<Case<"intercept">["how"], Interceptor>> = {
  *pass(asked, next) {
    return yield* next(asked);
  },
  *again(asked, next) {
    try {
      return yield* next(asked);
    } catch {
      return yield* next(asked);
    }
  },
  *instead(asked, next) {
    return asked.type === "ScheduleActivity" ? "instead" : yield* next(asked);
  },
  *late(asked, next) {
    if (asked.type === "StartTimer") return yield* next(asked);
    yield* sleep(1);
    return yield* next(asked);
  },
};

function* spread(n: number, partition: number, toleratedFailures: number | undefined): Coroutine<unknown> {
  const items = Array.from({ length: n }, (_, i) => i);
  if (toleratedFailures === undefined) return yield* map(items, sub, { partition });
  return (yield* map(items, work, { partition, toleratedFailures })).map(shortly);
}

/** Waits for a coroutine by asking its handle. */
function* watched(part: Program): Coroutine<unknown> {
  const handle = yield* start(sequence([part]));
  yield* until(() => handle.isReady());
  return yield* handle;
}

const shortly = (one: Settled<unknown>) =>
  one.status === "fulfilled" ? [one.value] : (one.reason as { code?: string } | undefined)?.code;

/** How each ended, in short: errors themselves do not come back from a history as they were. */
function* ends(parts: readonly Program[]): Coroutine<unknown> {
  const settled = yield* allSettled(parts.map(operation));
  return settled.map(shortly);
}

function* facts(): Coroutine<unknown> {
  yield* log("asked");
  return [yield* random(), (yield* now()).getTime(), yield* depth.get()];
}

function* fails(n: number): Coroutine<never> {
  throw Object.assign(new Error(`program ${n}`), { code: "PROGRAM" });
}

function* sequence(parts: readonly Program[]): Coroutine<unknown> {
  const values: unknown[] = [];
  for (const part of parts) {
    yield* query("values", () => values.length);
    values.push(yield* operation(part));
  }
  return values;
}

/** A piece as a generator of its own for every attempt. */
function* again(part: Program): Coroutine<unknown> {
  return yield* operation(part);
}

/** A child that is watched, told something as soon as it runs, and waited for. */
function* follow({ n, attempts }: Case<"follow">): Coroutine<unknown> {
  const child = yield* start(sub.with({ retry: { attempts, delay: n } })(n));
  const first = yield* race({ started: child.started, late: sleep(n) });
  const told = yield* start(child.signal(signal<number>("told"), n));
  const value = yield* child;
  return [first.winner, child.execution !== undefined, told.isReady(), value];
}

function* fork({ part, main, end }: Case<"fork">): Coroutine<unknown> {
  const handle = yield* start(function* (): Coroutine<unknown> {
    return yield* operation(part);
  });
  const value = yield* operation(main);
  if (end === "cancel") yield* cancel(handle);
  if (end === "join") return [value, yield* handle];
  return [value, handle.isReady()];
}

function* poll(box: Signal<number>): Coroutine<unknown> {
  return [yield* box.pending(), (yield* box.tryReceive())?.value ?? "none"];
}

function* serve({ name, part, main, stop }: Case<"serve">): Coroutine<unknown> {
  const handler = yield* mail[name].handle(function* (): Coroutine<unknown> {
    return yield* operation(part);
  });
  const value = yield* operation(main);
  if (stop) yield* cancel(handler);
  return [value, handler.isReady()];
}

function* answer({ part, main, stop }: Case<"answer">): Coroutine<unknown> {
  const handler = yield* update("ask", {
    validate(n: number) {
      if (n % 3 === 0) throw new Error(`${n} is refused`);
    },
    *handle(n: number): Coroutine<unknown> {
      return [n, yield* operation(part)];
    },
  });
  const value = yield* operation(main);
  if (stop) yield* cancel(handler);
  return [value, handler.isReady()];
}

function* guarded({ part, cleanup }: Case<"try">): Coroutine<unknown> {
  try {
    return yield* operation(part);
  } catch (error) {
    return `caught ${(error as { code?: string }).code}`;
  } finally {
    yield* operation(cleanup);
  }
}

/** The workflow that runs a program. */
export const runs = workflow({ name: "program" }, function* (program: Program, end: End): Coroutine<unknown> {
  // At a checkpoint nothing else runs.
  const value = yield* end === "checkpoint" ? scope(block(program), { onLeave: "cancel" }) : operation(program);
  if (end === "continue") return yield* continueAsNew(runs, { do: "facts" }, "return");
  if (end === "checkpoint") yield* checkpoint.with({ every: 30, drain: 5 })("next");
  return value;
});
