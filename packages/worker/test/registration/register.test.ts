import { afterEach, describe, expect, it } from "@jest/globals";
import { openEngine } from "@sweft/engine";
import { activity, workflow } from "@sweft/workflow";
import { openActivityWorker, openDecider } from "../../src/index.ts";
import type { Place } from "../setup.ts";
import { openPlace, refusal, serve } from "../setup.ts";

const order = workflow(
  { name: "order", version: "2", description: "takes orders", taskStartToCloseTimeout: "20s" },
  function* () {},
);
const charge = activity({ name: "charge", heartbeatTimeout: "30s", taskPriority: 4 }, () => 1);

let place: Place;
afterEach(() => place?.close());

describe("opening a worker", () => {
  it("creates domain and types that are missing, with their settings as defaults", async () => {
    place = openPlace();
    await place.decider({ workflows: [order], retentionDays: 30 });
    await place.acting({ activities: [charge], taskList: "bank" });
    const { api } = place;
    expect((await api.describeDomain({ name: "shop" })).configuration).toEqual({
      workflowExecutionRetentionPeriodInDays: "30",
    });
    const workflowType = { name: "order", version: "2" };
    expect(await api.describeWorkflowType({ domain: "shop", workflowType })).toMatchObject({
      typeInfo: { description: "takes orders" },
      configuration: {
        defaultTaskStartToCloseTimeout: "20",
        defaultExecutionStartToCloseTimeout: "86400",
        defaultTaskList: { name: "default" },
        defaultTaskPriority: "0",
        defaultChildPolicy: "TERMINATE",
      },
    });
    const activityType = { name: "charge", version: "1" };
    expect((await api.describeActivityType({ domain: "shop", activityType })).configuration).toEqual({
      defaultTaskStartToCloseTimeout: "300",
      defaultTaskScheduleToStartTimeout: "NONE",
      defaultTaskScheduleToCloseTimeout: "NONE",
      defaultTaskHeartbeatTimeout: "30",
      defaultTaskList: { name: "bank" },
      defaultTaskPriority: "4",
    });
  });

  it("registers nothing that is there", async () => {
    let registrations = 0;
    const count = (_input: unknown, call: () => Promise<unknown>): Promise<unknown> => {
      registrations++;
      return call();
    };
    place = openPlace({ interference: { registerDomain: count, registerWorkflowType: count } });
    await place.decider({ workflows: [order] });
    // The domain, the workflow, and the built-in one that takes a share of a map.
    expect(registrations).toBe(3);
    await place.decider({ workflows: [order] });
    expect(registrations).toBe(3);
  });

  it("does not mind that another worker registers at the same time", async () => {
    const first = async (_input: unknown, call: () => Promise<unknown>): Promise<unknown> => {
      await call();
      return call();
    };
    place = openPlace({
      interference: { registerDomain: first, registerWorkflowType: first, registerActivityType: first },
    });
    await place.decider({ workflows: [order] });
    await place.acting({ activities: [charge] });
    expect(place.logger.lines.filter(({ level }) => level !== "info")).toEqual([]);
  });

  it("persists against throttling, and while a new domain is not seen everywhere", async () => {
    place = openPlace({
      interference: {
        describeDomain: async (_input, call, nth) => {
          if (nth === 1) throw refusal("ThrottlingException");
          return call();
        },
        registerWorkflowType: async (_input, call, nth) => {
          if (nth === 1) throw refusal("UnknownResourceFault", "Unknown domain: shop");
          return call();
        },
      },
    });
    await place.decider({ workflows: [order] });
    const workflowType = { name: "order", version: "2" };
    expect((await place.api.describeWorkflowType({ domain: "shop", workflowType })).typeInfo?.status).toBe(
      "REGISTERED",
    );
  });

  it("warns of registered defaults that differ, since they cannot be changed", async () => {
    place = openPlace();
    await place.decider({ workflows: [order] });
    const changed = workflow({ ...order.options, taskStartToCloseTimeout: "40s" }, function* () {});
    await place.decider({ workflows: [changed], taskList: "other" });
    expect(place.logger.lines.find(({ level }) => level === "warn")?.fields).toMatchObject({
      type: { name: "order", version: "2" },
      differences: [
        "defaultTaskStartToCloseTimeout: registered 20, declared 40",
        "defaultTaskList: registered default, declared other",
      ],
    });
  });

  it("registers nothing when told so", async () => {
    place = openPlace();
    await place.engine.registerDomain({ name: "shop", workflowExecutionRetentionPeriodInDays: "1" });
    await place.decider({ workflows: [order], register: false });
    const workflowType = { name: "order", version: "2" };
    await expect(place.api.describeWorkflowType({ domain: "shop", workflowType })).rejects.toMatchObject({
      name: "UnknownResourceFault",
    });
  });

  it("refuses a deprecated domain, and gives on what the service refuses", async () => {
    const engine = openEngine();
    const domainInfo = { name: "shop", status: "DEPRECATED" as const };
    const deprecated = serve(engine, { describeDomain: async () => ({ domainInfo, configuration: undefined }) });
    await expect(openDecider({ api: deprecated, domain: "shop", workflows: [order] })).rejects.toMatchObject({
      code: "DOMAIN_DEPRECATED",
    });
    const denied = serve(engine, { describeDomain: () => Promise.reject(refusal("OperationNotPermittedFault")) });
    await expect(openDecider({ api: denied, domain: "shop", workflows: [order] })).rejects.toMatchObject({
      name: "OperationNotPermittedFault",
    });
  });

  it("warns of a deprecated type", async () => {
    const status = "DEPRECATED" as const;
    place = openPlace({
      interference: {
        describeWorkflowType: async ({ workflowType }) => ({
          typeInfo: { workflowType, status, creationDate: new Date(0) },
          configuration: {},
        }),
      },
    });
    await place.decider({ workflows: [order] });
    expect(place.logger.lines.map(({ message }) => message)).toContain(
      "the type is deprecated: no run of it can be started",
    );
  });
});

