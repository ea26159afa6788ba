import { expect, it } from "@jest/globals";
import { contract } from "../support/contract.ts";
import { cancelOut, complete, continueAsNew, signalOut } from "../support/decisions.ts";
import { domain } from "../support/desk.ts";

contract("signals and cancels to other executions", (openDesk) => {
  it("delivers a signal and then records its outcome", async () => {
    const desk = await openDesk();
    const targetId = await desk.start("target");
    await desk.decide();
    const runId = await desk.start();
    await desk.decide(signalOut("target", { input: "", control: "c" }));
    expect(await desk.last(runId, "SignalExternalWorkflowExecutionInitiated")).toEqual({
      workflowId: "target",
      signalName: "ping",
      input: "",
      control: "c",
      decisionTaskCompletedEventId: 4,
    });
    await desk.clock.advance(0);
    expect(await desk.last(targetId, "WorkflowExecutionSignaled", "target")).toEqual({
      signalName: "ping",
      input: "",
      externalWorkflowExecution: { workflowId: "order-1", runId },
      externalInitiatedEventId: 5,
    });
    expect((await desk.lines(runId)).slice(5)).toEqual([
      "6 ExternalWorkflowExecutionSignaled",
      "7 DecisionTaskScheduled",
    ]);
    expect(await desk.last(runId, "ExternalWorkflowExecutionSignaled")).toEqual({
      workflowExecution: { workflowId: "target", runId: targetId },
      initiatedEventId: 5,
    });
  });

  it("delivers a cancel request and then records its outcome", async () => {
    const desk = await openDesk();
    const targetId = await desk.start("target");
    await desk.decide();
    const runId = await desk.start();
    await desk.decide(cancelOut("target", { runId: targetId }));
    await desk.clock.advance(0);
    expect(await desk.last(targetId, "WorkflowExecutionCancelRequested", "target")).toEqual({
      externalWorkflowExecution: { workflowId: "order-1", runId },
      externalInitiatedEventId: 5,
    });
    expect((await desk.lines(runId)).slice(5)).toEqual([
      "6 ExternalWorkflowExecutionCancelRequested",
      "7 DecisionTaskScheduled",
    ]);
  });

  it("fails for a target that is not open, naming the Initiated event", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    await desk.decide(cancelOut("nobody", { control: "c" }), signalOut("nobody", { runId: "r" }));
    await desk.clock.advance(0);
    const failed = {
      cause: "UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION",
      workflowId: "nobody",
      decisionTaskCompletedEventId: 4,
    };
    expect((await desk.lines(runId)).slice(6)).toEqual([
      "7 RequestCancelExternalWorkflowExecutionFailed",
      "8 DecisionTaskScheduled",
      "9 SignalExternalWorkflowExecutionFailed",
    ]);
    expect(await desk.last(runId, "RequestCancelExternalWorkflowExecutionFailed")).toEqual({
      ...failed,
      initiatedEventId: 5,
      control: "c",
    });
    expect(await desk.last(runId, "SignalExternalWorkflowExecutionFailed")).toEqual({
      ...failed,
      runId: "r",
      initiatedEventId: 6,
    });
  });

  it("lets an execution signal itself", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    await desk.decide(signalOut("order-1"));
    await desk.clock.advance(0);
    expect((await desk.lines(runId)).slice(5)).toEqual([
      "6 WorkflowExecutionSignaled",
      "7 DecisionTaskScheduled",
      "8 ExternalWorkflowExecutionSignaled",
    ]);
  });

  it("still delivers what was sent in the completion that closed the sender", async () => {
    const desk = await openDesk();
    const targetId = await desk.start("target");
    await desk.decide();
    for (const closing of [continueAsNew(), complete()]) {
      if (closing.decisionType === "ContinueAsNewWorkflowExecution") await desk.start();
      await desk.decide(signalOut("target"), closing);
      await desk.clock.advance(0);
    }
    const events = await desk.events(targetId, "target");
    expect(events.filter(({ eventType }) => eventType === "WorkflowExecutionSignaled")).toHaveLength(2);
  });

  it("records every cancel request, and shows it for as long as the execution is open", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    const execution = { workflowId: "order-1", runId };
    for (let count = 0; count < 2; count++) {
      await desk.engine.requestCancelWorkflowExecution({ domain, workflowId: "order-1", runId: "" });
    }
    expect(await desk.last(runId, "WorkflowExecutionCancelRequested")).toEqual({ externalInitiatedEventId: 0 });
    expect(await desk.lines(runId)).toHaveLength(4);
    const described = await desk.engine.describeWorkflowExecution({ domain, execution });
    expect(described.executionInfo?.cancelRequested).toBe(true);
    await desk.decide(complete());
    const closed = await desk.engine.describeWorkflowExecution({ domain, execution });
    expect(closed.executionInfo?.cancelRequested).toBe(false);
  });
});
