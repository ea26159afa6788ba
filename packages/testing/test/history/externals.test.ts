import { describe, expect, it } from "@jest/globals";
import type { FakeDecision, FakeHistory } from "../../src/index.ts";
import { attributes, begun, startChild, type, types } from "../decisions.ts";

describe("children", () => {
  it("are initiated, started and ended, each step telling the parent", () => {
    const history = begun()
      .decide([startChild("c")])
      .childStarted("c")
      .decisionStarted()
      .decide([]);
    history.childCompleted("c", 7);
    const workflowExecution = { workflowId: "c", runId: "fake-run.child5" };
    expect(types(history, 5)).toEqual([
      "StartChildWorkflowExecutionInitiated",
      "ChildWorkflowExecutionStarted",
      "DecisionTaskScheduled",
      "DecisionTaskStarted",
      "DecisionTaskCompleted",
      "ChildWorkflowExecutionCompleted",
      "DecisionTaskScheduled",
    ]);
    expect(attributes(history, 6)).toEqual({ workflowExecution, workflowType: type, initiatedEventId: 5 });
    expect(attributes(history, 10)).toEqual({
      workflowExecution,
      workflowType: type,
      result: "7",
      initiatedEventId: 5,
      startedEventId: 6,
    });
  });

  it("end in five ways, having started", () => {
    const ended = (end: (history: FakeHistory) => FakeHistory) => {
      const history = end(begun().decide([startChild("c")]));
      return history.events.slice(5).map(({ eventType }) => eventType);
    };
    const started = ["ChildWorkflowExecutionStarted", "DecisionTaskScheduled"];
    expect(ended((h) => h.childFailed("c", new Error("no")))).toEqual([...started, "ChildWorkflowExecutionFailed"]);
    expect(ended((h) => h.childTimedOut("c"))).toEqual([...started, "ChildWorkflowExecutionTimedOut"]);
    expect(ended((h) => h.childCanceled("c"))).toEqual([...started, "ChildWorkflowExecutionCanceled"]);
    expect(ended((h) => h.childTerminated("c"))).toEqual([...started, "ChildWorkflowExecutionTerminated"]);
    expect(ended((h) => h.childStartFailed("c"))).toEqual([
      "StartChildWorkflowExecutionFailed",
      "DecisionTaskScheduled",
    ]);
  });

  it("whose start has failed tell which Initiated event it was; those that have started cannot fail to", () => {
    const history = begun()
      .decide([startChild("c"), startChild("d")])
      .childStartFailed("c")
      .childStarted("d");
    expect(attributes(history, 7)).toEqual({
      workflowType: type,
      cause: "WORKFLOW_ALREADY_RUNNING",
      workflowId: "c",
      initiatedEventId: 5,
      decisionTaskCompletedEventId: 4,
    });
    expect(() => history.childStartFailed("d")).toThrow(expect.objectContaining({ code: "TARGET_UNFIT" }));
  });

  it("under an id in use are initiated, and refused a moment later; other refusals are known at once", () => {
    const history = begun().decide([startChild("c"), startChild("c")]);
    expect(types(history, 5)).toEqual([
      "StartChildWorkflowExecutionInitiated",
      "StartChildWorkflowExecutionInitiated",
      "StartChildWorkflowExecutionFailed",
      "DecisionTaskScheduled",
    ]);
    expect(attributes(history, 7)).toMatchObject({ cause: "WORKFLOW_ALREADY_RUNNING", initiatedEventId: 6 });
    const unknown = begun().refuseNext("StartChildWorkflowExecution", "WORKFLOW_TYPE_DOES_NOT_EXIST", {
      name: "order",
    });
    unknown.decide([startChild("c")]);
    expect(types(unknown, 5)).toEqual(["StartChildWorkflowExecutionFailed", "DecisionTaskScheduled"]);
    expect(attributes(unknown, 5)).toMatchObject({ cause: "WORKFLOW_TYPE_DOES_NOT_EXIST", initiatedEventId: 0 });
  });
});

