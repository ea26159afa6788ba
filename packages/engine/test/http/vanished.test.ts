import { once } from "node:events";
import { afterEach, describe, expect, it } from "@jest/globals";
import type { Raw, Served } from "./support.ts";
import { openServed, requestText, stoppedClock } from "./support.ts";
import { watched } from "./watched.ts";

const domain = "d";
const POLL = JSON.stringify({ domain, taskList: { name: "l" } });
const workflowType = { name: "t", version: "1" };

let served: Served;
afterEach(async () => {
  await served.close();
  expect(served.bugs).toEqual([]);
});

async function opened() {
  const watch = watched();
  served = await openServed({}, { clock: stoppedClock }, watch.wrap);
  const { engine } = served;
  await engine.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: "7" });
  await engine.registerWorkflowType({
    domain,
    ...workflowType,
    defaultTaskList: { name: "l" },
    defaultChildPolicy: "ABANDON",
  });
  const start = (workflowId: string) =>
    engine.startWorkflowExecution({
      domain,
      workflowId,
      workflowType,
      executionStartToCloseTimeout: "600",
      taskStartToCloseTimeout: "60",
    });
  const polling = (): Raw => {
    const raw = served.connect();
    raw.write(requestText("PollForDecisionTask", POLL));
    return raw;
  };
  return { engine, watch, start, polling };
}

describe("a client that goes away while its poll waits", () => {
  it.each([
    ["closes its connection", (raw: Raw) => raw.socket.destroy()],
    ["resets its connection", (raw: Raw) => raw.socket.resetAndDestroy()],
    ["ends its half of it", (raw: Raw) => raw.socket.end()],
  ])("and %s leaves the task to the next poller, and no trace", async (_, leave) => {
    const { engine, watch, start, polling } = await opened();
    const gone = polling();
    await watch.until({ waiting: 1 });
    leave(gone);
    await watch.until({ waiting: 0, aborted: 1 });
    const { runId = "" } = await start("w");
    const { json } = await served.call("PollForDecisionTask", JSON.parse(POLL));
    expect(json).toMatchObject({ startedEventId: 3, workflowExecution: { workflowId: "w", runId } });
    const { events } = await engine.getWorkflowExecutionHistory({ domain, execution: { workflowId: "w", runId } });
    expect(events?.map(({ eventType }) => eventType)).toEqual([
      "WorkflowExecutionStarted",
      "DecisionTaskScheduled",
      "DecisionTaskStarted",
    ]);
  });

  it("leaves the polls of others alone", async () => {
    const { watch, start, polling } = await opened();
    const [gone, stays] = [polling(), polling()];
    await watch.until({ waiting: 2 });
    gone.socket.destroy();
    await watch.until({ waiting: 1 });
    await start("w");
    expect(await stays.until("workflowExecution")).toContain('"startedEventId":3');
    expect(watch.counts).toEqual({ waiting: 0, aborted: 1 });
  });

  it("takes all the polls that it sent on one connection with it", async () => {
    const { watch, polling } = await opened();
    const raw = polling();
    raw.write(requestText("PollForDecisionTask", POLL).repeat(2));
    await watch.until({ waiting: 3 });
    raw.socket.destroy();
    await watch.until({ waiting: 0, aborted: 3 });
  });

  it("leaves nothing behind by the hundred", async () => {
    const { watch, start, polling } = await opened();
    const raws = Array.from({ length: 300 }, polling);
    await watch.until({ waiting: 300 });
    for (const raw of raws) raw.socket.destroy();
    await watch.until({ waiting: 0, aborted: 300 });
    await start("w");
    const { json } = await served.call("PollForDecisionTask", JSON.parse(POLL));
    expect(json).toMatchObject({ startedEventId: 3 });
  });

  it("is no reason to lose the answer of a client whose connection lives on", async () => {
    const { watch, start, polling } = await opened();
    const raw = polling();
    await watch.until({ waiting: 1 });
    await start("a");
    await raw.until("workflowExecution");
    raw.write(requestText("PollForDecisionTask", POLL));
    await watch.until({ waiting: 1 });
    await start("b");
    expect(await raw.until('"b"')).toContain('"workflowId":"b"');
    raw.socket.destroy();
    await once(raw.socket, "close");
    expect(watch.counts).toEqual({ waiting: 0, aborted: 0 });
  });
});
