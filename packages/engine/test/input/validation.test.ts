import { describe, expect, it } from "@jest/globals";
import { child, complete, schedule, timer } from "../support/decisions.ts";
import { domain, openDesk, refusal, workflowType } from "../support/desk.ts";

const constraint = (value: string, path: string, must: string) =>
  `1 validation error detected: Value ${value} at '${path}' failed to satisfy constraint: Member must ${must}`;
const legal =
  "not contain : / |, a control character (U+0000-U+001F, U+007F-U+009F) or half a character, and must not be the word arn";

describe("validation", () => {
  it.each([
    [{ workflowId: undefined }, "null", "workflowId", "not be null"],
    [{ workflowId: "" }, "''", "workflowId", "have length greater than or equal to 1"],
    [{ workflowId: "a:b" }, "'a:b'", "workflowId", legal],
    [{ workflowId: "arn" }, "'arn'", "workflowId", legal],
    [{ workflowId: "a\u0085" }, "'a\u0085'", "workflowId", legal],
    [{ workflowType: { name: "order" } }, "null", "workflowType.version", "not be null"],
    [{ childPolicy: "KILL" }, "'KILL'", "childPolicy", "satisfy enum value set: [TERMINATE, REQUEST_CANCEL, ABANDON]"],
    [
      { executionStartToCloseTimeout: "NONE" },
      "'NONE'",
      "executionStartToCloseTimeout",
      "be an integer from 0 to 31536000",
    ],
    [
      { executionStartToCloseTimeout: "31536001" },
      "'31536001'",
      "executionStartToCloseTimeout",
      "be an integer from 0 to 31536000",
    ],
    [
      { taskStartToCloseTimeout: "1.5" },
      "'1.5'",
      "taskStartToCloseTimeout",
      "be an integer greater than or equal to 0, or NONE",
    ],
    [
      { taskStartToCloseTimeout: "123456789" },
      "'123456789'",
      "taskStartToCloseTimeout",
      "have length less than or equal to 8",
    ],
    [{ taskPriority: "2147483648" }, "'2147483648'", "taskPriority", "be an integer from -2147483648 to 2147483647"],
    [
      { tagList: ["1", "2", "3", "4", "5", "6"] },
      "'[1, 2, 3, 4, 5, 6]'",
      "tagList",
      "have length less than or equal to 5",
    ],
    [
      { tagList: ["ok", "t".repeat(257)] },
      `'${"t".repeat(256)}…'`,
      "tagList.2.member",
      "have length less than or equal to 256",
    ],
    [{ input: "i".repeat(32_769) }, `'${"i".repeat(256)}…'`, "input", "have length less than or equal to 32768"],
  ])("refuses to start with %j", async (said, value, path, must) => {
    const desk = await openDesk();
    const call = desk.engine.startWorkflowExecution({ domain, workflowId: "w", workflowType, ...said } as never);
    expect(await refusal(call)).toEqual({ name: "ValidationException", message: constraint(value, path, must) });
  });

  it("takes what is at the very limits, empty optional values, and nulls for absent ones", async () => {
    const desk = await openDesk();
    const runId = await desk.start("w".repeat(256), {
      input: "i".repeat(32_768),
      tagList: ["", "t".repeat(256)],
      taskPriority: "-2147483648",
      taskStartToCloseTimeout: "",
      childPolicy: null,
    });
    expect(await desk.last(runId, "WorkflowExecutionStarted", "w".repeat(256))).toMatchObject({
      taskStartToCloseTimeout: "60",
      childPolicy: "TERMINATE",
      tagList: ["", "t".repeat(256)],
    });
  });

  it("reports every problem in one message", async () => {
    const { engine } = await openDesk();
    const call = engine.registerDomain({ name: " x", workflowExecutionRetentionPeriodInDays: "91" });
    expect((await refusal(call)).message).toBe(
      `2 validation errors detected: Value ' x' at 'name' failed to satisfy constraint: Member must not start or end with white space, ${legal}; Value '91' at 'workflowExecutionRetentionPeriodInDays' failed to satisfy constraint: Member must be an integer from 0 to 90, or NONE`,
    );
  });

  it("refuses white space at the ends of a task list where the documents do, and takes it elsewhere", async () => {
    const desk = await openDesk();
    const padded = { name: " l " };
    const must = `not start or end with white space, ${legal}`;
    const poll = desk.engine.pollForActivityTask({ domain, taskList: padded });
    expect((await refusal(poll)).message).toBe(constraint("' l '", "taskList.name", must));
    await desk.start("w", { taskList: padded });
    const task = await desk.engine.pollForDecisionTask({ domain, taskList: padded });
    const path = "decisions.1.member.startChildWorkflowExecutionDecisionAttributes.taskList.name";
    const started = desk.respond(task, child("kid", { taskList: padded }));
    expect((await refusal(started)).message).toBe(constraint("' l '", path, must));
    await desk.respond(task, schedule("a", { taskList: padded }));
  });

  it("refuses pages over 1,000", async () => {
    const { engine } = await openDesk();
    const call = engine.listDomains({ registrationStatus: "REGISTERED", maximumPageSize: 1_001 });
    const must = "have value less than or equal to 1000";
    expect((await refusal(call)).message).toBe(constraint("'1001'", "maximumPageSize", must));
  });

  it("refuses wrong types", async () => {
    const { engine } = await openDesk();
    const domains = { name: "x", workflowExecutionRetentionPeriodInDays: "1" };
    for (const input of [
      { ...domains, name: 1 },
      { ...domains, tags: {} },
      { ...domains, tags: ["x"] },
      "text",
      [],
      1,
    ]) {
      expect((await refusal(engine.registerDomain(input as never))).name).toBe("SerializationException");
    }
    for (const more of [{ maximumPageSize: "1" }, { maximumPageSize: 1.5 }, { reverseOrder: "yes" }]) {
      const call = engine.listDomains({ registrationStatus: "REGISTERED", ...more } as never);
      expect((await refusal(call)).name).toBe("SerializationException");
    }
    const date = engine.listOpenWorkflowExecutions({ domain, startTimeFilter: { oldestDate: new Date(Number.NaN) } });
    expect((await refusal(date)).name).toBe("SerializationException");
  });

  it("refuses a decision with its path, applies nothing, and leaves the task open", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    const task = await desk.poll();
    const words =
      "[CompleteWorkflowExecution, StartTimer, RequestCancelExternalWorkflowExecution, SignalExternalWorkflowExecution, CancelTimer, RecordMarker, ScheduleActivityTask, ContinueAsNewWorkflowExecution, ScheduleLambdaFunction, FailWorkflowExecution, RequestCancelActivityTask, StartChildWorkflowExecution, CancelWorkflowExecution]";
    const cases = [
      [{ decisionType: "toString" }, "'toString'", "decisionType", `satisfy enum value set: ${words}`],
      [{}, "null", "decisionType", "not be null"],
      [{ decisionType: "StartTimer" }, "null", "startTimerDecisionAttributes", "not be null"],
      [timer("a|b", 1), "'a|b'", "startTimerDecisionAttributes.timerId", legal],
      [
        schedule("a", { heartbeatTimeout: "-1" }),
        "'-1'",
        "scheduleActivityTaskDecisionAttributes.heartbeatTimeout",
        "be an integer greater than or equal to 0, or NONE",
      ],
      [
        { ...complete(), cancelTimerDecisionAttributes: {} },
        "null",
        "cancelTimerDecisionAttributes.timerId",
        "not be null",
      ],
    ] as const;
    for (const [decision, value, path, must] of cases) {
      expect(await refusal(desk.respond(task, timer("t", 1), decision as never))).toEqual({
        name: "ValidationException",
        message: constraint(value, `decisions.2.member.${path}`, must),
      });
    }
    expect(await desk.lines(runId)).toHaveLength(3);
    await desk.respond(task, complete());
  });

  it("quotes whatever a client sends, even what has no text of its own", async () => {
    const desk = await openDesk();
    const strange = [{ toString: 1 }, Object.create(null), [1], null, "a", 1];
    expect((await refusal(desk.start("strange", { tagList: strange }))).name).toBe("SerializationException");
    await desk.close();
  });
});
