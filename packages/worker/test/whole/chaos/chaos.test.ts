import { describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";
import { expectedEnd } from "./expected.ts";
import { flaws, replayed } from "./histories.ts";
import { programs } from "./programs.ts";
import type { Act, Restart, Scene } from "./scene.ts";
import { play } from "./scene.ts";

jest.setTimeout(120_000);

type Deciders = Scene["cachedRuns"];

const seconds = fc.oneof(fc.nat({ max: 20 }), fc.nat({ max: 300 }));
const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.record({
    atSeconds: seconds,
    run: fc.nat({ max: 3 }),
    what: fc.constantFrom("a" as const, "b" as const, "ask" as const, "a" as const, "b" as const, "cancel" as const),
  }),
  { maxLength: 6 },
);
const restarts: fc.Arbitrary<readonly Restart[]> = fc.array(
  fc.record({ atSeconds: seconds, force: fc.constant(false) }),
  { minLength: 1, maxLength: 5 },
);
const forced: fc.Arbitrary<readonly Restart[]> = fc.array(fc.record({ atSeconds: seconds, force: fc.boolean() }), {
  minLength: 1,
  maxLength: 5,
});

/** What workers say that are closed by force while they try to answer, or whose time runs out while they are refused. */
const UNSENT: readonly string[] = [
  "an activity's end could not be sent; its task will time out",
  "a decision task could not be answered; it will time out and come again",
];

/** A scene in fair weather; each kind of trouble changes some of it. */
const fair = {
  programs: fc.array(programs, { minLength: 1, maxLength: 3 }),
  acts,
  seed: fc.nat(),
  cachedRuns: fc.constantFrom<Deciders[]>([0], [1], [100]),
  weather: fc.constant<Scene["weather"]>({}),
  deciderRestarts: fc.constant<readonly Restart[]>([]),
  actingRestarts: fc.constant<readonly Restart[]>([]),
};

interface Trouble {
  readonly weather?: Scene["weather"];
  readonly more?: Partial<{ [K in keyof Scene]: fc.Arbitrary<Scene[K]> }>;
  /** Tasks of activities may get lost, so that they time out where they should have ended well. */
  readonly losesActivities?: boolean;
}

const TROUBLES: Readonly<Record<string, Trouble>> = {
  "nothing goes wrong": {},
  "answers get lost after the calls took effect": { weather: { lost: 0.25 } },
  "calls get lost before they arrive": { weather: { dropped: 0.25 } },
  "calls are throttled": { weather: { throttled: 0.3 } },
  "answers to decision tasks come after the tasks have timed out": { weather: { lateDecisions: 0.3 } },
  "polls are answered late": { weather: { latePolls: 0.4 } },
  "tasks get lost on their way": { weather: { lostPolls: 0.2 }, losesActivities: true },
  "histories come in pages of three events": { weather: { pageSize: 3 } },
  "tokens of pages expire": { weather: { pageSize: 3, expired: 0.2, throttled: 0.1 } },
  "deciders are closed and opened": { more: { deciderRestarts: forced } },
  "two deciders share the runs": {
    more: { cachedRuns: fc.constantFrom<Deciders[]>([100, 100], [0, 100], [1, 100]) },
  },
  "activity workers are closed and opened": { more: { actingRestarts: restarts } },
  "activity workers are closed by force": { more: { actingRestarts: forced }, losesActivities: true },
  "all of that happens": {
    weather: {
      lost: 0.1,
      dropped: 0.1,
      throttled: 0.1,
      lateDecisions: 0.1,
      latePolls: 0.1,
      lostPolls: 0.1,
      expired: 0.1,
      pageSize: 5,
    },
    more: {
      cachedRuns: fc.constantFrom<Deciders[]>([100, 100], [0, 100], [1, 100]),
      deciderRestarts: forced,
      actingRestarts: forced,
    },
    losesActivities: true,
  },
};

/** Which of a scene's runs the client cancels. */
const canceled = ({ programs, acts }: Scene) =>
  new Set(acts.flatMap(({ what, run }) => (what === "cancel" ? [run % programs.length] : [])));

const scenesIn = ({ weather = {}, more = {} }: Trouble): fc.Arbitrary<Scene> =>
  fc.record({ ...fair, weather: fc.constant(weather), ...more });

/** What only trouble, or an unlucky moment, brings about. */
const RARE = [
  "ActivityTaskCanceled",
  "ActivityTaskTimedOut",
  "ChildWorkflowExecutionCanceled",
  "ChildWorkflowExecutionFailed",
  "CompleteWorkflowExecutionFailed",
  "DecisionTaskTimedOut",
  "ExternalWorkflowExecutionCancelRequested",
  "ExternalWorkflowExecutionSignaled",
  "LambdaFunctionCompleted",
  "LambdaFunctionFailed",
  "RequestCancelActivityTaskFailed",
  "TimerCanceled",
  "WorkflowExecutionCancelRequested",
  "WorkflowExecutionCanceled",
  "WorkflowExecutionContinuedAsNew",
  "WorkflowExecutionFailed",
  "WorkflowExecutionSignaled",
];

describe("the scenes", () => {
  it("meet what they are made for, and most of their programs have one end that is known", async () => {
    const scenes = fc.sample(scenesIn(TROUBLES["all of that happens"] ?? {}), { seed: 3, numRuns: 60 });
    const met = new Set<string | undefined>();
    for (const scene of scenes)
      for (const { events } of (await play(scene)).executions) for (const { eventType } of events) met.add(eventType);
    expect(RARE.filter((type) => !met.has(type))).toEqual([]);
    const all = scenes.flatMap(({ programs }) => programs);
    const known = all.filter((program) => expectedEnd(program, true) !== undefined);
    expect(known.length).toBeGreaterThan(all.length / 2);
  });
});

describe.each(Object.entries(TROUBLES))("when %s", (_name, trouble) => {
  const { losesActivities = false } = trouble;

  it("every run ends as its program says, and its history is sound and replays to that end", async () => {
    await fc.assert(
      fc.asyncProperty(scenesIn(trouble), async (scene) => {
        const { ended, executions, errors } = await play(scene);
        expect(errors.filter(([message]) => !(losesActivities && UNSENT.includes(message)))).toEqual([]);
        for (const { status, events } of executions) {
          expect(status).toMatch(/^(COMPLETED|FAILED|CANCELED|CONTINUED_AS_NEW)$/);
          expect(flaws(events)).toEqual([]);
          expect(replayed(events)).toBe(status);
        }
        for (const [i, program] of scene.programs.entries()) {
          const expected = canceled(scene).has(i) ? undefined : expectedEnd(program, !losesActivities);
          if (expected?.ok === true) expect(ended[i]).toEqual({ code: "COMPLETED", value: expected.value });
          if (expected?.ok === false) expect(ended[i]).toEqual({ code: "WORKFLOW_FAILED", cause: expected.code });
        }
      }),
      { numRuns: 10 },
    );
  });
});
