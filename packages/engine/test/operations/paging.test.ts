import type { DecisionTask, HistoryEvent } from "@aws-sdk/client-swf";
import { describe, expect, it } from "@jest/globals";
import { contract } from "../support/contract.ts";
import { marker } from "../support/decisions.ts";
import type { Desk } from "../support/desk.ts";
import { deciders, domain, openDesk, refusal } from "../support/desk.ts";

const ids = (events: readonly HistoryEvent[] | undefined) => events?.map(({ eventId }) => eventId);

/** An execution whose second decision task starts at event 11, with 6 as its previous start. */
async function longer(desk: Desk) {
  const runId = await desk.start();
  await desk.signal();
  await desk.signal();
  await desk.signal();
  await desk.decide(marker("m"));
  await desk.signal();
  return runId;
}

async function allPages(desk: Desk, more: object): Promise<DecisionTask[]> {
  const pages: DecisionTask[] = [];
  let nextPageToken: string | undefined;
  do {
    const token = nextPageToken === undefined ? {} : { nextPageToken };
    const page = await desk.engine.pollForDecisionTask({ domain, taskList: deciders, ...more, ...token });
    pages.push(page);
    nextPageToken = page.nextPageToken;
    if (pages.length === 1) await desk.signal("while paging");
  } while (nextPageToken !== undefined);
  return pages;
}

contract("paging", (openDesk) => {
  it("shows a task's history up to its start on every page, whatever arrives meanwhile", async () => {
    const desk = await openDesk();
    await longer(desk);
    const pages = await allPages(desk, { maximumPageSize: 4 });
    expect(pages.map(({ events }) => ids(events))).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
      [9, 10, 11],
    ]);
    expect(new Set(pages.map(({ taskToken }) => taskToken)).size).toBe(1);
    expect(pages.map((page) => [page.startedEventId, page.previousStartedEventId])).toEqual(Array(3).fill([11, 6]));
    await desk.respond(pages[0] as DecisionTask);
  });

  it.each([
    [
      { maximumPageSize: 4, reverseOrder: true },
      [
        [11, 10, 9, 8],
        [7, 6, 5, 4],
        [3, 2, 1],
      ],
    ],
    [
      { maximumPageSize: 4, startAtPreviousStartedEvent: true },
      [
        [6, 7, 8, 9],
        [10, 11],
      ],
    ],
    [
      { maximumPageSize: 3, startAtPreviousStartedEvent: true, reverseOrder: true },
      [
        [11, 10, 9],
        [8, 7, 6],
      ],
    ],
    [{ maximumPageSize: 0 }, [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]]],
  ])("reads a task's history with %j", async (more, expected) => {
    const desk = await openDesk();
    await longer(desk);
    const pages = await allPages(desk, more);
    expect(pages.map(({ events }) => ids(events))).toEqual(expected);
  });

  it("begins at the first event when there is no previous start", async () => {
    const desk = await openDesk();
    await desk.start();
    const task = await desk.engine.pollForDecisionTask({
      domain,
      taskList: deciders,
      startAtPreviousStartedEvent: true,
    });
    expect(ids(task.events)).toEqual([1, 2, 3]);
  });

  it("reads a history in both directions, and has no token after a last page that is full", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    await desk.signal();
    await desk.signal();
    const execution = { workflowId: "order-1", runId };
    const read = (more: object) =>
      desk.engine.getWorkflowExecutionHistory({ domain, execution, maximumPageSize: 2, ...more });
    const first = await read({});
    const second = await read({ nextPageToken: first.nextPageToken });
    expect([ids(first.events), ids(second.events), second.nextPageToken]).toEqual([[1, 2], [3, 4], undefined]);
    const last = await read({ reverseOrder: true });
    const before = await read({ reverseOrder: true, nextPageToken: last.nextPageToken });
    expect([ids(last.events), ids(before.events), before.nextPageToken]).toEqual([[4, 3], [2, 1], undefined]);
  });

  it("refuses tokens that are older than a day", async () => {
    const desk = await openDesk();
    const { engine } = desk;
    const execution = { workflowId: "order-1", runId: await longer(desk) };
    await engine.registerDomain({ name: "other", workflowExecutionRetentionPeriodInDays: "1" });
    await engine.registerWorkflowType({ domain, name: "other", version: "1" });
    await engine.registerActivityType({ domain, name: "other", version: "1" });
    for (const workflowId of ["a", "b", "c", "d"]) await desk.start(workflowId);
    for (const workflowId of ["a", "b"]) await engine.terminateWorkflowExecution({ domain, workflowId });
    const startTimeFilter = { oldestDate: new Date(0) };
    const registrationStatus = "REGISTERED";
    type More = { readonly maximumPageSize: number; readonly nextPageToken?: string | undefined };
    const reads: readonly ((more: More) => Promise<{ readonly nextPageToken?: string | undefined }>)[] = [
      (more) => engine.listDomains({ registrationStatus, ...more }),
      (more) => engine.listWorkflowTypes({ domain, registrationStatus, ...more }),
      (more) => engine.listActivityTypes({ domain, registrationStatus, ...more }),
      (more) => engine.listOpenWorkflowExecutions({ domain, startTimeFilter, ...more }),
      (more) => engine.listClosedWorkflowExecutions({ domain, startTimeFilter, ...more }),
      (more) => engine.getWorkflowExecutionHistory({ domain, execution, ...more }),
      (more) => engine.pollForDecisionTask({ domain, taskList: deciders, ...more }),
    ];
    const firstPages = await Promise.all(reads.map((read) => read({ maximumPageSize: 1 })));
    const seconds = () =>
      reads.map((read, at) => read({ maximumPageSize: 1, nextPageToken: firstPages[at]?.nextPageToken }));
    await desk.clock.advance(86_400_000);
    await Promise.all(seconds());
    await desk.clock.advance(1);
    for (const second of seconds()) {
      expect(await refusal(second)).toEqual({
        name: "ValidationException",
        message: "Specified token has exceeded its maximum lifetime",
      });
    }
  });

  it("refuses tokens that are corrupt or belong to another operation", async () => {
    const desk = await openDesk();
    const runId = await longer(desk);
    const execution = { workflowId: "order-1", runId };
    const invalid = { name: "ValidationException", message: "Invalid token" };
    const { nextPageToken } = await desk.engine.getWorkflowExecutionHistory({ domain, execution, maximumPageSize: 1 });
    for (const token of [nextPageToken, "", "%%%", "W10", "eyJhIjoxfQ"]) {
      const poll = desk.engine.pollForDecisionTask({ domain, taskList: deciders, nextPageToken: token });
      expect(await refusal(poll)).toEqual(invalid);
    }
    const task = await desk.engine.pollForDecisionTask({ domain, taskList: deciders, maximumPageSize: 1 });
    const history = desk.engine.getWorkflowExecutionHistory({ domain, execution, nextPageToken: task.nextPageToken });
    expect(await refusal(history)).toEqual(invalid);
    for (const taskToken of ["x", "activity.a.1.2", `activity.${runId}.1.2.3`, `decision.${runId}.x.y`]) {
      expect(await refusal(desk.respond({ ...task, taskToken }))).toEqual(invalid);
    }
  });
});

describe("paging, in process", () => {
  it("shares frozen events instead of copying them", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    const [first] = await desk.events(runId);
    const [again] = await desk.events(runId);
    expect(again).toBe(first);
    expect(Object.isFrozen(first)).toBe(true);
    expect(Object.isFrozen(first?.workflowExecutionStartedEventAttributes?.taskList)).toBe(true);
  });
});
