import { describe, expect, it } from "@jest/globals";
import { contract } from "../support/contract.ts";
import { child, complete, continueAsNew, schedule, timer } from "../support/decisions.ts";
import type { Desk } from "../support/desk.ts";
import { activityType, deciders, domain, refusal, startMs, workflowType } from "../support/desk.ts";

/** The operations on types of either kind, with the type of that kind that the desk has. */
const KINDS = {
  WorkflowType: {
    type: workflowType,
    register: ({ engine }: Desk) => engine.registerWorkflowType({ domain, ...workflowType }),
    deprecate: ({ engine }: Desk, type = workflowType) => engine.deprecateWorkflowType({ domain, workflowType: type }),
    undeprecate: ({ engine }: Desk, type = workflowType) =>
      engine.undeprecateWorkflowType({ domain, workflowType: type }),
    remove: ({ engine }: Desk, type = workflowType) => engine.deleteWorkflowType({ domain, workflowType: type }),
    describe: ({ engine }: Desk) => engine.describeWorkflowType({ domain, workflowType }),
  },
  ActivityType: {
    type: activityType,
    register: ({ engine }: Desk) => engine.registerActivityType({ domain, ...activityType }),
    deprecate: ({ engine }: Desk, type = activityType) => engine.deprecateActivityType({ domain, activityType: type }),
    undeprecate: ({ engine }: Desk, type = activityType) =>
      engine.undeprecateActivityType({ domain, activityType: type }),
    remove: ({ engine }: Desk, type = activityType) => engine.deleteActivityType({ domain, activityType: type }),
    describe: ({ engine }: Desk) => engine.describeActivityType({ domain, activityType }),
  },
} as const;
type Kind = keyof typeof KINDS;
const kinds = Object.keys(KINDS) as Kind[];

const textOf = (kind: Kind, { name, version } = KINDS[kind].type) => `${kind}=[name=${name}, version=${version}]`;

contract("deprecated types", (openDesk) => {
  describe.each(kinds)("a deprecated %s", (kind) => {
    const { register, deprecate, undeprecate, remove, describe: show } = KINDS[kind];

    it("is shown with the time of its deprecation, and without it once it is undeprecated", async () => {
      const desk = await openDesk();
      const before = await show(desk);
      await desk.clock.advance(5_000);
      await deprecate(desk);
      const { typeInfo, configuration } = await show(desk);
      expect(typeInfo).toEqual({
        ...before.typeInfo,
        status: "DEPRECATED",
        deprecationDate: new Date(startMs + 5_000),
      });
      expect(configuration).toEqual(before.configuration);
      await undeprecate(desk);
      expect(await show(desk)).toEqual(before);
    });

    it("cannot be deprecated again or registered, and one that is registered cannot be undeprecated or deleted", async () => {
      const desk = await openDesk();
      expect(await refusal(undeprecate(desk))).toEqual({ name: "TypeAlreadyExistsFault", message: textOf(kind) });
      expect(await refusal(remove(desk))).toEqual({
        name: "TypeNotDeprecatedFault",
        message: "The type is currently registered and cannot be deleted in its current state",
      });
      await deprecate(desk);
      expect(await refusal(deprecate(desk))).toEqual({ name: "TypeDeprecatedFault", message: textOf(kind) });
      expect(await refusal(register(desk))).toEqual({ name: "TypeAlreadyExistsFault", message: textOf(kind) });
    });

    it("is gone once it is deleted, and can be registered anew with other defaults", async () => {
      const desk = await openDesk();
      await deprecate(desk);
      await remove(desk);
      const unknown = { name: "UnknownResourceFault", message: `Unknown type: ${textOf(kind)}` };
      for (const call of [show, remove, deprecate, undeprecate]) expect(await refusal(call(desk))).toEqual(unknown);
      await desk.clock.advance(1_000);
      await register(desk);
      const { typeInfo, configuration } = await show(desk);
      expect(typeInfo).toMatchObject({ status: "REGISTERED", creationDate: new Date(startMs + 1_000) });
      expect(configuration).toEqual({});
    });

    it("must exist", async () => {
      const desk = await openDesk();
      const other = { name: "no", version: "1" };
      for (const call of [deprecate, undeprecate, remove]) {
        expect(await refusal(call(desk, other))).toEqual({
          name: "UnknownResourceFault",
          message: `Unknown type: ${textOf(kind, other)}`,
        });
      }
    });
  });
});

