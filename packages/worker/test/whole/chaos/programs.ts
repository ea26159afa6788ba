import type { Coroutine, Operation } from "@sweft/workflow";
import {
  activity,
  all,
  cached,
  cancel,
  continueAsNew,
  external,
  info,
  lambda,
  map,
  marker,
  now,
  race,
  random,
  retry,
  signal,
  sleep,
  start,
  update,
  withTimeout,
  workflow,
} from "@sweft/workflow";
import fc from "fast-check";
import { activityContext } from "../../../src/index.ts";

/** How one attempt of an activity goes. */
export type Ending = "done" | "refused" | "slow" | "beating" | "hung" | "deaf";

/** A workflow as data, so that it can be generated, shrunk and sent as an argument. */
export type Program =
  | {
      readonly do: "activity";
      readonly n: number;
      readonly how: "request" | "wait" | "abandon";
      /** One for each attempt that the retry policy allows. */
      readonly endings: readonly Ending[];
    }
  | { readonly do: "sleep"; readonly seconds: number }
  | {
      readonly do: "child";
      readonly part: Program;
      readonly how: "request" | "wait" | "abandon";
      readonly onParentClose: "cancel" | "abandon";
    }
  | { readonly do: "receive"; readonly name: "a" | "b" }
  | { readonly do: "cached"; readonly n: number }
  | { readonly do: "marker"; readonly n: number }
  | { readonly do: "facts" }
  | { readonly do: "throw"; readonly n: number }
  | { readonly do: "sequence"; readonly parts: readonly Program[] }
  | { readonly do: "all"; readonly parts: readonly Program[] }
  | { readonly do: "race"; readonly parts: readonly Program[] }
  | { readonly do: "map"; readonly parts: readonly Program[]; readonly concurrency: number }
  | { readonly do: "timeout"; readonly part: Program; readonly seconds: number }
  | { readonly do: "again"; readonly part: Program; readonly attempts: number }
  | { readonly do: "send"; readonly n: number }
  | { readonly do: "lambda"; readonly n: number }
  /** The end of a whole program: it goes on in a run of its own. */
  | { readonly do: "goOn"; readonly rest: Program }
  | { readonly do: "fork"; readonly part: Program; readonly main: Program; readonly end: "join" | "cancel" | "leave" }
  | { readonly do: "try"; readonly part: Program; readonly cleanup: Program };

type Does = Program["do"];
export type Case<D extends Does> = Extract<Program, { readonly do: D }>;

/** What an activity does, by the ending its attempt is to have. None but `hung` comes near the timeout of 40 seconds. */
const ENDINGS: { readonly [E in Ending]: (n: number) => Promise<number> } = {
  done: async (n) => n,
  refused: async (n) => {
    throw Object.assign(new Error(`refused ${n}`), { code: "NO" });
  },
  slow: async (n) => {
    await activityContext().sleep(1 + 5 * n);
    return n;
  },
  beating: async (n) => {
    for (let i = 0; i < 3; i++) {
      await activityContext().heartbeat({ i });
      await activityContext().sleep(3);
    }
    return n;
  },
  hung: async (n) => {
    await activityContext().sleep("10m");
    return n;
  },
  deaf: async (n) => {
    await activityContext()
      .sleep(15)
      .catch(() => {});
    return n;
  },
};

export const work = activity(
  { name: "work", startToCloseTimeout: "40s", heartbeatTimeout: "30s" },
  (n: number, endings: readonly Ending[]) => ENDINGS[endings[activityContext().attempt - 1] ?? "done"](n),
);

export const mail = { a: signal<number>("a"), b: signal<number>("b") };
/** What a run sends to itself. */
const own = signal<number>("own");
/** What the client asks of every run. */
export const ask = update<[n: number], number>("ask");
const twice = lambda<(n: number) => number>({ name: "twice" });
/** The Lambda functions of the engine; one of every four calls fails. */
export const functions = {
  twice: async (n: unknown) => {
    if (n === 3) throw new Error("no three");
    return Number(n) * 2;
  },
};

