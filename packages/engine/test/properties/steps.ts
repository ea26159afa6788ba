import type { ActivityTask, Decision, DecisionTask } from "@aws-sdk/client-swf";
import * as fc from "fast-check";
import type { LambdaFunction } from "../../src/index.ts";
import * as decisions from "../support/decisions.ts";
import type { Desk } from "../support/desk.ts";
import { deciders, domain, workers } from "../support/desk.ts";

const workflowIds = ["a", "b", "c"] as const;
const workId = fc.constantFrom("1", "2", "3");
const workflowId = fc.constantFrom(...workflowIds);
const seconds = fc.integer({ min: 0, max: 40 });
const timeout = fc.constantFrom("NONE", "0", "5", "20");

/** What the decisions below call. */
export const functions: Readonly<Record<string, LambdaFunction>> = {
  sleeps: (after, { sleep }) => sleep(Number(after) * 1_000),
  waits: (_, { aborted }) => aborted(),
};

/** Decisions of every kind, some of them sure to fail. */
const anyDecision: fc.Arbitrary<Decision> = fc.oneof(
  fc
    .record({ scheduleToStartTimeout: timeout, startToCloseTimeout: timeout, heartbeatTimeout: timeout })
    .chain((said) => workId.map((id) => decisions.schedule(id, said))),
  workId.map((id) => decisions.schedule(id, { activityType: { name: "no", version: "1" } })),
  workId.map(decisions.cancelActivity),
  fc.tuple(workId, seconds).map(([id, after]) => decisions.timer(id, after)),
  workId.map(decisions.cancelTimer),
  workId.map(decisions.marker),
  fc
    .tuple(workflowId, fc.constantFrom("TERMINATE", "REQUEST_CANCEL", "ABANDON"), fc.constantFrom("15", "200"))
    .map(([id, childPolicy, lifetime]) => decisions.child(id, { childPolicy, executionStartToCloseTimeout: lifetime })),
  fc
    .tuple(workId, fc.constantFrom("sleeps", "sleeps", "waits", "no"), seconds)
    .map(([id, name, after]) => decisions.lambda(id, name, { input: String(after), startToCloseTimeout: "20" })),
  workflowId.map((id) => decisions.signalOut(id)),
  workflowId.map((id) => decisions.cancelOut(id)),
);
const closing: fc.Arbitrary<Decision> = fc.constantFrom(
  decisions.complete("r"),
  decisions.fail("why"),
  decisions.cancel(""),
  decisions.continueAsNew(),
);
/** What SWF refuses as a whole. */
const illegal: fc.Arbitrary<Decision> = fc.constantFrom(
  decisions.timer("a:b", 1),
  decisions.complete(),
  decisions.timer("t", -1),
  { decisionType: "ScheduleLambdaFunction" } as const,
  { decisionType: "No" } as unknown as Decision,
);
const batch = fc.oneof(
  { weight: 6, arbitrary: fc.array(anyDecision, { maxLength: 4 }) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.array(anyDecision, { maxLength: 2 }), closing).map(([some, end]) => [...some, end]),
  },
  { weight: 1, arbitrary: fc.tuple(illegal, anyDecision).map((both) => [...both]) },
);

/** One call or two, or some time passing. */
export type Step =
  | { readonly kind: "start" | "signal" | "cancel" | "terminate"; readonly workflowId: string }
  | { readonly kind: "pollDecision" | "pollActivity" }
  | { readonly kind: "decide"; readonly decisions: readonly Decision[] }
  | { readonly kind: "respond"; readonly pick: number; readonly decisions: readonly Decision[] }
  | { readonly kind: "completed" | "failed" | "canceled" | "heartbeat"; readonly pick: number }
  | { readonly kind: "advance"; readonly ms: number };

