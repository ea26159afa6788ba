import { afterEach, describe, expect, it } from "@jest/globals";
import { complete, schedule } from "../support/decisions.ts";
import { activityType, deciders, domain, workers, workflowType } from "../support/desk.ts";
import type { Served } from "./support.ts";
import { openServed } from "./support.ts";

let served: Served;
afterEach(async () => {
  await served.close();
  expect(served.bugs).toEqual([]);
});

/** A domain with a type of each kind, made by a client of the SDK. */
async function prepared(more: { readonly region?: string; readonly accessKeyId?: string } = {}) {
  const swf = served.client(more);
  await swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: "7" });
  await swf.registerWorkflowType({
    domain,
    ...workflowType,
    defaultTaskList: deciders,
    defaultChildPolicy: "TERMINATE",
    defaultExecutionStartToCloseTimeout: "86400",
    defaultTaskStartToCloseTimeout: "60",
  });
  await swf.registerActivityType({
    domain,
    ...activityType,
    defaultTaskList: workers,
    defaultTaskScheduleToStartTimeout: "NONE",
    defaultTaskScheduleToCloseTimeout: "NONE",
    defaultTaskStartToCloseTimeout: "NONE",
    defaultTaskHeartbeatTimeout: "NONE",
  });
  return swf;
}

describe("a client of the AWS SDK", () => {
  it("runs a workflow from its start to its close, and lists it by its times", async () => {
    served = await openServed();
    const before = new Date(Date.now() - 1_000);
    const swf = await prepared();
    const { runId = "" } = await swf.startWorkflowExecution({
      domain,
      workflowId: "w",
      workflowType,
      input: "Grüße 🚚",
    });
    const first = await swf.pollForDecisionTask({ domain, taskList: deciders, identity: "me" });
    expect(first.events?.[0]?.workflowExecutionStartedEventAttributes?.input).toBe("Grüße 🚚");
    expect(first.events?.[0]?.eventTimestamp).toBeInstanceOf(Date);
    await swf.respondDecisionTaskCompleted({ taskToken: first.taskToken, decisions: [schedule("a")] });
    const work = await swf.pollForActivityTask({ domain, taskList: workers });
    expect(await swf.recordActivityTaskHeartbeat({ taskToken: work.taskToken, details: "half" })).toMatchObject({
      cancelRequested: false,
    });
    await swf.respondActivityTaskCompleted({ taskToken: work.taskToken, result: "done" });
    const second = await swf.pollForDecisionTask({ domain, taskList: deciders });
    await swf.respondDecisionTaskCompleted({ taskToken: second.taskToken, decisions: [complete("end")] });

    const execution = { workflowId: "w", runId };
    const { events = [] } = await swf.getWorkflowExecutionHistory({ domain, execution });
    expect(events.map(({ eventId, eventType }) => `${eventId} ${eventType}`)).toEqual([
      "1 WorkflowExecutionStarted",
      "2 DecisionTaskScheduled",
      "3 DecisionTaskStarted",
      "4 DecisionTaskCompleted",
      "5 ActivityTaskScheduled",
      "6 ActivityTaskStarted",
      "7 ActivityTaskCompleted",
      "8 DecisionTaskScheduled",
      "9 DecisionTaskStarted",
      "10 DecisionTaskCompleted",
      "11 WorkflowExecutionCompleted",
    ]);
    const closed = await swf.listClosedWorkflowExecutions({ domain, closeTimeFilter: { oldestDate: before } });
    expect(closed.executionInfos).toMatchObject([
      { execution, closeStatus: "COMPLETED", closeTimestamp: expect.any(Date) },
    ]);
    const latestDate = before;
    const earlier = { domain, startTimeFilter: { oldestDate: new Date(0), latestDate } };
    expect((await swf.listClosedWorkflowExecutions(earlier)).executionInfos).toEqual([]);
    const { latestActivityTaskTimestamp } = await swf.describeWorkflowExecution({ domain, execution });
    expect(latestActivityTaskTimestamp).toEqual(events[6]?.eventTimestamp);
  });

  it("reads a paged history whole", async () => {
    served = await openServed();
    const swf = await prepared();
    const { runId = "" } = await swf.startWorkflowExecution({ domain, workflowId: "w", workflowType });
    for (let i = 0; i < 20; i++) await swf.signalWorkflowExecution({ domain, workflowId: "w", signalName: `${i}` });
    const ids: unknown[] = [];
    let nextPageToken: string | undefined;
    do {
      const execution = { workflowId: "w", runId };
      const page = await swf.getWorkflowExecutionHistory({ domain, execution, maximumPageSize: 7, nextPageToken });
      ids.push(...(page.events ?? []).map(({ eventId }) => eventId));
      nextPageToken = page.nextPageToken;
    } while (nextPageToken !== undefined);
    expect(ids).toEqual(Array.from({ length: 22 }, (_, index) => index + 1));
  });

  it("gets the service's faults by name, with their messages", async () => {
    served = await openServed();
    const swf = await prepared();
    await expect(
      swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: "7" }),
    ).rejects.toMatchObject({
      name: "DomainAlreadyExistsFault",
      message: domain,
      $metadata: { httpStatusCode: 400, attempts: 1 },
    });
    await expect(swf.describeDomain({ name: "a:b" })).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining("1 validation error detected: Value 'a:b' at 'name' failed"),
    });
  });
});
