import { describe, expect, it } from "@jest/globals";
import type { ActivityOptions, WorkflowOptions } from "../../src/index.ts";
import { activity, workflow } from "../../src/index.ts";
import type { ActivityBeside } from "../../src/language/activity.ts";
import { besideOf } from "../../src/language/command.ts";
import { charge, expectRefusal, order } from "./support.ts";

const asActivity = (options: object) => activity({ name: "a", ...options } as ActivityOptions, () => 1);
const asWorkflow = (options: object) => workflow({ name: "a", ...options } as WorkflowOptions, function* () {});

const settingsOf = (options: object) => (besideOf(asActivity(options).type) as ActivityBeside).settings;

describe("the settings of an activity", () => {
  it("have SWF's form, and a default each", () => {
    expect(settingsOf({})).toEqual({
      taskList: undefined,
      startToCloseTimeout: "300",
      scheduleToStartTimeout: "NONE",
      scheduleToCloseTimeout: "NONE",
      heartbeatTimeout: "NONE",
      taskPriority: "0",
      retry: undefined,
      cancellation: "request",
      checkArguments: true,
      control: undefined,
    });
  });

  it("take what they are given", () => {
    expect(
      settingsOf({
        taskList: "far",
        startToCloseTimeout: "NONE",
        scheduleToStartTimeout: "90s",
        scheduleToCloseTimeout: "1 hour",
        heartbeatTimeout: 0,
        taskPriority: -5,
        retry: 2,
        cancellation: "wait",
        checkArguments: false,
        control: "mine",
      }),
    ).toMatchObject({
      taskList: "far",
      startToCloseTimeout: "NONE",
      scheduleToStartTimeout: "90",
      scheduleToCloseTimeout: "3600",
      heartbeatTimeout: "0",
      taskPriority: "-5",
      retry: { attempts: 2 },
      cancellation: "wait",
      checkArguments: false,
      control: "mine",
    });
  });

  it("come from the declaration where a call says nothing", () => {
    const patient = asActivity({ retry: 5, taskList: "far" }).with({ taskList: "near" });
    expect((besideOf(patient.type) as ActivityBeside).settings).toMatchObject({
      retry: { attempts: 5 },
      taskList: "near",
    });
  });
});

describe("a timeout", () => {
  const timeouts = ["startToCloseTimeout", "scheduleToStartTimeout", "scheduleToCloseTimeout", "heartbeatTimeout"];

  it.each(timeouts)("%s of an activity is checked where it is declared and where it is called", (field) => {
    for (const wrong of [-1, Number.NaN, "soon", "none", "366 days", {}]) {
      const of = (name: string) => [`${field} of activity ${name} is `, "write seconds", '"30s"'];
      expectRefusal(() => asActivity({ [field]: wrong }), "DURATION_INVALID", ...of("a"));
      expectRefusal(() => charge.with({ [field]: wrong }), "DURATION_INVALID", ...of("charge"));
    }
  });

  it.each(["executionStartToCloseTimeout", "taskStartToCloseTimeout"])("%s of a workflow is checked too", (field) => {
    for (const wrong of [-1, Number.NaN, "soon", "366 days"]) {
      const of = (name: string) => [`${field} of workflow ${name} is `, "write seconds", '"30s"'];
      expectRefusal(() => asWorkflow({ [field]: wrong }), "DURATION_INVALID", ...of("a"));
      expectRefusal(() => order.with({ [field]: wrong }), "DURATION_INVALID", ...of("order"));
    }
  });

  it("of a workflow's execution may not be NONE, since SWF bounds every run", () => {
    expectRefusal(() => asWorkflow({ executionStartToCloseTimeout: "NONE" }), "DURATION_INVALID", "one year");
  });

  it("of a decision may not be NONE, since a lost decider would never be noticed", () => {
    for (const declare of [
      () => asWorkflow({ taskStartToCloseTimeout: "NONE" }),
      () => order.with({ taskStartToCloseTimeout: "NONE" } as object),
    ]) {
      expectRefusal(declare, "OPTION_INVALID", 'is "NONE"', "a lost decider would never be noticed", '"30s"');
    }
  });
});