contract("deprecated and deleted types in executions", (openDesk) => {
  it.each([
    ["deprecated", false, "TypeDeprecatedFault", textOf("WorkflowType")],
    ["deleted", true, "UnknownResourceFault", `Unknown type: ${textOf("WorkflowType")}`],
  ])("starts nothing of a %s workflow type, and lets what runs go on", async (_what, deleted, name, message) => {
    const desk = await openDesk();
    const runId = await desk.start();
    await KINDS.WorkflowType.deprecate(desk);
    if (deleted) await KINDS.WorkflowType.remove(desk);
    expect(await refusal(desk.start("order-2"))).toEqual({ name, message });
    await desk.decide(child("kid"));
    const cause = deleted ? "WORKFLOW_TYPE_DOES_NOT_EXIST" : "WORKFLOW_TYPE_DEPRECATED";
    expect(await desk.last(runId, "StartChildWorkflowExecutionFailed")).toMatchObject({ cause, initiatedEventId: 0 });
    await desk.decide(continueAsNew());
    expect(await desk.last(runId, "ContinueAsNewWorkflowExecutionFailed")).toMatchObject({ cause });
    await desk.decide(timer("t", 60), schedule("a"));
    await desk.clock.advance(60_000);
    await desk.decide(complete("done"));
    expect(await desk.last(runId, "WorkflowExecutionCompleted")).toMatchObject({ result: "done" });
  });

  it("starts a child that was asked for before its type was deleted", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    await desk.decide(child("kid"));
    await KINDS.WorkflowType.deprecate(desk);
    await KINDS.WorkflowType.remove(desk);
    await desk.clock.advance(1_000);
    expect(await desk.last(runId, "ChildWorkflowExecutionStarted")).toMatchObject({ workflowType });
    const { workflowExecution } = await desk.poll();
    expect(workflowExecution?.workflowId).toBeDefined();
  });

  it.each([
    ["deprecated", false, "ACTIVITY_TYPE_DEPRECATED"],
    ["deleted", true, "ACTIVITY_TYPE_DOES_NOT_EXIST"],
  ])(
    "schedules no task of a %s activity type, and lets those that are scheduled be done",
    async (_what, deleted, cause) => {
      const desk = await openDesk();
      const runId = await desk.start();
      await desk.decide(schedule("before"));
      await KINDS.ActivityType.deprecate(desk);
      if (deleted) await KINDS.ActivityType.remove(desk);
      const { taskToken, activityType: given } = await desk.work();
      expect(given).toEqual(activityType);
      await desk.engine.respondActivityTaskCompleted({ taskToken, result: "paid" });
      expect(await desk.last(runId, "ActivityTaskCompleted")).toMatchObject({ result: "paid" });
      await desk.decide(schedule("after"));
      expect(await desk.last(runId, "ScheduleActivityTaskFailed")).toMatchObject({ activityId: "after", cause });
    },
  );

  it("starts executions of a type that was undeprecated", async () => {
    const desk = await openDesk();
    await KINDS.WorkflowType.deprecate(desk);
    await KINDS.WorkflowType.undeprecate(desk);
    expect(await desk.start()).toMatch(/^22/);
  });
});