const pick = fc.constantFrom(0, 0, 0, 1, 2);
const anyStep = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom("start", "start", "start", "signal", "cancel"), workflowId }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("terminate"), workflowId }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant("decide"), decisions: batch }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom("pollDecision", "pollActivity", "pollActivity") }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("respond"), pick, decisions: batch }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constantFrom("completed", "failed", "canceled", "heartbeat"), pick }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("advance"), ms: fc.constantFrom(0, 0, 1_000, 10_000, 60_000) }),
  },
) as fc.Arbitrary<Step>; // each kind comes with its own members
/** A child that is started and closed: by chance alone this is rare. */
const family: fc.Arbitrary<Step[]> = fc
  .tuple(workflowId, workflowId, closing, closing)
  .map(([parent, child, first, second]) => [
    { kind: "start", workflowId: parent },
    { kind: "decide", decisions: [decisions.child(child)] },
    { kind: "advance", ms: 0 },
    { kind: "decide", decisions: [first] },
    { kind: "decide", decisions: [second] },
    { kind: "advance", ms: 0 },
  ]);
export const anySteps: fc.Arbitrary<Step[]> = fc
  .array(fc.oneof({ weight: 15, arbitrary: anyStep.map((step) => [step]) }, { weight: 1, arbitrary: family }), {
    minLength: 1,
    maxLength: 100,
    size: "max",
  })
  .map((parts) => parts.flat());

/** Takes the steps one after another and gives the names of the faults met. Old tasks are answered again and again. */
export async function take(desk: Desk, steps: readonly Step[]): Promise<string[]> {
  const faults: string[] = [];
  const decisionTasks: DecisionTask[] = [];
  const activityTasks: ActivityTask[] = [];
  for (const step of steps) {
    try {
      await takeOne(desk, step, decisionTasks, activityTasks);
    } catch (error) {
      faults.push(String((error as Error).name));
    }
  }
  return faults;
}

async function takeOne(desk: Desk, step: Step, decisionTasks: DecisionTask[], activityTasks: ActivityTask[]) {
  const { engine } = desk;
  switch (step.kind) {
    case "start":
      return desk.start(step.workflowId, { executionStartToCloseTimeout: "120", ...role(step.workflowId) });
    case "signal":
      return desk.signal("s", step.workflowId);
    case "cancel":
      return engine.requestCancelWorkflowExecution({ domain, workflowId: step.workflowId });
    case "terminate":
      return engine.terminateWorkflowExecution({ domain, workflowId: step.workflowId });
    case "pollDecision":
      return decisionTasks.push(
        await atOnce((options) => engine.pollForDecisionTask({ domain, taskList: deciders }, options)),
      );
    case "pollActivity":
      return activityTasks.push(
        await atOnce((options) => engine.pollForActivityTask({ domain, taskList: workers }, options)),
      );
    case "decide":
      return desk.respond(
        await atOnce((options) => engine.pollForDecisionTask({ domain, taskList: deciders }, options)),
        ...step.decisions,
      );
    case "respond":
      return desk.respond(chosen(decisionTasks, step.pick) ?? garbage, ...step.decisions);
    case "advance":
      return desk.clock.advance(step.ms);
    default: {
      const { taskToken } = chosen(activityTasks, step.pick) ?? garbage;
      if (step.kind === "completed") return engine.respondActivityTaskCompleted({ taskToken });
      if (step.kind === "failed") return engine.respondActivityTaskFailed({ taskToken });
      if (step.kind === "canceled") return engine.respondActivityTaskCanceled({ taskToken });
      return engine.recordActivityTaskHeartbeat({ taskToken, details: "d" });
    }
  }
}

/** Polls without waiting: rejects with AbortError if there is no task. */
async function atOnce<T>(poll: (options: { abortSignal: AbortSignal }) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const answer = poll({ abortSignal: controller.signal });
  controller.abort();
  return answer;
}

/** Counted from the latest. */
function chosen<T>(tasks: readonly T[], from: number): T | undefined {
  return tasks.at(-1 - from);
}

/** Executions of one id have no role, so that their functions cannot start. */
function role(id: string): { readonly lambdaRole?: string } {
  return id === "c" ? {} : { lambdaRole: "arn:aws:iam::123456789012:role/swf-lambda" };
}

const garbage = { taskToken: "garbage" } as DecisionTask & ActivityTask;

/** Every run there has been, by what the lists say. */
export async function allRuns({ engine }: Desk) {
  const startTimeFilter = { oldestDate: new Date(0) };
  const open = await engine.listOpenWorkflowExecutions({ domain, startTimeFilter });
  const closed = await engine.listClosedWorkflowExecutions({ domain, startTimeFilter });
  return [...(open.executionInfos ?? []), ...(closed.executionInfos ?? [])];
}