type Declare = (options: object) => unknown;
const BOTH: readonly (readonly [string, Declare])[] = [
  ["activity", asActivity],
  ["activity.with", (options) => charge.with(options)],
  ["workflow", asWorkflow],
  ["workflow.with", (options) => order.with(options)],
];

describe.each(BOTH)("an option of %s", (_name, declare) => {
  it.each([0.5, 2_147_483_648, -2_147_483_649, Number.NaN, Number.POSITIVE_INFINITY, "1", null, 1n])(
    "taskPriority may not be %p",
    (taskPriority) => {
      expectRefusal(
        () => declare({ taskPriority }),
        "OPTION_INVALID",
        "taskPriority of ",
        "-2147483648 and 2147483647",
      );
    },
  );

  it.each([0, -0, 1, 2_147_483_647, -2_147_483_648])("taskPriority may be %p", (taskPriority) => {
    expect(() => declare({ taskPriority })).not.toThrow();
  });

  it.each(["Request", "cancel", "", true, null])("cancellation may not be %p", (cancellation) => {
    expectRefusal(
      () => declare({ cancellation }),
      "OPTION_INVALID",
      "cancellation of ",
      '"request", "wait" or "abandon"',
    );
  });

  it.each(["request", "wait", "abandon"])("cancellation may be %p", (cancellation) => {
    expect(() => declare({ cancellation })).not.toThrow();
  });

  it.each([5, {}, null])("control may not be %p: SWF carries text alone", (control) => {
    expectRefusal(() => declare({ control }), "OPTION_INVALID", "control of ");
  });
});

describe.each(BOTH.slice(2))("an option of %s alone", (_name, declare) => {
  it.each(["terminate", "", "CANCEL", null])("childPolicy may not be %p", (childPolicy) => {
    expectRefusal(() => declare({ childPolicy }), "OPTION_INVALID", "childPolicy of workflow", '"REQUEST_CANCEL"');
  });

  it.each(["TERMINATE", "REQUEST_CANCEL", "ABANDON"])("childPolicy may be %p", (childPolicy) => {
    expect(() => declare({ childPolicy })).not.toThrow();
  });

  it.each(["wait", "Cancel", "", null])("onParentClose may not be %p", (onParentClose) => {
    expectRefusal(() => declare({ onParentClose }), "OPTION_INVALID", "onParentClose of ", '"cancel" or "abandon"');
  });

  it.each<[string, unknown]>([
    ["six tags", ["1", "2", "3", "4", "5", "6"]],
    ["a tag of 257 characters", ["x".repeat(257)]],
    ["a number as tag", [5]],
    ["a hole", [undefined]],
  ])("tagList may not have %s", (_what, tagList) => {
    expectRefusal(() => declare({ tagList }), "OPTION_INVALID", "tagList of workflow", "5 tags of at most 256");
  });

  it.each([
    ["a text", "vip"],
    ["null", null],
    ["a Set", new Set(["vip"])],
  ])("tagList may not be %s", (_what, tagList) => {
    expectRefusal(() => declare({ tagList }), "OPTION_INVALID", "tagList of workflow");
  });

  it.each([[[]], [["1", "2", "3", "4", "5"]], [["x".repeat(256)]]])("tagList may be %j", (tagList) => {
    expect(() => declare({ tagList })).not.toThrow();
  });
});

describe("onBug of a workflow", () => {
  it.each(["hold", "fail"])("may be %p", (onBug) => {
    expect(asWorkflow({ onBug }).options.onBug).toBe(onBug);
  });

  it.each(["ignore", "", null, true])("may not be %p", (onBug) => {
    expectRefusal(() => asWorkflow({ onBug }), "OPTION_INVALID", "onBug of workflow a", '"hold" or "fail"');
  });
});
