import type { Decision } from "@aws-sdk/client-swf";
import { describe, expect, it } from "@jest/globals";
import type { EngineOptions, Quotas, RatedDecision } from "../../src/index.ts";
import { SERVICE_QUOTAS } from "../../src/index.ts";
import { cancelOut, child, continueAsNew, lambda, schedule, signalOut, timer } from "../support/decisions.ts";
import { domain, openDesk, refusal, workers } from "../support/desk.ts";

const once = { bucket: 1, perSecond: 1 };
const never = { bucket: 0, perSecond: 0 };
const exceeded = { name: "ThrottlingException", message: "Rate exceeded" };

/** A decision of each type that has a rate, its failed event, the cause, and initiatedEventId where the event has it. */
const RATED: Readonly<Record<RatedDecision, readonly [Decision, string, string, number?]>> = {
  ScheduleActivityTask: [schedule("a"), "ScheduleActivityTaskFailed", "ACTIVITY_CREATION_RATE_EXCEEDED"],
  StartTimer: [timer("t", 9), "StartTimerFailed", "TIMER_CREATION_RATE_EXCEEDED"],
  StartChildWorkflowExecution: [child("kid"), "StartChildWorkflowExecutionFailed", "CHILD_CREATION_RATE_EXCEEDED", 0],
  SignalExternalWorkflowExecution: [
    signalOut("x"),
    "SignalExternalWorkflowExecutionFailed",
    "SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED",
    0,
  ],
  RequestCancelExternalWorkflowExecution: [
    cancelOut("x"),
    "RequestCancelExternalWorkflowExecutionFailed",
    "REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED",
    0,
  ],
  ContinueAsNewWorkflowExecution: [
    continueAsNew(),
    "ContinueAsNewWorkflowExecutionFailed",
    "CONTINUE_AS_NEW_WORKFLOW_EXECUTION_RATE_EXCEEDED",
  ],
  ScheduleLambdaFunction: [lambda("l", "f"), "ScheduleLambdaFunctionFailed", "LAMBDA_FUNCTION_CREATION_RATE_EXCEEDED"],
};

const limited = (quotas: Quotas, more: EngineOptions = {}) => openDesk({ quotas, ...more });

describe("quotas of requests", () => {
  it("throttle an operation over its rate, before its form is looked at, until a token is back", async () => {
    const desk = await limited({ requests: { DescribeDomain: { bucket: 2, perSecond: 1 } } });
    for (let i = 0; i < 2; i++) await desk.engine.describeDomain({ name: domain });
    expect(await refusal(desk.engine.describeDomain({ name: "" }))).toEqual(exceeded);
    await desk.clock.advance(999);
    expect(await refusal(desk.engine.describeDomain({ name: domain }))).toEqual(exceeded);
    await desk.clock.advance(1);
    expect((await refusal(desk.engine.describeDomain({ name: "" }))).name).toBe("ValidationException");
    expect(await refusal(desk.engine.describeDomain({ name: domain }))).toEqual(exceeded);
  });

  it("limit what is named and nothing else", async () => {
    const desk = await limited({ requests: { SignalWorkflowExecution: never } });
    await desk.start();
    expect(await refusal(desk.signal())).toEqual(exceeded);
    for (let i = 0; i < 200; i++) await desk.engine.describeDomain({ name: domain });
  });

  it("are the service's numbers if they are real", async () => {
    const desk = await openDesk({ quotas: "real" });
    const { bucket } = SERVICE_QUOTAS.requests.DescribeDomain;
    for (let i = 0; i < bucket; i++) await desk.engine.describeDomain({ name: domain });
    expect(await refusal(desk.engine.describeDomain({ name: domain }))).toEqual(exceeded);
    expect([bucket, Object.keys(SERVICE_QUOTAS.requests).length]).toEqual([200, 39]);
  });

  it("count each region and account by itself, and from the beginning after a reset", async () => {
    const { openEngine } = await import("../../src/index.ts");
    const engine = openEngine({ quotas: { requests: { ListDomains: once } } });
    const list = { registrationStatus: "REGISTERED" } as const;
    await engine.listDomains(list);
    expect(await refusal(engine.listDomains(list))).toEqual(exceeded);
    await engine.world({ region: "eu-west-1" }).listDomains(list);
    await engine.world({ account: "1" }).listDomains(list);
    await engine.reset();
    await engine.listDomains(list);
    await engine.close();
  });
});

