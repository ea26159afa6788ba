import type * as Swf from "@aws-sdk/client-swf";
import { describe, expect, it } from "@jest/globals";
import type { CallOptions, Engine, OperationName } from "../src/index.ts";
import { ERRORS, openEngine } from "../src/index.ts";
import { refusal } from "./support/desk.ts";

/** What a worker asks of the service: as it is written by somebody who knows neither the engine nor the client. */
interface Service {
  registerDomain(input: Swf.RegisterDomainInput): Promise<unknown>;
  describeDomain(input: Swf.DescribeDomainInput): Promise<Swf.DomainDetail>;
  listDomains(input: Swf.ListDomainsInput): Promise<Swf.DomainInfos>;
  deprecateDomain(input: Swf.DeprecateDomainInput): Promise<unknown>;
  undeprecateDomain(input: Swf.UndeprecateDomainInput): Promise<unknown>;
  tagResource(input: Swf.TagResourceInput): Promise<unknown>;
  untagResource(input: Swf.UntagResourceInput): Promise<unknown>;
  listTagsForResource(input: Swf.ListTagsForResourceInput): Promise<Swf.ListTagsForResourceOutput>;
  registerWorkflowType(input: Swf.RegisterWorkflowTypeInput): Promise<unknown>;
  registerActivityType(input: Swf.RegisterActivityTypeInput): Promise<unknown>;
  describeWorkflowType(input: Swf.DescribeWorkflowTypeInput): Promise<Swf.WorkflowTypeDetail>;
  describeActivityType(input: Swf.DescribeActivityTypeInput): Promise<Swf.ActivityTypeDetail>;
  listWorkflowTypes(input: Swf.ListWorkflowTypesInput): Promise<Swf.WorkflowTypeInfos>;
  listActivityTypes(input: Swf.ListActivityTypesInput): Promise<Swf.ActivityTypeInfos>;
  deprecateWorkflowType(input: Swf.DeprecateWorkflowTypeInput): Promise<unknown>;
  deprecateActivityType(input: Swf.DeprecateActivityTypeInput): Promise<unknown>;
  undeprecateWorkflowType(input: Swf.UndeprecateWorkflowTypeInput): Promise<unknown>;
  undeprecateActivityType(input: Swf.UndeprecateActivityTypeInput): Promise<unknown>;
  deleteWorkflowType(input: Swf.DeleteWorkflowTypeInput): Promise<unknown>;
  deleteActivityType(input: Swf.DeleteActivityTypeInput): Promise<unknown>;
  startWorkflowExecution(input: Swf.StartWorkflowExecutionInput): Promise<Swf.Run>;
  signalWorkflowExecution(input: Swf.SignalWorkflowExecutionInput): Promise<unknown>;
  requestCancelWorkflowExecution(input: Swf.RequestCancelWorkflowExecutionInput): Promise<unknown>;
  terminateWorkflowExecution(input: Swf.TerminateWorkflowExecutionInput): Promise<unknown>;
  describeWorkflowExecution(input: Swf.DescribeWorkflowExecutionInput): Promise<Swf.WorkflowExecutionDetail>;
  getWorkflowExecutionHistory(input: Swf.GetWorkflowExecutionHistoryInput): Promise<Swf.History>;
  listOpenWorkflowExecutions(input: Swf.ListOpenWorkflowExecutionsInput): Promise<Swf.WorkflowExecutionInfos>;
  listClosedWorkflowExecutions(input: Swf.ListClosedWorkflowExecutionsInput): Promise<Swf.WorkflowExecutionInfos>;
  countOpenWorkflowExecutions(input: Swf.CountOpenWorkflowExecutionsInput): Promise<Swf.WorkflowExecutionCount>;
  countClosedWorkflowExecutions(input: Swf.CountClosedWorkflowExecutionsInput): Promise<Swf.WorkflowExecutionCount>;
  countPendingDecisionTasks(input: Swf.CountPendingDecisionTasksInput): Promise<Swf.PendingTaskCount>;
  countPendingActivityTasks(input: Swf.CountPendingActivityTasksInput): Promise<Swf.PendingTaskCount>;
  pollForDecisionTask(input: Swf.PollForDecisionTaskInput, options?: CallOptions): Promise<Swf.DecisionTask>;
  pollForActivityTask(input: Swf.PollForActivityTaskInput, options?: CallOptions): Promise<Swf.ActivityTask>;
  respondDecisionTaskCompleted(input: Swf.RespondDecisionTaskCompletedInput): Promise<unknown>;
  recordActivityTaskHeartbeat(input: Swf.RecordActivityTaskHeartbeatInput): Promise<Swf.ActivityTaskStatus>;
  respondActivityTaskCompleted(input: Swf.RespondActivityTaskCompletedInput): Promise<unknown>;
  respondActivityTaskFailed(input: Swf.RespondActivityTaskFailedInput): Promise<unknown>;
  respondActivityTaskCanceled(input: Swf.RespondActivityTaskCanceledInput): Promise<unknown>;
}

// Checked by the compiler: both satisfy it as they are, and it leaves no operation of the engine out.
export const both = (engine: Engine, client: Swf.SWF): readonly Service[] => [engine, client];
export const whole: Record<keyof Service, true> extends Record<Uncapitalize<OperationName>, true> ? true : never = true;

describe("the engine as a service", () => {
  it("has the methods of the client", async () => {
    const engine: Service & Engine = openEngine();
    await engine.registerDomain({ name: "d", workflowExecutionRetentionPeriodInDays: "1" });
    expect((await engine.describeDomain({ name: "d" })).domainInfo?.status).toBe("REGISTERED");
    await engine.close();
  });

  it("rejects with errors shaped like the client's exceptions", async () => {
    const engine = openEngine();
    await expect(engine.describeDomain({ name: "no" })).rejects.toMatchObject({
      name: "UnknownResourceFault",
      code: "UnknownResourceFault",
      message: "Unknown domain: no",
      $fault: "client",
      $metadata: { httpStatusCode: 400 },
    });
    await engine.close();
    await expect(engine.describeDomain({ name: "no" })).rejects.toMatchObject({
      code: "ENGINE_CLOSED",
      $fault: "server",
      $metadata: { httpStatusCode: 503 },
    });
  });

  it("refuses a poll length that is none", async () => {
    const opened = (async () => openEngine({ longPollSeconds: -1 }))();
    expect(await refusal(opened)).toEqual({
      name: "ENGINE_OPTION_INVALID",
      message: "longPollSeconds is -1; give a finite number of seconds from 0.",
    });
  });

  it.each([
    [null, "openEngine was given null for its options; write openEngine(), or openEngine({ clock: virtualClock() })."],
    [{ longpollSeconds: 1 }, 'openEngine has no option "longpollSeconds"; write longPollSeconds.'],
    [
      { foo: 1 },
      'openEngine has no option "foo"; it has store, clock, seed, longPollSeconds, region, account, limits, functions, quotas, permits, choices, onStoreFailure.',
    ],
    [{ limits: { openTimer: 1 } }, 'limits has no option "openTimer"; write openTimers.'],
    [{ clock: { now: Date.now } }, "clock has no schedule; give what realClock() or virtualClock() returned."],
  ])("refuses options that do not exist: %j", (options, message) => {
    expect(() => openEngine(options as never)).toThrow(
      expect.objectContaining({ code: "ENGINE_OPTION_INVALID", message }),
    );
  });

  it("says of every error what it means", () => {
    for (const { summary } of Object.values(ERRORS)) expect(summary).toMatch(/^[A-Z].*\.$/);
  });
});