describe("other executions and Lambda functions", () => {
  const signalOut: FakeDecision = {
    decisionType: "SignalExternalWorkflowExecution",
    signalExternalWorkflowExecutionDecisionAttributes: {
      workflowId: "w",
      runId: "r",
      signalName: "s",
      control: "mine",
    },
  };
  const cancelOut: FakeDecision = {
    decisionType: "RequestCancelExternalWorkflowExecution",
    requestCancelExternalWorkflowExecutionDecisionAttributes: { workflowId: "w" },
  };
  const lambda: FakeDecision = {
    decisionType: "ScheduleLambdaFunction",
    scheduleLambdaFunctionDecisionAttributes: { id: "f", name: "fn" },
  };

  it("hear signals and cancel requests, which wakes the sender", () => {
    const history = begun().decide([signalOut, cancelOut]).externalSignaled("w").externalCancelRequested("w");
    expect(types(history, 5)).toEqual([
      "SignalExternalWorkflowExecutionInitiated",
      "RequestCancelExternalWorkflowExecutionInitiated",
      "ExternalWorkflowExecutionSignaled",
      "DecisionTaskScheduled",
      "ExternalWorkflowExecutionCancelRequested",
    ]);
    expect(attributes(history, 7)).toEqual({ workflowExecution: { workflowId: "w", runId: "r" }, initiatedEventId: 5 });
  });

  it("may not be there", () => {
    const history = begun().decide([signalOut, cancelOut]).externalSignalFailed("w").externalCancelFailed("w");
    const cause = "UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION";
    expect(attributes(history, 7)).toEqual({
      workflowId: "w",
      runId: "r",
      cause,
      initiatedEventId: 5,
      decisionTaskCompletedEventId: 4,
      control: "mine",
    });
    expect(attributes(history, 9)).toEqual({
      workflowId: "w",
      cause,
      initiatedEventId: 6,
      decisionTaskCompletedEventId: 4,
    });
  });

  it("may be refused at once", () => {
    const history = begun();
    history.refuseNext("SignalExternalWorkflowExecution", "SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED", {
      name: "s",
    });
    history.refuseNext("RequestCancelExternalWorkflowExecution", "OPERATION_NOT_PERMITTED", { id: "w" });
    history.refuseNext("ScheduleLambdaFunction", "LAMBDA_SERVICE_NOT_AVAILABLE_IN_REGION");
    history.decide([signalOut, cancelOut, lambda]);
    expect(types(history, 5)).toEqual([
      "SignalExternalWorkflowExecutionFailed",
      "RequestCancelExternalWorkflowExecutionFailed",
      "ScheduleLambdaFunctionFailed",
      "DecisionTaskScheduled",
    ]);
    expect(attributes(history, 5)).toMatchObject({ initiatedEventId: 0 });
  });

  it("run Lambda functions", () => {
    const ended = (end: (history: FakeHistory) => FakeHistory) => end(begun().decide([lambda]));
    const done = ended((h) => h.lambdaCompleted("f", 1));
    expect(types(done, 5)).toEqual([
      "LambdaFunctionScheduled",
      "LambdaFunctionStarted",
      "LambdaFunctionCompleted",
      "DecisionTaskScheduled",
    ]);
    expect(attributes(done, 7)).toEqual({ scheduledEventId: 5, startedEventId: 6, result: "1" });
    expect(
      types(
        ended((h) => h.lambdaFailed("f", new Error("no"))),
        7,
      ),
    ).toContain("LambdaFunctionFailed");
    expect(
      types(
        ended((h) => h.lambdaTimedOut("f")),
        7,
      ),
    ).toContain("LambdaFunctionTimedOut");
    expect(() => done.lambdaCompleted("f")).toThrow(expect.objectContaining({ code: "TARGET_NOT_OPEN" }));
  });
});
