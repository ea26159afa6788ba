import type { Decision, DecisionType } from "@aws-sdk/client-swf";
import { describe, expect, it } from "@jest/globals";
import type { OperationName, PermitRequest } from "../../src/index.ts";
import { openEngine } from "../../src/index.ts";
import {
  cancel,
  cancelActivity,
  cancelOut,
  cancelTimer,
  child,
  complete,
  continueAsNew,
  fail,
  lambda,
  marker,
  schedule,
  signalOut,
  timer,
} from "../support/decisions.ts";
import { domain, openDesk, refusal, workers } from "../support/desk.ts";

/** A decision of each type that can be recorded as not permitted, and its failed event. */
const DENIED: Readonly<Record<Exclude<DecisionType, "ScheduleLambdaFunction">, readonly [Decision, string]>> = {
  ScheduleActivityTask: [schedule("a"), "ScheduleActivityTaskFailed"],
  RequestCancelActivityTask: [cancelActivity("a"), "RequestCancelActivityTaskFailed"],
  CompleteWorkflowExecution: [complete(), "CompleteWorkflowExecutionFailed"],
  FailWorkflowExecution: [fail("no"), "FailWorkflowExecutionFailed"],
  CancelWorkflowExecution: [cancel(), "CancelWorkflowExecutionFailed"],
  ContinueAsNewWorkflowExecution: [continueAsNew(), "ContinueAsNewWorkflowExecutionFailed"],
  RecordMarker: [marker("m"), "RecordMarkerFailed"],
  StartTimer: [timer("t", 9), "StartTimerFailed"],
  CancelTimer: [cancelTimer("t"), "CancelTimerFailed"],
  SignalExternalWorkflowExecution: [signalOut("x"), "SignalExternalWorkflowExecutionFailed"],
  RequestCancelExternalWorkflowExecution: [cancelOut("x"), "RequestCancelExternalWorkflowExecutionFailed"],
  StartChildWorkflowExecution: [child("kid"), "StartChildWorkflowExecutionFailed"],
};

const notPermitted = (action: string) => ({
  name: "OperationNotPermittedFault",
  message: `Not permitted: ${action}`,
});

describe("permissions", () => {
  it.each(Object.entries(DENIED))("fail %s with OPERATION_NOT_PERMITTED", async (type, [decision, failed]) => {
    const desk = await openDesk({ permits: ({ action }) => action !== type });
    const runId = await desk.start();
    await desk.decide(decision);
    expect((await desk.lines(runId)).slice(4)).toEqual([`5 ${failed}`, "6 DecisionTaskScheduled"]);
    expect(await desk.last(runId, failed)).toMatchObject({
      cause: "OPERATION_NOT_PERMITTED",
      decisionTaskCompletedEventId: 4,
    });
  });

  it("refuse a completion with ScheduleLambdaFunction, which has no such cause, and leave the task open", async () => {
    const desk = await openDesk({ permits: ({ action }) => action !== "ScheduleLambdaFunction" });
    const runId = await desk.start();
    const task = await desk.poll();
    expect(await refusal(desk.respond(task, marker("m"), lambda("l", "f")))).toEqual(
      notPermitted("ScheduleLambdaFunction"),
    );
    expect(await desk.lines(runId)).toHaveLength(3);
    await desk.respond(task, complete());
  });

  it("refuse an operation before it does anything", async () => {
    const denied: OperationName = "SignalWorkflowExecution";
    const desk = await openDesk({ permits: ({ action }) => action !== denied });
    const runId = await desk.start();
    expect(await refusal(desk.signal())).toEqual(notPermitted(denied));
    expect(await refusal(desk.signal("paid", "unknown"))).toEqual(notPermitted(denied));
    expect((await refusal(desk.signal(""))).name).toBe("ValidationException");
    expect(await desk.lines(runId)).toHaveLength(2);
  });

  it("are asked with the domain, the execution and the members", async () => {
    const asked: PermitRequest[] = [];
    const desk = await openDesk({ permits: (request) => asked.push(request) > 0 });
    asked.length = 0;
    const runId = await desk.start();
    await desk.decide(schedule("a", { taskList: workers }));
    const { taskToken } = await desk.work();
    await desk.engine.recordActivityTaskHeartbeat({ taskToken });
    await desk.engine.listTagsForResource({ resourceArn: `arn:aws:swf:us-east-1:123456789012:/domain/${domain}` });
    await desk.engine.describeDomain({ name: domain });
    await desk.engine.listDomains({ registrationStatus: "REGISTERED" });
    await refusal(desk.engine.respondActivityTaskCompleted({ taskToken: "garbage" }));
    const ids = { domain, workflowId: "order-1", runId };
    expect(asked.map(({ input: _, region, account, ...request }) => request)).toEqual([
      { action: "StartWorkflowExecution", domain, workflowId: "order-1" },
      { action: "PollForDecisionTask", domain },
      { action: "RespondDecisionTaskCompleted", ...ids },
      { action: "ScheduleActivityTask", ...ids },
      { action: "PollForActivityTask", domain },
      { action: "RecordActivityTaskHeartbeat", ...ids },
      { action: "ListTagsForResource", domain },
      { action: "DescribeDomain", domain },
      { action: "ListDomains" },
      { action: "RespondActivityTaskCompleted" },
    ]);
    expect(asked[3]).toMatchObject({ region: "us-east-1", account: "123456789012", input: { activityId: "a" } });
  });

  it("tell regions and accounts apart", async () => {
    const engine = openEngine({ permits: ({ region, account }) => region === "us-east-1" && account === "1" });
    const list = { registrationStatus: "REGISTERED" } as const;
    expect(await refusal(engine.listDomains(list))).toEqual(notPermitted("ListDomains"));
    expect(await engine.world({ account: "1" }).listDomains(list)).toEqual({ domainInfos: [] });
    await engine.close();
  });

  it.each([
    [
      "throws",
      () => {
        throw new TypeError("oops");
      },
      "permits failed when asked for StartTimer: TypeError: oops",
    ],
    ["answers a promise", async () => false, "permits answered StartTimer with neither true nor false but object"],
  ])("that somebody's code %s for are an internal failure, and nothing has happened", async (_, answer, message) => {
    const permits = ({ action }: PermitRequest) => (action === "StartTimer" ? (answer() as never) : true);
    const desk = await openDesk({ permits });
    const runId = await desk.start();
    const task = await desk.poll();
    expect(await refusal(desk.respond(task, marker("m"), timer("t", 9)))).toEqual({ name: "InternalFailure", message });
    expect(await desk.lines(runId)).toHaveLength(3);
    await desk.respond(task, complete());
  });

  it("want a function", async () => {
    expect(await refusal(openDesk({ permits: "all" as never }))).toEqual({
      name: "ENGINE_OPTION_INVALID",
      message: 'permits is "all"; give a function: ({ action }) => action !== "StartTimer".',
    });
  });
});
