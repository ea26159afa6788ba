import { describe, expect, it } from "@jest/globals";
import { contract } from "../support/contract.ts";
import { activityType, deciders, domain, openDesk, refusal, startMs, workers, workflowType } from "../support/desk.ts";

contract("registration", (openDesk) => {
  it("lists domains by name in pages, in both directions", async () => {
    const { engine } = await openDesk();
    for (const name of ["b", "Z", "a"]) {
      await engine.registerDomain({ name, description: name, workflowExecutionRetentionPeriodInDays: "NONE" });
    }
    const list = async (more: object) => {
      const page = await engine.listDomains({ registrationStatus: "REGISTERED", maximumPageSize: 3, ...more });
      return { names: page.domainInfos?.map(({ name }) => name), token: page.nextPageToken };
    };
    const first = await list({});
    expect([first.names, (await list({ nextPageToken: first.token })).names]).toEqual([["Z", "a", "b"], ["shop"]]);
    expect((await list({ reverseOrder: true })).names).toEqual(["shop", "b", "a"]);
    expect((await engine.listDomains({ registrationStatus: "DEPRECATED" })).domainInfos).toEqual([]);
  });

  it("describes types with the defaults they were registered with", async () => {
    const { engine } = await openDesk();
    expect(await engine.describeWorkflowType({ domain, workflowType })).toEqual({
      typeInfo: { workflowType, status: "REGISTERED", creationDate: new Date(startMs) },
      configuration: {
        defaultTaskList: deciders,
        defaultChildPolicy: "TERMINATE",
        defaultExecutionStartToCloseTimeout: "86400",
        defaultTaskStartToCloseTimeout: "60",
      },
    });
    const described = await engine.describeActivityType({ domain, activityType });
    expect(described.typeInfo?.activityType).toEqual(activityType);
    expect(described.configuration).toMatchObject({ defaultTaskList: workers, defaultTaskHeartbeatTimeout: "NONE" });
  });

  it("refuses what is registered, and what lies in an unknown domain", async () => {
    const { engine } = await openDesk();
    const retention = { workflowExecutionRetentionPeriodInDays: "1" };
    const calls = [
      engine.registerDomain({ name: domain, ...retention }),
      engine.registerWorkflowType({ domain, ...workflowType }),
      engine.registerActivityType({ domain, ...activityType }),
      engine.describeDomain({ name: "no" }),
      engine.registerActivityType({ domain: "no", ...activityType }),
      engine.describeWorkflowType({ domain, workflowType: activityType }),
      engine.describeActivityType({ domain, activityType: workflowType }),
    ];
    expect(await Promise.all(calls.map(refusal))).toEqual([
      { name: "DomainAlreadyExistsFault", message: "shop" },
      { name: "TypeAlreadyExistsFault", message: "WorkflowType=[name=order, version=1]" },
      { name: "TypeAlreadyExistsFault", message: "ActivityType=[name=charge, version=1]" },
      { name: "UnknownResourceFault", message: "Unknown domain: no" },
      { name: "UnknownResourceFault", message: "Unknown domain: no" },
      { name: "UnknownResourceFault", message: "Unknown type: WorkflowType=[name=charge, version=1]" },
      { name: "UnknownResourceFault", message: "Unknown type: ActivityType=[name=order, version=1]" },
    ]);
  });
});

contract("starting and reaching executions", (openDesk) => {
  it("refuses an unknown type, a missing default and an id that is open; the id is free after the close", async () => {
    const desk = await openDesk();
    await desk.engine.registerWorkflowType({ domain, name: "bare", version: "1" });
    const bare = { workflowType: { name: "bare", version: "1" } };
    const said: Record<string, unknown> = { ...bare };
    const messages: string[] = [];
    for (const [name, value] of [
      ["executionStartToCloseTimeout", "9"],
      ["taskList", deciders],
      ["taskStartToCloseTimeout", "9"],
      ["childPolicy", "ABANDON"],
    ] as const) {
      const refused = await refusal(desk.start("order-1", said));
      messages.push(`${refused.name} ${refused.message}`);
      said[name] = value;
    }
    expect(messages).toEqual([
      "DefaultUndefinedFault defaultExecutionStartToCloseTimeout",
      "DefaultUndefinedFault defaultTaskList",
      "DefaultUndefinedFault defaultTaskStartToCloseTimeout",
      "DefaultUndefinedFault defaultChildPolicy",
    ]);
    const first = await desk.start("order-1", said);
    expect(await refusal(desk.start())).toEqual({
      name: "WorkflowExecutionAlreadyStartedFault",
      message: "Already Started",
    });
    await desk.engine.terminateWorkflowExecution({ domain, workflowId: "order-1", runId: first });
    expect(await desk.start()).not.toBe(first);
    expect((await refusal(desk.start("x", { workflowType: { name: "no", version: "1" } }))).name).toBe(
      "UnknownResourceFault",
    );
  });

  it("makes run ids of the service's form", async () => {
    const desk = await openDesk();
    expect(await desk.start()).toMatch(/^22[A-Za-z0-9+/]{43}=$/);
  });

  it("says which execution is unknown, with the run id if one was given", async () => {
    const desk = await openDesk();
    const runId = await desk.start();
    await desk.engine.terminateWorkflowExecution({ domain, workflowId: "order-1" });
    const named = { domain, workflowId: "order-1" };
    const withRun = `Unknown execution: WorkflowExecution=[workflowId=order-1, runId=${runId}]`;
    const calls = [
      desk.signal(),
      desk.engine.signalWorkflowExecution({ ...named, runId, signalName: "s" }),
      desk.engine.requestCancelWorkflowExecution(named),
      desk.engine.terminateWorkflowExecution({ ...named, runId }),
      desk.engine.describeWorkflowExecution({ domain, execution: { workflowId: "other", runId } }),
      desk.engine.getWorkflowExecutionHistory({ domain: "no", execution: { workflowId: "order-1", runId } }),
    ];
    const without = "Unknown execution, workflowId = order-1";
    const other = `Unknown execution: WorkflowExecution=[workflowId=other, runId=${runId}]`;
    const refusals = await Promise.all(calls.map(refusal));
    expect(refusals.map(({ message }) => message)).toEqual([
      without,
      withRun,
      without,
      withRun,
      other,
      "Unknown domain: no",
    ]);
    expect(new Set(refusals.map(({ name }) => name))).toEqual(new Set(["UnknownResourceFault"]));
  });
});

describe("registration, in process", () => {
  it("describes a domain with its ARN", async () => {
    const { engine } = await openDesk({ region: "eu-west-1", account: "111122223333" });
    expect(await engine.describeDomain({ name: domain })).toEqual({
      domainInfo: { name: "shop", status: "REGISTERED", arn: "arn:aws:swf:eu-west-1:111122223333:/domain/shop" },
      configuration: { workflowExecutionRetentionPeriodInDays: "7" },
    });
  });
});