describe("the options of a worker", () => {
  type Opens = (options: never) => Promise<unknown>;
  const deciding: Opens = openDecider;
  const acting: Opens = openActivityWorker;
  it.each([
    [
      deciding,
      undefined,
      "openDecider was given undefined for its options; write openDecider({ api, domain, workflows",
    ],
    [acting, null, "openActivityWorker was given null for its options; write openActivityWorker({ api, domain, act"],
    [deciding, [], "openDecider was given an array"],
    [deciding, { workflow: [] }, 'openDecider has no option "workflow"; write workflows'],
    [deciding, { tasklist: "x", workflows: [] }, 'openDecider has no option "tasklist"; write taskList'],
    [acting, { zzz: 1 }, 'openActivityWorker has no option "zzz"; it has api, domain, payloads, clock, logger'],
    [acting, {}, "option activities is undefined; give a list of what `activity(…)` returned: activities: [charge]"],
    [deciding, {}, "option workflows is undefined; give a list of what `workflow(…)` returned: workflows: [order]"],
    [deciding, { workflows: [], logger: { warn() {} } }, "option logger is an object without debug; give a logger"],
    [deciding, { workflows: [], clock: null }, "option clock is null; give the clock of an engine, or `systemClock()`"],
    [deciding, { workflows: [], payloads: {} }, "option payloads is an object without write; give what `openPayloads("],
    [deciding, { workflows: [], random: 0.5 }, "option random is 0.5; give a function such as Math.random"],
    [deciding, { workflows: [], identity: 7 }, "option identity is 7; give a text of at most 256 characters"],
    [acting, { activities: [], register: "no" }, "option register is no; give true or false"],
  ])("are refused with what to write instead: %p %j", async (opens, given, message) => {
    place = openPlace();
    const isPlain = typeof given === "object" && given !== null && !Array.isArray(given);
    const options = isPlain ? { api: place.api, domain: "shop", ...given } : given;
    await expect(opens(options as never)).rejects.toMatchObject({
      code: "WORKER_OPTION_INVALID",
      message: expect.stringContaining(message),
    });
  });
});

