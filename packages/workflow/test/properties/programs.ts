import fc from "fast-check";
import type { Coroutine, Operation, Settled, Signal, StandardSchema } from "../../src/index.ts";
import {
  activity,
  all,
  allSettled,
  any,
  cached,
  cancel,
  contextValue,
  external,
  lambda,
  log,
  map,
  marker,
  mutex,
  now,
  publish,
  query,
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

/** A workflow as data, so that it can be generated and shrunk. */
export type Program =
  | {
      readonly do: "activity";
      readonly n: number;
      readonly how: "request" | "wait" | "abandon";
      readonly attempts: number;
    }
  | { readonly do: "sleep"; readonly seconds: number }
  | { readonly do: "child"; readonly n: number; readonly onParentClose: "cancel" | "abandon" }
  | { readonly do: "follow"; readonly n: number; readonly attempts: number }
  | { readonly do: "lambda"; readonly n: number; readonly how: "request" | "wait"; readonly attempts: number }
  | { readonly do: "tell"; readonly n: number; readonly cancels: boolean; readonly attempts: number }
  | { readonly do: "publish"; readonly n: number }
  | { readonly do: "retry"; readonly attempts: number; readonly within: number; readonly part: Program }
  | { readonly do: "receive"; readonly name: "a" | "b" }
  | { readonly do: "poll"; readonly name: "a" | "b" }
  | {
      readonly do: "serve";
      readonly name: "a" | "b";
      readonly part: Program;
      readonly main: Program;
      readonly stop: boolean;
    }
  | { readonly do: "answer"; readonly part: Program; readonly main: Program; readonly stop: boolean }
  | { readonly do: "cached"; readonly n: number }
  | { readonly do: "marker"; readonly n: number }
  | { readonly do: "facts" }
  | { readonly do: "throw"; readonly n: number }
  | { readonly do: "sequence"; readonly parts: readonly Program[] }
  | { readonly do: "all"; readonly parts: readonly Program[] }
  | { readonly do: "race"; readonly parts: readonly Program[] }
  | { readonly do: "allSettled"; readonly parts: readonly Program[] }
  | { readonly do: "any"; readonly parts: readonly Program[] }
  | { readonly do: "withTimeout"; readonly seconds: number; readonly part: Program }
  | { readonly do: "shield"; readonly part: Program }
  | {
      readonly do: "map";
      readonly parts: readonly Program[];
      readonly concurrency: number;
      readonly minSuccessful: number | undefined;
    }
  | { readonly do: "scope"; readonly part: Program; readonly beside: Program; readonly onLeave: "await" | "cancel" }
  | { readonly do: "saga"; readonly part: Program; readonly undo: readonly Program[]; readonly parallel: boolean }
  | { readonly do: "lock"; readonly part: Program }
  | { readonly do: "until"; readonly part: Program }
  | { readonly do: "provide"; readonly n: number; readonly part: Program }
  | { readonly do: "fork"; readonly part: Program; readonly main: Program; readonly end: "join" | "cancel" | "leave" }
  | { readonly do: "try"; readonly part: Program; readonly cleanup: Program };

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
export const runs = workflow({ name: "program" }, function* (program: Program) {
  return yield* operation(program);
});

const small = fc.integer({ min: 0, max: 3 });

/** Pieces of all commands, a few levels deep. */
const pieces: fc.Arbitrary<Program> = fc.letrec<{ program: Program }>((tie) => ({
  program: fc.oneof(
    { maxDepth: 4, depthSize: "medium", withCrossShrink: true },
    fc.record({
      do: fc.constant("activity" as const),
      n: small,
      how: fc.constantFrom("request" as const, "wait" as const, "abandon" as const),
      attempts: fc.integer({ min: 1, max: 3 }),
    }),
    fc.record({ do: fc.constant("sleep" as const), seconds: small }),
    fc.record({ do: fc.constant("follow" as const), n: small, attempts: fc.integer({ min: 1, max: 2 }) }),
    fc.record({
      do: fc.constant("lambda" as const),
      n: small,
      how: fc.constantFrom("request" as const, "wait" as const),
      attempts: fc.integer({ min: 1, max: 3 }),
    }),
    fc.record({
      do: fc.constant("tell" as const),
      n: small,
      cancels: fc.boolean(),
      attempts: fc.integer({ min: 1, max: 3 }),
    }),
    fc.record({ do: fc.constant("publish" as const), n: small }),
    fc.record({
      do: fc.constant("retry" as const),
      attempts: fc.integer({ min: 1, max: 4 }),
      within: fc.integer({ min: 0, max: 10 }),
      part: tie("program"),
    }),
    fc.record({
      do: fc.constant("child" as const),
      n: small,
      onParentClose: fc.constantFrom("cancel" as const, "abandon" as const),
    }),
    fc.record({ do: fc.constant("receive" as const), name: fc.constantFrom("a" as const, "b" as const) }),
    fc.record({ do: fc.constant("poll" as const), name: fc.constantFrom("a" as const, "b" as const) }),
    fc.record({
      do: fc.constant("serve" as const),
      name: fc.constantFrom("a" as const, "b" as const),
      part: tie("program"),
      main: tie("program"),
      stop: fc.boolean(),
    }),
    fc.record({
      do: fc.constant("answer" as const),
      part: tie("program"),
      main: tie("program"),
      stop: fc.boolean(),
    }),
    fc.record({ do: fc.constant("cached" as const), n: small }),
    fc.record({ do: fc.constant("marker" as const), n: small }),
    fc.record({ do: fc.constant("facts" as const) }),
    fc.record({ do: fc.constant("throw" as const), n: small }),
    fc.record({ do: fc.constant("sequence" as const), parts: fc.array(tie("program"), { maxLength: 4 }) }),
    fc.record({ do: fc.constant("all" as const), parts: fc.array(tie("program"), { maxLength: 4 }) }),
    fc.record({ do: fc.constant("race" as const), parts: fc.array(tie("program"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ do: fc.constant("allSettled" as const), parts: fc.array(tie("program"), { maxLength: 3 }) }),
    fc.record({ do: fc.constant("any" as const), parts: fc.array(tie("program"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ do: fc.constant("withTimeout" as const), seconds: small, part: tie("program") }),
    fc.record({ do: fc.constant("shield" as const), part: tie("program") }),
    fc.record({
      do: fc.constant("map" as const),
      parts: fc.array(tie("program"), { maxLength: 4 }),
      concurrency: fc.integer({ min: 1, max: 3 }),
      minSuccessful: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
    }),
    fc.record({
      do: fc.constant("scope" as const),
      part: tie("program"),
      beside: tie("program"),
      onLeave: fc.constantFrom("await" as const, "cancel" as const),
    }),
    fc.record({
      do: fc.constant("saga" as const),
      part: tie("program"),
      undo: fc.array(tie("program"), { maxLength: 2 }),
      parallel: fc.boolean(),
    }),
    fc.record({ do: fc.constant("lock" as const), part: tie("program") }),
    fc.record({ do: fc.constant("until" as const), part: tie("program") }),
    fc.record({ do: fc.constant("provide" as const), n: small, part: tie("program") }),
    fc.record({
      do: fc.constant("fork" as const),
      part: tie("program"),
      main: tie("program"),
      end: fc.constantFrom("join" as const, "cancel" as const, "leave" as const),
    }),
    fc.record({ do: fc.constant("try" as const), part: tie("program"), cleanup: tie("program") }),
  ),
})).program;

/** Whole programs: several pieces in a row, most of which survive the failure of a piece. */
export const programs: fc.Arbitrary<Program> = fc.array(pieces, { minLength: 2, maxLength: 6 }).map((parts) => ({
  do: "sequence",
  parts: parts.map((part, i) => (i % 3 === 2 ? part : { do: "try", part, cleanup: { do: "facts" } })),
}));