describe("quotas of one workflow", () => {
  it("count a workflow id's signals, cancel requests and histories apart from those of others", async () => {
    const desk = await limited({
      perWorkflow: {
        SignalWorkflowExecution: once,
        RequestCancelWorkflowExecution: once,
        GetWorkflowExecutionHistory: once,
      },
    });
    const runId = await desk.start();
    await desk.start("order-2");
    const calls = [
      () => desk.signal(),
      () => desk.engine.requestCancelWorkflowExecution({ domain, workflowId: "order-1" }),
      () => desk.engine.getWorkflowExecutionHistory({ domain, execution: { workflowId: "order-1", runId } }),
    ];
    for (const call of calls) {
      await call();
      expect(await refusal(call())).toEqual(exceeded);
    }
    await desk.signal("paid", "order-2");
    await desk.engine.requestCancelWorkflowExecution({ domain, workflowId: "order-2" });
    await desk.clock.advance(1_000);
    for (const call of calls) await call();
  });

  it("count heartbeats by the execution of their token", async () => {
    const desk = await limited({ perWorkflow: { RecordActivityTaskHeartbeat: once } });
    await desk.start();
    await desk.decide(schedule("a"));
    await desk.start("order-2");
    await desk.decide(schedule("b"));
    const [{ taskToken }, other] = [await desk.work(), await desk.work()];
    await desk.engine.recordActivityTaskHeartbeat({ taskToken });
    expect(await refusal(desk.engine.recordActivityTaskHeartbeat({ taskToken }))).toEqual(exceeded);
    await desk.engine.recordActivityTaskHeartbeat({ taskToken: other.taskToken });
    const garbage = await refusal(desk.engine.recordActivityTaskHeartbeat({ taskToken: "garbage" }));
    expect(garbage.name).toBe("ValidationException");
  });
});

describe("quotas of decisions", () => {
  it.each(Object.entries(RATED))("fail %s over its rate", async (type, [decision, failed, cause, initiatedEventId]) => {
    const desk = await limited({ decisions: { [type]: never } }, { functions: { f: () => undefined } as never });
    const runId = await desk.start("order-1", { lambdaRole: "arn:aws:iam::1:role/r" });
    await desk.decide(decision);
    expect((await desk.lines(runId)).slice(4)).toEqual([`5 ${failed}`, "6 DecisionTaskScheduled"]);
    expect(await desk.last(runId, failed)).toMatchObject({
      cause,
      decisionTaskCompletedEventId: 4,
      ...(initiatedEventId === undefined ? {} : { initiatedEventId }),
    });
  });

  it.each(Object.entries(RATED))("let %s through while they have a token", async (type, [decision, failed]) => {
    const desk = await limited({ decisions: { [type]: once } }, { functions: { f: () => undefined } as never });
    const runId = await desk.start("order-1", { lambdaRole: "arn:aws:iam::1:role/r" });
    await desk.decide(decision);
    expect(await desk.last(runId, failed)).toBeUndefined();
  });

  it("take no token for a decision that fails by itself", async () => {
    const desk = await limited({ decisions: { StartTimer: { bucket: 2, perSecond: 0 } } });
    const runId = await desk.start();
    await desk.decide(timer("a", 9), timer("a", 9), timer("b", 9), timer("c", 9));
    const failed = (await desk.events(runId)).flatMap((event) => event.startTimerFailedEventAttributes?.cause ?? []);
    expect(failed).toEqual(["TIMER_ID_ALREADY_IN_USE", "TIMER_CREATION_RATE_EXCEEDED"]);
  });

  it("limit the tasks of one activity list in a second", async () => {
    const desk = await limited({ tasksPerSecondPerList: 2 });
    const runId = await desk.start();
    const taskList = { name: "other" };
    await desk.decide(schedule("a"), schedule("b"), schedule("c"), schedule("d", { taskList }));
    expect((await desk.lines(runId)).slice(4)).toEqual([
      "5 ActivityTaskScheduled",
      "6 ActivityTaskScheduled",
      "7 ScheduleActivityTaskFailed",
      "8 ActivityTaskScheduled",
      "9 DecisionTaskScheduled",
    ]);
    const failed = await desk.last(runId, "ScheduleActivityTaskFailed");
    expect(failed).toMatchObject({ activityId: "c", cause: "ACTIVITY_CREATION_RATE_EXCEEDED" });
    await desk.clock.advance(500);
    await desk.decide(schedule("c", { taskList: workers }));
    expect((await desk.lines(runId)).at(-1)).toBe("12 ActivityTaskScheduled");
  });
});

describe("the option quotas", () => {
  it.each([
    [
      "on",
      'quotas is "on"; write "off", "real", or numbers: { requests: { StartWorkflowExecution: { bucket: 10, perSecond: 1 } } }.',
    ],
    [{ request: {} }, 'quotas has no option "request"; write requests.'],
    [{ requests: { Start: never } }, /^quotas.requests has no option "Start"/],
    [{ requests: { StartWorkflowexecution: never } }, /write StartWorkflowExecution\.$/],
    [{ decisions: { StartTimer: { bucket: -1, perSecond: 1 } } }, /^quotas.decisions.StartTimer.bucket is -1; give a/],
    [{ decisions: { StartTimer: { bucket: 1 } } }, /^quotas.decisions.StartTimer.perSecond is undefined; give a/],
    [{ decisions: { StartTimer: { bucket: 1, perSecond: 1, burst: 1 } } }, /has no option "burst"/],
    [{ tasksPerSecondPerList: Number.POSITIVE_INFINITY }, /^quotas.tasksPerSecondPerList is null; give a finite/],
  ])("refuses %j and says what to write", async (quotas, message) => {
    const { name, message: said } = await refusal(openDesk({ quotas: quotas as never }));
    expect(name).toBe("ENGINE_OPTION_INVALID");
    if (typeof message === "string") expect(said).toBe(message);
    else expect(said).toMatch(message);
  });
});