/** The workflow that runs a program, and its children. */
export const runs = workflow(
  { name: "program", taskStartToCloseTimeout: "10s", lambdaRole: "arn:aws:iam::123456789012:role/runs" },
  function* (program: Program): Coroutine<unknown> {
    yield* ask.answer(function* (n) {
      return n + 1;
    });
    return yield* operation(program);
  },
);

/** What a piece is as an operation: a plain command where it is one, so that composites hold commands and blocks alike. */
const OPERATIONS: { readonly [D in Does]: (program: Case<D>) => Operation<unknown> } = {
  activity: ({ n, how, endings }) =>
    work.with({ cancellation: how, retry: { attempts: endings.length, delay: n, jitter: "full" } })(n, endings),
  sleep: ({ seconds }) => sleep(seconds),
  child: ({ part, how, onParentClose }) => runs.with({ cancellation: how, onParentClose })(part),
  receive: ({ name }) => mail[name].receive(),
  cached: ({ n }) => cached("roll", async () => n),
  marker: ({ n }) => marker("mark", n),
  facts: () => facts(),
  throw: ({ n }) => fails(n),
  sequence: ({ parts }) => sequence(parts),
  all: ({ parts }) => all(parts.map(operation)),
  race: ({ parts }) => race(Object.fromEntries(parts.map((part, i) => [`p${i}`, operation(part)]))),
  map: ({ parts, concurrency }) => mapped(parts, concurrency),
  timeout: ({ part, seconds }) => limited(part, seconds),
  again: ({ part, attempts }) =>
    retry({ attempts, delay: 1, jitter: "none" }, function* (): Coroutine<unknown> {
      return yield* operation(part);
    }),
  send: ({ n }) => toItself(n),
  goOn: ({ rest }) => goesOn(rest),
  lambda: ({ n }) => twice(n),
  fork: (program) => fork(program),
  try: (program) => guarded(program),
};

// Each entry takes the case of its own key; that the two belong together is beyond the type of a look-up.
const operation = (program: Program): Operation<unknown> => OPERATIONS[program.do](program as never);

function* facts(): Coroutine<unknown> {
  return [yield* random(), (yield* now()).getTime()];
}

function* fails(n: number): Coroutine<never> {
  throw Object.assign(new Error(`program ${n}`), { code: "PROGRAM" });
}

function* sequence(parts: readonly Program[]): Coroutine<unknown> {
  const values: unknown[] = [];
  for (const part of parts) values.push(yield* operation(part));
  return values;
}

function* mapped(parts: readonly Program[], concurrency: number): Coroutine<unknown> {
  const ends = yield* map(parts, operation, { concurrency, toleratedFailures: parts.length });
  return ends.map((one) =>
    one.status === "fulfilled" ? one.value : `failed ${(one.reason as { code?: string }).code}`,
  );
}

function* limited(part: Program, seconds: number): Coroutine<unknown> {
  try {
    return yield* withTimeout(seconds, operation(part));
  } catch (error) {
    if ((error as { code?: string }).code === "TIMEOUT") return "late";
    throw error;
  }
}

function* goesOn(rest: Program): Coroutine<unknown> {
  return yield* continueAsNew(runs, rest);
}

