import { expect, it } from "@jest/globals";
import type { OpenDesk } from "../support/contract.ts";
import { contract } from "../support/contract.ts";
import { complete, fail } from "../support/decisions.ts";
import { domain, refusal, startMs, workflowType } from "../support/desk.ts";

const always = { oldestDate: new Date(0) };

/** Four executions a second apart: `a` and `b` closed in the other order, `c` and `d` open. */
async function openShop(openDesk: OpenDesk) {
  const desk = await openDesk();
  await desk.engine.registerWorkflowType({ domain, name: "order", version: "2" });
  const start = async (workflowId: string, more: object) => {
    await desk.start(workflowId, more);
    await desk.clock.advance(1_000);
  };
  await start("a", { tagList: ["red"] });
  await start("b", { tagList: ["red", "blue"] });
  const [a, b] = [await desk.poll(), await desk.poll()];
  await desk.respond(b, fail("no"));
  await desk.clock.advance(1_000);
  await desk.respond(a, complete());
  await start("c", { tagList: ["blue"] });
  const version2 = { workflowType: { name: "order", version: "2" }, executionStartToCloseTimeout: "99" };
  const rest = { taskList: { name: "x" }, taskStartToCloseTimeout: "9", childPolicy: "ABANDON" };
  await start("d", { ...version2, ...rest });
  return desk;
}

contract("lists of executions", (openDesk) => {
  it.each([
    [{}, ["d", "c"]],
    [{ reverseOrder: true }, ["c", "d"]],
    [{ executionFilter: { workflowId: "c" } }, ["c"]],
    [{ typeFilter: { name: "order" } }, ["d", "c"]],
    [{ typeFilter: { name: "order", version: "2" } }, ["d"]],
    [{ typeFilter: { name: "order", version: "" } }, ["d", "c"]],
    [{ tagFilter: { tag: "blue" } }, ["c"]],
    [{ startTimeFilter: { oldestDate: new Date(0), latestDate: new Date(startMs + 3_000) } }, ["c"]],
    [{ startTimeFilter: { oldestDate: new Date(startMs + 3_001) } }, ["d"]],
  ])("lists open ones with %j", async (filter, expected) => {
    const { engine } = await openShop(openDesk);
    const { executionInfos } = await engine.listOpenWorkflowExecutions({ domain, startTimeFilter: always, ...filter });
    expect(executionInfos?.map(({ execution }) => execution?.workflowId)).toEqual(expected);
  });

  it.each([
    [{ startTimeFilter: always }, ["b", "a"]],
    [{ closeTimeFilter: always }, ["a", "b"]],
    [{ closeTimeFilter: always, reverseOrder: true }, ["b", "a"]],
    [{ closeTimeFilter: { oldestDate: new Date(startMs + 2_001) } }, ["a"]],
    [{ startTimeFilter: always, closeStatusFilter: { status: "FAILED" as const } }, ["b"]],
    [{ startTimeFilter: always, tagFilter: { tag: "red" } }, ["b", "a"]],
    [{ startTimeFilter: always, executionFilter: { workflowId: "c" } }, []],
  ])("lists closed ones with %j", async (filter, expected) => {
    const { engine } = await openShop(openDesk);
    const { executionInfos } = await engine.listClosedWorkflowExecutions({ domain, ...filter });
    expect(executionInfos?.map(({ execution }) => execution?.workflowId)).toEqual(expected);
  });

  it("pages through open ones although one of them closes in between", async () => {
    const desk = await openShop(openDesk);
    const page = (more: object) =>
      desk.engine.listOpenWorkflowExecutions({ domain, startTimeFilter: always, maximumPageSize: 1, ...more });
    const first = await page({});
    await desk.engine.terminateWorkflowExecution({ domain, workflowId: "d" });
    const { executionInfos, nextPageToken } = await page({ nextPageToken: first.nextPageToken });
    expect([first.executionInfos, executionInfos]).toMatchObject([
      [{ execution: { workflowId: "d" } }],
      [{ execution: { workflowId: "c" }, tagList: ["blue"], workflowType, executionStatus: "OPEN" }],
    ]);
    expect(nextPageToken).toBeUndefined();
  });

  it("refuses several filters, several time filters, and none", async () => {
    const { engine } = await openShop(openDesk);
    const two = { typeFilter: { name: "order" }, tagFilter: { tag: "red" } };
    expect(await refusal(engine.listOpenWorkflowExecutions({ domain, startTimeFilter: always, ...two }))).toEqual({
      name: "ValidationException",
      message: "Cannot specify more than one exclusive filters in the same query: [typeFilter, tagFilter]",
    });
    const times = { startTimeFilter: always, closeTimeFilter: always };
    expect((await refusal(engine.listClosedWorkflowExecutions({ domain, ...times }))).message).toBe(
      "Cannot specify more than one exclusive filters in the same query: [startTimeFilter, closeTimeFilter]",
    );
    expect((await refusal(engine.listClosedWorkflowExecutions({ domain }))).message).toBe("Must specify time filter");
  });
});
