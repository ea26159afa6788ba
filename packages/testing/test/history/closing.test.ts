import { describe, expect, it } from "@jest/globals";
import { attributes, begun, complete, requestCancel, schedule, startTimer, types } from "../decisions.ts";

describe("closing", () => {
  it("ends the history, whatever is open", () => {
    const history = begun().decide([
      schedule("1"),
      startTimer("t"),
      { ...complete, completeWorkflowExecutionDecisionAttributes: { result: "" } },
    ]);
    expect(attributes(history, 7)).toEqual({ result: "", decisionTaskCompletedEventId: 4 });
    expect([history.isClosed, history.isDecisionDue]).toEqual([true, false]);
    const closed = expect.objectContaining({ code: "HISTORY_CLOSED" });
    expect(() => history.signaled("late")).toThrow(closed);
    expect(() => history.timerFired("t")).toThrow(closed);
    expect(() => history.activityCompleted("1")).toThrow(closed);
    expect(() => history.decisionStarted()).toThrow(closed);
    expect(() => history.decide([])).toThrow(closed);
    expect(history.events).toHaveLength(7);
  });

  it.each([
    ["CompleteWorkflowExecution", "CompleteWorkflowExecutionFailed"],
    ["FailWorkflowExecution", "FailWorkflowExecutionFailed"],
    ["CancelWorkflowExecution", "CancelWorkflowExecutionFailed"],
    ["ContinueAsNewWorkflowExecution", "ContinueAsNewWorkflowExecutionFailed"],
  ] as const)(
    "by %s is refused while something is unhandled, and the queued decision serves",
    (decisionType, refusal) => {
      const history = begun()
        .signaled("late")
        .decide([startTimer("t"), { decisionType }]);
      expect(types(history, 4)).toEqual([
        "WorkflowExecutionSignaled",
        "DecisionTaskScheduled",
        "DecisionTaskCompleted",
        "TimerStarted",
        refusal,
      ]);
      expect(attributes(history, 8)).toEqual({ cause: "UNHANDLED_DECISION", decisionTaskCompletedEventId: 6 });
      expect(history.isDecisionDue).toBe(true);
    },
  );

  it("is refused when its own completion wrote news", () => {
    const history = begun()
      .decide([schedule("1")])
      .signaled("go")
      .decisionStarted();
    history.decide([requestCancel("1"), complete]);
    expect(types(history, 10)).toEqual([
      "ActivityTaskCancelRequested",
      "ActivityTaskCanceled",
      "CompleteWorkflowExecutionFailed",
      "DecisionTaskScheduled",
    ]);
  });

  it("continues as new under another version, with what was not said from this run", () => {
    const history = begun().decide([
      {
        decisionType: "ContinueAsNewWorkflowExecution",
        continueAsNewWorkflowExecutionDecisionAttributes: { input: "[2]", workflowTypeVersion: "2", tagList: ["t"] },
      },
    ]);
    expect(attributes(history, 5)).toEqual({
      input: "[2]",
      tagList: ["t"],
      workflowType: { name: "order", version: "2" },
      newExecutionRunId: "fake-run.next",
      taskList: { name: "default" },
      taskPriority: "0",
      executionStartToCloseTimeout: "86400",
      taskStartToCloseTimeout: "30",
      childPolicy: "TERMINATE",
      decisionTaskCompletedEventId: 4,
    });
  });

  it("from outside takes the decision being made along", () => {
    const history = begun().terminated("enough", { by: "Ada" });
    expect(attributes(history, 4)).toEqual({
      reason: "enough",
      details: '{"by":"Ada"}',
      childPolicy: "TERMINATE",
      cause: "OPERATOR_INITIATED",
    });
    expect(() => history.decide([])).toThrow(expect.objectContaining({ code: "HISTORY_CLOSED" }));
    const late = begun().timedOut();
    expect(late.events[3]?.eventTimestamp).toEqual(new Date(Date.UTC(2030, 0, 2)));
    expect(types(late, 4)).toEqual(["WorkflowExecutionTimedOut"]);
  });
});