function* toItself(n: number): Coroutine<unknown> {
  yield* external((yield* info()).workflowId).signal(own, n);
  return yield* own.receive();
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

function* guarded({ part, cleanup }: Case<"try">): Coroutine<unknown> {
  try {
    return yield* operation(part);
  } catch (error) {
    return `caught ${(error as { code?: string }).code}`;
  } finally {
    yield* operation(cleanup);
  }
}

/** The pieces of a piece. */
export const partsOf = (program: Program): readonly Program[] => {
  if (program.do === "fork") return [program.part, program.main];
  if (program.do === "try") return [program.part, program.cleanup];
  if (program.do === "timeout" || program.do === "again") return [program.part];
  return "parts" in program ? program.parts : [];
};

const forks = (program: Program): boolean => program.do === "fork" || partsOf(program).some(forks);

const small = fc.integer({ min: 0, max: 3 });
const how = fc.constantFrom("request" as const, "wait" as const, "abandon" as const);
const ending = fc.constantFrom<Ending>("done", "done", "refused", "slow", "beating", "hung", "deaf");
const onParentClose = fc.constantFrom("cancel" as const, "abandon" as const);

interface Kinds {
  /** A piece of a run that the client writes to. */
  readonly open: Program;
  /** A piece of a child, which gets no signals. */
  readonly silent: Program;
}

/** Pieces of all commands, a few levels deep. */
const { open: piece } = fc.letrec<Kinds>((tie: fc.LetrecTypedTie<Kinds>) => {
  const silent: fc.Arbitrary<Program> = tie("silent");
  const kinds = (part: fc.Arbitrary<Program>): fc.Arbitrary<Program>[] => [
    fc.record({
      do: fc.constant("activity" as const),
      n: small,
      how,
      endings: fc.array(ending, { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ do: fc.constant("sleep" as const), seconds: fc.nat({ max: 30 }) }),
    fc.record({ do: fc.constant("cached" as const), n: small }),
    fc.record({ do: fc.constant("marker" as const), n: small }),
    fc.record({ do: fc.constant("facts" as const) }),
    fc.record({ do: fc.constant("throw" as const), n: small }),
    fc.record({ do: fc.constant("send" as const), n: small }),
    fc.record({ do: fc.constant("lambda" as const), n: small }),
    fc.record({ do: fc.constant("timeout" as const), part, seconds: fc.integer({ min: 1, max: 40 }) }),
    fc.record({ do: fc.constant("again" as const), part, attempts: fc.integer({ min: 1, max: 3 }) }),
    fc.record({
      do: fc.constant("map" as const),
      parts: fc.array(part, { maxLength: 4 }),
      concurrency: fc.integer({ min: 1, max: 3 }),
    }),
    fc.record({ do: fc.constant("child" as const), part: silent, how, onParentClose }),
    fc.record({ do: fc.constant("sequence" as const), parts: fc.array(part, { maxLength: 4 }) }),
    fc.record({ do: fc.constant("all" as const), parts: fc.array(part, { maxLength: 4 }) }),
    fc.record({ do: fc.constant("race" as const), parts: fc.array(part, { minLength: 1, maxLength: 3 }) }),
    fc.record({
      do: fc.constant("fork" as const),
      part,
      main: part,
      end: fc.constantFrom("join" as const, "cancel" as const, "leave" as const),
    }),
    fc.record({ do: fc.constant("try" as const), part, cleanup: part }),
  ];
  const receive = fc.record({ do: fc.constant("receive" as const), name: fc.constantFrom("a" as const, "b" as const) });
  const depth = { maxDepth: 3, depthSize: "medium", withCrossShrink: true } as const;
  return {
    silent: fc.oneof(depth, ...kinds(tie("silent"))),
    open: fc.oneof(depth, ...kinds(tie("open")), receive),
  };
});

/** Several pieces in a row, most of which survive the failure of a piece. */
const pieces: fc.Arbitrary<Program> = fc.array(piece, { minLength: 1, maxLength: 5 }).map((parts) => ({
  do: "sequence",
  parts: parts.map((part, i) => (i % 3 === 2 ? part : { do: "try", part, cleanup: { do: "facts" } })),
}));

/** Whole programs; some go on in a second run, which no coroutine may outlive. */
export const programs: fc.Arbitrary<Program> = fc.oneof(
  { weight: 3, arbitrary: pieces },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        pieces.filter((first) => !forks(first)),
        pieces,
      )
      .map(([first, rest]): Program => ({ do: "sequence", parts: [first, { do: "goOn", rest }] })),
  },
);