contract("a deprecated domain", (openDesk) => {
  it("takes nothing new, and lets what runs be seen and go on", async () => {
    const desk = await openDesk();
    const { engine } = desk;
    const runId = await desk.start();
    await engine.deprecateDomain({ name: domain });
    expect((await engine.describeDomain({ name: domain })).domainInfo?.status).toBe("DEPRECATED");
    const deprecated = { name: "DomainDeprecatedFault", message: domain };
    const more = { domain, name: "more", version: "1" };
    const calls = [
      engine.deprecateDomain({ name: domain }),
      engine.registerWorkflowType(more),
      engine.registerActivityType(more),
      desk.start("order-2"),
    ];
    for (const call of calls) expect(await refusal(call)).toEqual(deprecated);
    expect(await refusal(engine.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: "1" }))).toEqual(
      {
        name: "DomainAlreadyExistsFault",
        message: domain,
      },
    );
    const startTimeFilter = { oldestDate: new Date(0) };
    expect((await engine.listOpenWorkflowExecutions({ domain, startTimeFilter })).executionInfos).toHaveLength(1);
    await desk.signal();
    await desk.decide(complete("done"));
    expect(await desk.last(runId, "WorkflowExecutionCompleted")).toMatchObject({ result: "done" });
  });

  it("deprecates its types with it, at one time, and gives them back one by one", async () => {
    const desk = await openDesk();
    const { engine } = desk;
    await engine.registerWorkflowType({ domain, name: "old", version: "1" });
    await engine.deprecateWorkflowType({ domain, workflowType: { name: "old", version: "1" } });
    await desk.clock.advance(1_000);
    await engine.deprecateDomain({ name: domain });
    const list = async (registrationStatus: "REGISTERED" | "DEPRECATED") => {
      const [workflows, activities] = [
        await engine.listWorkflowTypes({ domain, registrationStatus }),
        await engine.listActivityTypes({ domain, registrationStatus }),
      ];
      return [
        ...(workflows.typeInfos ?? []).map((info) => [info.workflowType?.name, info.deprecationDate?.getTime()]),
        ...(activities.typeInfos ?? []).map((info) => [info.activityType?.name, info.deprecationDate?.getTime()]),
      ];
    };
    expect(await list("REGISTERED")).toEqual([]);
    expect(await list("DEPRECATED")).toEqual([
      ["old", startMs],
      ["order", startMs + 1_000],
      ["charge", startMs + 1_000],
    ]);
    await engine.undeprecateDomain({ name: domain });
    expect((await refusal(desk.start())).name).toBe("TypeDeprecatedFault");
    await KINDS.WorkflowType.undeprecate(desk);
    expect(await desk.start()).toMatch(/^22/);
    expect(await list("REGISTERED")).toEqual([["order", undefined]]);
  });

  it("is refused if there is none, and undeprecating if it is registered", async () => {
    const { engine } = await openDesk();
    const unknown = { name: "UnknownResourceFault", message: "Unknown domain: no" };
    expect(await refusal(engine.deprecateDomain({ name: "no" }))).toEqual(unknown);
    expect(await refusal(engine.undeprecateDomain({ name: "no" }))).toEqual(unknown);
    expect(await refusal(engine.undeprecateDomain({ name: domain }))).toEqual({
      name: "DomainAlreadyExistsFault",
      message: domain,
    });
  });

  it("moves from one list of domains to the other", async () => {
    const { engine } = await openDesk();
    const names = async (registrationStatus: "REGISTERED" | "DEPRECATED") =>
      (await engine.listDomains({ registrationStatus })).domainInfos?.map(({ name }) => name);
    await engine.deprecateDomain({ name: domain });
    expect([await names("REGISTERED"), await names("DEPRECATED")]).toEqual([[], [domain]]);
    await engine.undeprecateDomain({ name: domain });
    expect([await names("REGISTERED"), await names("DEPRECATED")]).toEqual([[domain], []]);
  });

  it("still gives tasks to those who poll", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    await desk.engine.deprecateDomain({ name: domain });
    const task = await desk.engine.pollForDecisionTask({ domain, taskList: deciders });
    expect(task.workflowExecution?.runId).toBe(runId);
  });
});
