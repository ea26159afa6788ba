import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { awsCli, reasonAgainst } from "./programs.ts";
import type { Served } from "./served.ts";
import { served } from "./served.ts";

const reason = reasonAgainst("aws", ["--version"]);

/** Operations that older releases, such as Debian's, do not know. */
const NEWER = ["delete-activity-type", "delete-workflow-type"];

const domain = "shop";
const arn = `arn:aws:swf:us-east-1:123456789012:/domain/${domain}`;
const workflowType = { name: "order", version: "1" };
const activityType = { name: "charge", version: "1" };
const deciders = { name: "deciders" };
const workers = { name: "workers" };
const startTimeFilter = { oldestDate: 0 };

let engine: Served;
const called = new Set<string>();
const unknown = new Set<string>();

/** Calls an operation; gives what the command line printed as JSON, or undefined if it printed nothing. */
async function aws(operation: string, input: object) {
  called.add(operation);
  try {
    return await awsCli(engine.url, operation, input);
  } catch (error) {
    if (!NEWER.includes(operation) || !/invalid choice/i.test(String(error))) throw error;
    unknown.add(operation);
    return undefined;
  }
}

const suite = reason === undefined ? describe : describe.skip;

suite(`the AWS command line${reason === undefined ? "" : ` (skipped: ${reason})`}`, () => {
  beforeAll(async () => {
    engine = await served();
  });
  afterAll(() => engine.stop());

  it("walks through every operation it knows", async () => {
    await aws("register-domain", {
      name: domain,
      workflowExecutionRetentionPeriodInDays: "1",
      tags: [{ key: "team", value: "checkout" }],
    });
    const [described, listed] = await Promise.all([
      aws("describe-domain", { name: domain }),
      aws("list-domains", { registrationStatus: "REGISTERED" }),
      aws("tag-resource", { resourceArn: arn, tags: [{ key: "stage", value: "test" }] }),
      aws("untag-resource", { resourceArn: arn, tagKeys: ["team"] }),
      aws("register-workflow-type", {
        domain,
        ...workflowType,
        defaultTaskList: deciders,
        defaultChildPolicy: "TERMINATE",
        defaultExecutionStartToCloseTimeout: "3600",
        defaultTaskStartToCloseTimeout: "60",
      }),
      aws("register-activity-type", {
        domain,
        ...activityType,
        defaultTaskList: workers,
        defaultTaskScheduleToStartTimeout: "NONE",
        defaultTaskScheduleToCloseTimeout: "NONE",
        defaultTaskStartToCloseTimeout: "NONE",
        defaultTaskHeartbeatTimeout: "NONE",
      }),
    ]);
    expect(described).toMatchObject({ domainInfo: { name: domain, status: "REGISTERED", arn } });
    expect(listed).toMatchObject({ domainInfos: [{ name: domain }] });
    const [tags, ...types] = await Promise.all([
      aws("list-tags-for-resource", { resourceArn: arn }),
      aws("describe-workflow-type", { domain, workflowType }),
      aws("describe-activity-type", { domain, activityType }),
      aws("list-workflow-types", { domain, registrationStatus: "REGISTERED" }),
      aws("list-activity-types", { domain, registrationStatus: "REGISTERED" }),
      aws("start-workflow-execution", {
        domain,
        workflowId: "left",
        workflowType,
        tagList: ["slow"],
        taskList: { name: "nobody" },
      }),
    ]);
    expect(tags).toEqual({ tags: [{ key: "stage", value: "test" }] });
    expect(JSON.stringify(types)).toContain("creationDate");

    const started = await aws("start-workflow-execution", { domain, workflowId: "o-1", workflowType, input: "[1]" });
    const execution = { workflowId: "o-1", runId: String(started?.runId) };
    const [open, openCount, pending] = await Promise.all([
      aws("list-open-workflow-executions", { domain, startTimeFilter, tagFilter: { tag: "slow" } }),
      aws("count-open-workflow-executions", { domain, startTimeFilter }),
      aws("count-pending-decision-tasks", { domain, taskList: deciders }),
      aws("signal-workflow-execution", { domain, workflowId: "left", signalName: "hurry" }),
      aws("request-cancel-workflow-execution", { domain, workflowId: "left" }),
    ]);
    expect(open).toMatchObject({ executionInfos: [{ execution: { workflowId: "left" } }] });
    expect([openCount?.count, pending?.count]).toEqual([2, 1]);

    const first = await aws("poll-for-decision-task", { domain, taskList: deciders });
    const decisions = ["a", "b", "c"].map((activityId) => ({
      decisionType: "ScheduleActivityTask",
      scheduleActivityTaskDecisionAttributes: { activityType, activityId, input: "[1]" },
    }));
    await aws("respond-decision-task-completed", { taskToken: first?.taskToken, decisions, executionContext: "busy" });
    expect((await aws("count-pending-activity-tasks", { domain, taskList: workers }))?.count).toBe(3);
    const poll = () => aws("poll-for-activity-task", { domain, taskList: workers });
    const tokens = (await Promise.all([poll(), poll(), poll()])).map((task) => task?.taskToken);
    expect(await aws("record-activity-task-heartbeat", { taskToken: tokens[0], details: "half" })).toEqual({
      cancelRequested: false,
    });
    await Promise.all([
      aws("respond-activity-task-completed", { taskToken: tokens[0], result: "1" }),
      aws("respond-activity-task-failed", { taskToken: tokens[1], reason: "no" }),
      aws("respond-activity-task-canceled", { taskToken: tokens[2] }),
    ]);
    const last = await aws("poll-for-decision-task", { domain, taskList: deciders });
    await aws("respond-decision-task-completed", {
      taskToken: last?.taskToken,
      decisions: [
        {
          decisionType: "CompleteWorkflowExecution",
          completeWorkflowExecutionDecisionAttributes: { result: "done" },
        },
      ],
    });
    const [closedRun, history, closed, closedCount] = await Promise.all([
      aws("describe-workflow-execution", { domain, execution }),
      aws("get-workflow-execution-history", { domain, execution }),
      aws("list-closed-workflow-executions", { domain, startTimeFilter }),
      aws("count-closed-workflow-executions", { domain, startTimeFilter }),
      aws("terminate-workflow-execution", { domain, workflowId: "left", reason: "over" }),
    ]);
    expect(closedRun).toMatchObject({ executionInfo: { closeStatus: "COMPLETED" }, latestExecutionContext: "busy" });
    const eventTypes = ((history?.events ?? []) as { readonly eventType: string }[]).map(({ eventType }) => eventType);
    expect(eventTypes.slice(0, 3)).toEqual([
      "WorkflowExecutionStarted",
      "DecisionTaskScheduled",
      "DecisionTaskStarted",
    ]);
    expect(eventTypes.at(-1)).toBe("WorkflowExecutionCompleted");
    expect(closed).toMatchObject({ executionInfos: expect.arrayContaining([expect.objectContaining({ execution })]) });
    expect(Number(closedCount?.count)).toBeGreaterThanOrEqual(1);

    await Promise.all([
      aws("deprecate-workflow-type", { domain, workflowType }),
      aws("deprecate-activity-type", { domain, activityType }),
    ]);
    await Promise.all([
      aws("undeprecate-workflow-type", { domain, workflowType }),
      aws("undeprecate-activity-type", { domain, activityType }),
    ]);
    await aws("deprecate-domain", { name: domain }); // and its types
    await Promise.all([
      aws("delete-workflow-type", { domain, workflowType }),
      aws("delete-activity-type", { domain, activityType }),
    ]);
    await aws("undeprecate-domain", { name: domain });
    expect(called.size).toBe(39);
    expect([...unknown].filter((operation) => !NEWER.includes(operation))).toEqual([]);
  }, 180_000);

  it("tells of faults by their names", async () => {
    await expect(aws("describe-domain", { name: "none" })).rejects.toThrow(
      "An error occurred (UnknownResourceFault) when calling the DescribeDomain operation: Unknown domain: none",
    );
  }, 180_000);
});
