import type { ActivityTask, DecisionTask, HistoryEvent } from "@aws-sdk/client-swf";
import { domain, workflowType } from "../support/desk.ts";
import type { Client } from "./client.ts";
import type { Marks } from "./marks.ts";
import { idOf, planOf } from "./plans.ts";
import type { Input, SignalInput, WorkInput } from "./program.ts";
import { decide } from "./program.ts";

/** What all who take part work with. */
export interface Stage {
  readonly client: Client;
  readonly marks: Marks;
  readonly seed: number;
  /** The number of the next workflow. */
  next(): number;
  /** True until no new workflow is to be started. */
  isBusy(): boolean;
  /** True until all workflows have closed, or something strange has happened. */
  isOpen(): boolean;
  /** Learns of faults that nothing explains. They end the load: who waits for what is lost would wait for ever. */
  strange(text: string): void;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Tells of a fault unless it is one of those that a lost answer, or a task that timed out, explains. */
function expectFault(stage: Stage, reply: { readonly kind: string; readonly name?: string }, ...names: string[]) {
  if (reply.kind === "fault" && !names.includes(String(reply.name))) stage.strange(JSON.stringify(reply));
}

/** Starts a workflow, sends it its signals, ends it if that is its plan, and waits until it has closed; then the next. */
export async function customer(stage: Stage): Promise<void> {
  while (stage.isBusy()) await serve(stage, stage.next());
}

async function serve(stage: Stage, number: number): Promise<void> {
  const { client } = stage;
  const workflowId = idOf(number);
  const plan = planOf(number, stage.seed);
  const started = await client.insist(
    "StartWorkflowExecution",
    (mark) => ({
      domain,
      workflowId,
      workflowType,
      childPolicy: number % 2 === 0 ? "TERMINATE" : "REQUEST_CANCEL",
      tagList: [workflowId],
      input: JSON.stringify({ mark, plan, seen: [] } satisfies Input),
    }),
    { workflowId },
  );
  expectFault(stage, started, "WorkflowExecutionAlreadyStartedFault");
  for (let index = 0; index < plan.signals; index++) {
    const id = `signal ${index}`;
    const signalled = await client.insist("SignalWorkflowExecution", (mark) => ({
      domain,
      workflowId,
      signalName: "s",
      input: JSON.stringify({ id, mark } satisfies SignalInput),
    }));
    // It closes with the last signal, whose answer may have been lost.
    expectFault(stage, signalled, "UnknownResourceFault");
    await pause(20);
  }
  if (plan.end === "terminate") {
    const details = (mark: string) => ({ domain, workflowId, details: mark });
    expectFault(stage, await client.insist("TerminateWorkflowExecution", details), "UnknownResourceFault");
  }
  if (plan.end === "cancel") {
    const asked = await client.insist("RequestCancelWorkflowExecution", () => ({ domain, workflowId }), { workflowId });
    expectFault(stage, asked, "UnknownResourceFault");
  }
  const ofThis = { domain, startTimeFilter: { oldestDate: 0 as unknown as Date }, executionFilter: { workflowId } }; // as on the wire
  while (stage.isOpen()) {
    const open = await client.send("CountOpenWorkflowExecutions", ofThis);
    expectFault(stage, open);
    if (open.kind === "answer" && open.output.count === 0) return;
    await pause(100);
  }
}

/** Polls for decision tasks and answers them, until all is done. */
export async function decider(stage: Stage): Promise<void> {
  const { client, marks } = stage;
  while (stage.isOpen()) {
    const sent = marks.next("PollForDecisionTask");
    const poll = { domain, taskList: { name: "deciders" }, identity: sent.mark, maximumPageSize: 25 };
    const polled = await client.sendMarked<"PollForDecisionTask">(sent, poll);
    expectFault(stage, polled);
    if (polled.kind !== "answer") continue;
    if (!polled.output.taskToken)
      sent.outcome = "refused"; // there was no task
    else await decideOn(stage, polled.output, poll);
  }
}

async function decideOn(stage: Stage, task: DecisionTask, poll: object): Promise<void> {
  const { client } = stage;
  const events: HistoryEvent[] = [...(task.events ?? [])];
  let { nextPageToken } = task;
  while (nextPageToken !== undefined) {
    const page = await client.send("PollForDecisionTask", { ...poll, nextPageToken } as never); // the same, further on
    expectFault(stage, page);
    if (page.kind !== "answer") return; // the task times out
    events.push(...(page.output.events ?? []));
    nextPageToken = page.output.nextPageToken;
  }
  const { workflowId = "", runId = "" } = task.workflowExecution ?? {};
  const decisions = decide(events, workflowId);
  const answered = await client.insist(
    "RespondDecisionTaskCompleted",
    (mark) => ({ taskToken: task.taskToken, decisions, executionContext: mark }),
    { runId, decisions },
  );
  expectFault(stage, answered, "UnknownResourceFault");
}

/** Polls for activity tasks and works on them, until all is done. */
export async function worker(stage: Stage): Promise<void> {
  const { client, marks } = stage;
  while (stage.isOpen()) {
    const sent = marks.next("PollForActivityTask");
    const poll = { domain, taskList: { name: "workers" }, identity: sent.mark };
    const polled = await client.sendMarked<"PollForActivityTask">(sent, poll);
    expectFault(stage, polled);
    if (polled.kind !== "answer") continue;
    if (!polled.output.taskToken)
      sent.outcome = "refused"; // there was no task
    else await workOn(stage, polled.output);
  }
}

async function workOn(stage: Stage, task: ActivityTask): Promise<void> {
  const { client } = stage;
  const { taskToken, startedEventId, workflowExecution } = task;
  const { beats, fails, vanishes, endless } = JSON.parse(String(task.input)) as WorkInput;
  const about = { runId: workflowExecution?.runId, startedEventId };
  for (let beat = 0; (endless && stage.isOpen()) || beat < beats; beat++) {
    const details = (mark: string) => ({ taskToken, details: mark });
    const reply = await client.insist("RecordActivityTaskHeartbeat", details, about);
    expectFault(stage, reply, "UnknownResourceFault");
    if (reply.kind !== "answer") return;
    if (reply.output.cancelRequested) {
      const canceled = await client.insist("RespondActivityTaskCanceled", details);
      return expectFault(stage, canceled, "UnknownResourceFault");
    }
    await pause(20);
  }
  if (vanishes) return;
  const ended = fails
    ? await client.insist("RespondActivityTaskFailed", (mark) => ({ taskToken, details: mark }))
    : await client.insist("RespondActivityTaskCompleted", (mark) => ({ taskToken, result: mark }));
  expectFault(stage, ended, "UnknownResourceFault");
}

/** Registers types and deprecates every other, until no new workflow is started. */
export async function clerk(stage: Stage): Promise<void> {
  const { client } = stage;
  for (let number = 0; stage.isBusy(); number++) {
    const activityType = { name: `type-${number}`, version: "1" };
    const type = (mark: string) => ({ domain, ...activityType, description: mark });
    expectFault(stage, await client.insist("RegisterActivityType", type), "TypeAlreadyExistsFault");
    if (number % 2 === 0) {
      const told = await client.insist("DeprecateActivityType", () => ({ domain, activityType }), { activityType });
      expectFault(stage, told, "TypeDeprecatedFault");
    }
    if (number < 40) {
      const resourceArn = `arn:aws:swf:us-east-1:123456789012:/domain/${domain}`;
      expectFault(stage, await client.insist("TagResource", (mark) => ({ resourceArn, tags: [{ key: mark }] })));
    }
    await pause(30);
  }
}

/** Registers what everybody needs. */
export async function register({ client, strange }: Stage): Promise<void> {
  const told = [
    await client.insist("RegisterDomain", (mark) => ({
      name: domain,
      description: mark,
      workflowExecutionRetentionPeriodInDays: "7",
    })),
    await client.insist("RegisterWorkflowType", () => ({
      domain,
      ...workflowType,
      defaultTaskList: { name: "deciders" },
      defaultChildPolicy: "TERMINATE",
      defaultExecutionStartToCloseTimeout: "86400",
      defaultTaskStartToCloseTimeout: "2",
    })),
    await client.insist("RegisterActivityType", (mark) => ({
      domain,
      name: "charge",
      version: "1",
      description: mark,
      defaultTaskList: { name: "workers" },
      defaultTaskScheduleToStartTimeout: "NONE",
      defaultTaskScheduleToCloseTimeout: "NONE",
      defaultTaskStartToCloseTimeout: "10",
      defaultTaskHeartbeatTimeout: "2",
    })),
  ];
  for (const reply of told) if (reply.kind !== "answer") strange(JSON.stringify(reply));
}
