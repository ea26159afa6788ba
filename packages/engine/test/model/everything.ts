import type { Decision } from "@aws-sdk/client-swf";
import type { EngineOptions } from "../../src/index.ts";
import * as decisions from "../support/decisions.ts";
import type { Desk } from "../support/desk.ts";
import { deciders, domain, workers } from "../support/desk.ts";

/** What the engine must be opened with for {@link sayEverything}. */
export const options: EngineOptions = {
  functions: { echo: (input) => input },
  permits: ({ action, input }) => action !== "RecordMarker" || input.markerName !== "secret",
};

const lambdaRole = "arn:aws:iam::123456789012:role/swf-lambda";
const said = { input: "1", taskPriority: "1", tagList: ["t"], lambdaRole };
const asked = { input: "1", control: "c" };
const nobody = { name: "nobody", version: "1" };
const sticky = { name: "sticky" };

const first: readonly Decision[] = [
  ...["a", "b", "c", "d"].map((id) => decisions.schedule(id, { ...asked, taskPriority: "1", heartbeatTimeout: "5" })),
  decisions.lambda("l", "echo", asked),
  decisions.lambda("m", "missing"),
  decisions.child("kid", { ...said, control: "c" }),
  decisions.child("other", said),
  decisions.child("late", { executionStartToCloseTimeout: "2" }),
  decisions.child("none", { ...asked, workflowType: nobody }),
  decisions.signalOut("none", { ...asked, runId: "r" }),
  decisions.cancelOut("none", { control: "c", runId: "r" }),
  { decisionType: "RecordMarker", recordMarkerDecisionAttributes: { markerName: "m", details: "d" } },
  decisions.marker("secret"),
  { decisionType: "StartTimer", startTimerDecisionAttributes: { timerId: "t", startToFireTimeout: "1", control: "c" } },
];

/** Calls and decisions that say all that they can say. */
export async function sayEverything(desk: Desk): Promise<void> {
  const { engine, clock } = desk;
  await desk.start("parent", { ...said, childPolicy: "REQUEST_CANCEL" });
  const task = await engine.pollForDecisionTask({ domain, taskList: deciders, identity: "me" });
  await engine.respondDecisionTaskCompleted({
    taskToken: task.taskToken,
    decisions: [...first],
    executionContext: "context",
    taskList: sticky,
    taskListScheduleToStartTimeout: "600",
  });
  await work(desk);
  await engine.signalWorkflowExecution({ domain, workflowId: "parent", signalName: "s", input: "1" });
  await clock.advance(6_000);
  await closeKid(desk);
  await engine.pollForDecisionTask({ domain, taskList: sticky });
  await engine.terminateWorkflowExecution({ domain, workflowId: "parent", reason: "r", details: "d" });
  await desk.start("next");
  await decideFor(desk, "next", decisions.continueAsNew(said));
  await clock.advance(0);
}

async function work({ engine }: Desk): Promise<void> {
  const task = async () => {
    const { taskToken } = await engine.pollForActivityTask({ domain, taskList: workers, identity: "me" });
    return { taskToken };
  };
  await engine.respondActivityTaskCompleted({ ...(await task()), result: "r" });
  await engine.respondActivityTaskFailed({ ...(await task()), reason: "r", details: "d" });
  await engine.respondActivityTaskCanceled({ ...(await task()), details: "d" });
  await engine.recordActivityTaskHeartbeat({ ...(await task()), details: "d" });
}

async function closeKid(desk: Desk): Promise<void> {
  const failWorkflowExecutionDecisionAttributes = { reason: "r", details: "d" };
  await decideFor(desk, "kid", { decisionType: "FailWorkflowExecution", failWorkflowExecutionDecisionAttributes });
  await desk.clock.advance(0);
}

/** Answers the tasks of others with nothing. */
async function decideFor(desk: Desk, workflowId: string, decision: Decision): Promise<void> {
  for (let task = await desk.poll(); ; task = await desk.poll()) {
    const isMeant = task.workflowExecution?.workflowId === workflowId;
    await desk.respond(task, ...(isMeant ? [decision] : []));
    if (isMeant) return;
  }
}