describe("what a worker is given", () => {
  const given = { api: serve(openEngine()), domain: "shop" };
  const decider = (workflows: readonly unknown[]): Promise<unknown> =>
    openDecider({ ...given, workflows: workflows as never });
  const acting = (activities: readonly unknown[]): Promise<unknown> =>
    openActivityWorker({ ...given, activities: activities as never });

  it("must not hold one type twice", async () => {
    const twin = workflow({ name: "order", version: "2" }, function* () {});
    await expect(decider([order, twin])).rejects.toMatchObject({
      code: "DUPLICATE_TYPE",
      message: "workflow order, version 2, is listed twice; list it once, or give one of the two another version",
    });
    await expect(acting([charge, charge])).rejects.toMatchObject({
      code: "DUPLICATE_TYPE",
      message: expect.stringContaining("activity charge, version 1"),
    });
  });

  it.each([
    [charge, "workflows[1] is the activity charge; give activities to openActivityWorker"],
    [function* named() {}, "workflows[1] is the function named; list what `workflow(…)` returned"],
    [() => {}, "workflows[1] is a function; list what `workflow(…)` returned"],
    [undefined, "workflows[1] is undefined; list what `workflow(…)` returned"],
    [null, "workflows[1] is null; list what `workflow(…)` returned"],
    ["order", 'workflows[1] is "order"; list what `workflow(…)` returned'],
    [[order], "workflows[1] is an array; list what `workflow(…)` returned"],
    [{ type: null }, "workflows[1] is an object; list what `workflow(…)` returned"],
  ])("must be workflows: %p", async (item, message) => {
    await expect(decider([order, item])).rejects.toMatchObject({ code: "NOT_A_WORKFLOW", message });
  });

  it("must be activities", async () => {
    await expect(acting([order])).rejects.toMatchObject({
      code: "NOT_AN_ACTIVITY",
      message: "activities[0] is the workflow order; give workflows to openDecider",
    });
    await expect(acting([3])).rejects.toMatchObject({ message: expect.stringContaining("list what `activity(…)`") });
  });

  it.each([
    ["pollers", 0],
    ["pollers", 1001],
    ["concurrency", 1.5],
    ["retentionDays", 91],
    ["identity", "x".repeat(257)],
    ["cachedRuns", -1],
    ["checkpointEvents", 0],
    ["checkpointEvents", 1.5],
    ["lingerMs", -1],
    ["lingerMs", 60_001],
    ["lingerMs", Number.NaN],
    ["lingerMs", "5"],
    ["onHistory", "log"],
    ["replies", {}],
    ["replies", null],
    ["api", {}],
  ])("must have a %s in range: %p is none", async (name, value) => {
    await expect(openDecider({ ...given, workflows: [order], [name]: value })).rejects.toMatchObject({
      code: "WORKER_OPTION_INVALID",
      message: expect.stringContaining(`option ${name} is`),
    });
  });

  it.each([
    [null, "limits are null"],
    [{ openTimer: 5 }, 'no limit "openTimer"'],
    [{ openTimers: 0 }, "limits.openTimers is 0"],
    [{ rates: { StartTimr: { burst: 1, perSecond: 1 } } }, '"StartTimr"'],
  ])("must have limits that there are: %j are none", async (limits, says) => {
    await expect(openDecider({ ...given, workflows: [order], limits: limits as never })).rejects.toMatchObject({
      code: "OPTION_INVALID",
      message: expect.stringContaining(says),
    });
  });

  it.each([[0], [-1], [Number.NaN], [Number.POSITIVE_INFINITY]])(
    "must not have %p seconds between heartbeats",
    async (seconds) => {
      const opening = openActivityWorker({ ...given, activities: [charge], heartbeatSeconds: seconds });
      await expect(opening).rejects.toMatchObject({ code: "WORKER_OPTION_INVALID" });
    },
  );

  it.each([["domain"], ["taskList"]])("must have a %s that the service allows", async (name) => {
    const opening = openDecider({ ...given, workflows: [order], [name]: "a:b" });
    await expect(opening).rejects.toMatchObject({ code: "ID_INVALID", message: expect.stringContaining(name) });
  });
});
