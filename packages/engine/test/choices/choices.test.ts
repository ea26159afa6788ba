import type { ActivityTask, DecisionTask } from "@aws-sdk/client-swf";
import { describe, expect, it } from "@jest/globals";
import type { Choices, EngineOptions } from "../../src/index.ts";
import { CHOICES } from "../../src/index.ts";
import {
  cancelActivity,
  cancelOut,
  cancelTimer,
  child,
  complete,
  continueAsNew,
  marker,
  schedule,
  signalOut,
  timer,
} from "../support/decisions.ts";
import type { Desk } from "../support/desk.ts";
import { activityType, deciders, domain, openDesk, refusal, workers, workflowType } from "../support/desk.ts";

type Seen = { readonly [Name in keyof Choices]: Readonly<Record<Choices[Name], unknown>> };
type Scene = (desk: Desk, runId: string) => Promise<unknown>;

/** What shows how the engine reads the service. A new choice does not compile until it has a line here. */
const SCENES: { readonly [Name in keyof Choices]: { readonly scene: Scene; readonly options?: EngineOptions } } = {
  previousStartedEventId: {
    async scene(desk) {
      await desk.poll();
      await desk.clock.advance(60_000);
      const taskList = deciders;
      const task = await desk.engine.pollForDecisionTask({ domain, taskList, startAtPreviousStartedEvent: true });
      return [task.previousStartedEventId, task.events?.[0]?.eventId];
    },
  },
  unstartedEventId: {
    async scene(desk, runId) {
      await sticky(desk, { taskListScheduleToStartTimeout: "5" });
      await desk.signal();
      await desk.clock.advance(5_000);
      return await desk.last(runId, "DecisionTaskTimedOut");
    },
  },
  noneScheduleToStart: {
    async scene(desk, runId) {
      const first = await member(desk, runId, "DecisionTaskScheduled", "scheduleToStartTimeout");
      await sticky(desk, {});
      await desk.signal();
      return [first, await member(desk, runId, "DecisionTaskScheduled", "scheduleToStartTimeout")];
    },
  },
  cancelOfNewTimer: {
    async scene(desk, runId) {
      await desk.decide(timer("t", 9), cancelTimer("t"));
      return [await types(desk, runId, 6), await member(desk, runId, "CancelTimerFailed", "cause")];
    },
  },
  restartOfCanceledTimer: {
    async scene(desk, runId) {
      await desk.decide(timer("t", 9));
      await desk.signal();
      await desk.decide(cancelTimer("t"), timer("t", 8));
      return [await types(desk, runId, 11), await member(desk, runId, "StartTimerFailed", "cause")];
    },
  },
  cancelOfNewActivity: {
    async scene(desk, runId) {
      await desk.decide(schedule("a"), cancelActivity("a"));
      return [await types(desk, runId, 6), await member(desk, runId, "RequestCancelActivityTaskFailed", "cause")];
    },
  },
  continueAsNewDefaults: {
    async scene(desk, runId) {
      await desk.decide(continueAsNew({ taskStartToCloseTimeout: "7" }));
      const { executionStartToCloseTimeout, taskStartToCloseTimeout, childPolicy } = (await desk.last(
        runId,
        "WorkflowExecutionContinuedAsNew",
      )) as Readonly<Record<string, string>>;
      return [executionStartToCloseTimeout, taskStartToCloseTimeout, childPolicy];
    },
  },
  continueAsNewTags: {
    async scene(desk, runId) {
      await desk.decide(continueAsNew());
      return await member(desk, runId, "WorkflowExecutionContinuedAsNew", "tagList");
    },
  },
  inheritedTimeouts: {
    async scene(desk, runId) {
      await desk.decide(schedule("a", { heartbeatTimeout: "5" }));
      await desk.signal();
      const inHistory = await desk.last(runId, "ActivityTaskScheduled");
      const inTask = (await desk.poll()).events?.[4]?.activityTaskScheduledEventAttributes;
      expect(inTask).toEqual(inHistory);
      return inHistory;
    },
  },
  refusalInitiatedEventId: {
    options: { quotas: { decisions: { SignalExternalWorkflowExecution: never() } }, permits: denies("Cancel") },
    async scene(desk, runId) {
      await desk.decide(signalOut("x", { control: "c" }), cancelOut("x"));
      await desk.clock.advance(1_000);
      const signal = await member(desk, runId, "SignalExternalWorkflowExecutionFailed", "initiatedEventId");
      const cancel = await member(desk, runId, "RequestCancelExternalWorkflowExecutionFailed", "initiatedEventId");
      return [await types(desk, runId, 5), signal, cancel];
    },
  },
  closeNotLast: {
    async scene(desk) {
      const task = await desk.poll();
      const wrong = { decisionType: "Nonsense" } as never;
      return (await refusal(desk.respond(task, complete(), wrong))).message.slice(0, 20);
    },
  },
  simultaneousTimeouts: {
    async scene(desk, runId) {
      const same = { startToCloseTimeout: "9", scheduleToCloseTimeout: "9", heartbeatTimeout: "9" };
      await desk.decide(schedule("a", { ...same, scheduleToStartTimeout: "9" }));
      await desk.clock.advance(9_000);
      const unstarted = await member(desk, runId, "ActivityTaskTimedOut", "timeoutType");
      await desk.decide(schedule("a", same));
      await desk.work();
      await desk.clock.advance(9_000);
      return [unstarted, await member(desk, runId, "ActivityTaskTimedOut", "timeoutType")];
    },
  },
  unrequestedActivityCancel: {
    async scene(desk, runId) {
      await desk.decide(schedule("a"));
      const { taskToken } = await desk.work();
      const refused = await outcome(desk.engine.respondActivityTaskCanceled({ taskToken }));
      await desk.signal();
      await desk.decide(...(refused === undefined ? [] : [cancelActivity("a")]));
      if (refused !== undefined) await desk.engine.respondActivityTaskCanceled({ taskToken });
      return [refused, (await desk.last(runId, "ActivityTaskCanceled")) !== undefined];
    },
  },
  repeatedCancelRequests: {
    async scene(desk, runId) {
      for (let i = 0; i < 2; i++) {
        await desk.engine.requestCancelWorkflowExecution({ domain, workflowId: "order-1" });
      }
      await desk.decide(cancelOut("order-1"));
      await desk.clock.advance(0);
      const all = await types(desk, runId, 1);
      return [
        all.filter((type) => type === "WorkflowExecutionCancelRequested").length,
        all.includes("ExternalWorkflowExecutionCancelRequested"),
      ];
    },
  },
  childPolicyAtEventLimit: {
    options: { limits: { historyEvents: 20 } },
    async scene(desk, runId) {
      await desk.decide(child("kid", { taskList: { name: "nobody" } }));
      await desk.clock.advance(0);
      const many = Array.from({ length: 9 }, (_, index) => marker(`m${index}`));
      await desk.decide(...many);
      await desk.signal();
      await desk.clock.advance(0);
      expect(await member(desk, runId, "WorkflowExecutionTerminated", "cause")).toBe("EVENT_LIMIT_EXCEEDED");
      const filters = { startTimeFilter: { oldestDate: new Date(0) }, executionFilter: { workflowId: "kid" } };
      const kids = await desk.engine.listOpenWorkflowExecutions({ domain, ...filters });
      return kids.executionInfos?.map(({ cancelRequested }) => cancelRequested);
    },
  },
  terminateCause: {
    async scene(desk, runId) {
      await desk.engine.terminateWorkflowExecution({ domain, workflowId: "order-1" });
      return await desk.last(runId, "WorkflowExecutionTerminated");
    },
  },
  pendingTasks: {
    async scene(desk) {
      await desk.decide(schedule("a"), schedule("b"));
      await desk.work();
      await desk.signal();
      await desk.poll();
      await desk.start("order-2");
      const activities = await desk.engine.countPendingActivityTasks({ domain, taskList: workers });
      const decisions = await desk.engine.countPendingDecisionTasks({ domain, taskList: deciders });
      return [activities.count, decisions.count];
    },
  },
  typesOfDeprecatedDomain: {
    async scene(desk) {
      await desk.engine.deprecateDomain({ name: domain });
      return (await desk.engine.describeWorkflowType({ domain, workflowType })).typeInfo?.status;
    },
  },
  deprecatedDomain: {
    async scene(desk) {
      await desk.engine.deprecateDomain({ name: domain });
      const type = { domain, name: "more", version: "1" };
      return [
        await outcome(desk.engine.registerWorkflowType(type)),
        await outcome(desk.engine.registerActivityType(type)),
        await outcome(desk.start("order-2")),
      ];
    },
  },
  taskPageTokenLife: {
    async scene(desk) {
      const { nextPageToken } = await desk.engine.pollForDecisionTask({
        domain,
        taskList: deciders,
        maximumPageSize: 1,
      });
      const seen: unknown[] = [];
      for (const ms of [60_000, 1, 86_339_999, 1]) {
        await desk.clock.advance(ms);
        seen.push(await outcome(desk.engine.pollForDecisionTask({ domain, taskList: deciders, nextPageToken })));
      }
      return seen;
    },
  },
  emptyPollTaskToken: {
    options: { longPollSeconds: 0 },
    async scene(desk): Promise<readonly [DecisionTask, ActivityTask]> {
      const taskList = { name: "nothing" };
      const polled = [
        desk.engine.pollForDecisionTask({ domain, taskList }),
        desk.engine.pollForActivityTask({ domain, taskList }),
      ] as const;
      await desk.clock.advance(0);
      return [await polled[0], await polled[1]];
    },
  },
  alreadyStartedMessage: { scene: async (desk) => await refusal(desk.start()) },
  defaultUndefinedMessage: {
    async scene(desk) {
      const bare = { name: "bare", version: "1" };
      await desk.engine.registerWorkflowType({ domain, ...bare });
      const start = { workflowType: bare, executionStartToCloseTimeout: "9" };
      return [
        (await refusal(desk.start("x", { workflowType: bare }))).message,
        (await refusal(desk.start("x", start))).message,
      ];
    },
  },
  characters: {
    scene: async (desk) => [
      await outcome(desk.signal("🦀".repeat(128))),
      await outcome(desk.signal("🦀".repeat(129))),
      await outcome(desk.signal("🦀".repeat(257))),
      await outcome(desk.start(`${"🦀".repeat(200)}:`)),
    ],
  },
};

const effective = {
  activityId: "a",
  activityType,
  taskList: workers,
  heartbeatTimeout: "5",
  decisionTaskCompletedEventId: 4,
};
const inherited = { scheduleToStartTimeout: "NONE", scheduleToCloseTimeout: "NONE", startToCloseTimeout: "NONE" };
const timedOut = { timeoutType: "SCHEDULE_TO_START", scheduledEventId: 6 };
const tooLong = "ValidationException";

/** What each scene shows under each value. */
const SEEN: Seen = {
  previousStartedEventId: { lastCompleted: [0, 1], lastStarted: [3, 3] },
  unstartedEventId: { zero: { ...timedOut, startedEventId: 0 }, absent: timedOut },
  noneScheduleToStart: { shown: ["NONE", "NONE"], hidden: [undefined, undefined] },
  cancelOfNewTimer: {
    applied: [["TimerCanceled"], undefined],
    refused: [["CancelTimerFailed", "DecisionTaskScheduled"], "TIMER_ID_UNKNOWN"],
  },
  restartOfCanceledTimer: {
    refused: [["StartTimerFailed", "DecisionTaskScheduled"], "TIMER_ID_ALREADY_IN_USE"],
    applied: [["TimerStarted"], undefined],
  },
  cancelOfNewActivity: {
    applied: [["ActivityTaskCancelRequested", "ActivityTaskCanceled", "DecisionTaskScheduled"], undefined],
    refused: [["RequestCancelActivityTaskFailed", "DecisionTaskScheduled"], "ACTIVITY_ID_UNKNOWN"],
  },
  continueAsNewDefaults: { type: ["86400", "7", "TERMINATE"], execution: ["99", "7", "REQUEST_CANCEL"] },
  continueAsNewTags: { dropped: undefined, kept: ["vip"] },
  inheritedTimeouts: { shown: { ...effective, ...inherited }, hidden: effective },
  refusalInitiatedEventId: {
    zero: [
      [
        "SignalExternalWorkflowExecutionFailed",
        "RequestCancelExternalWorkflowExecutionFailed",
        "DecisionTaskScheduled",
      ],
      0,
      0,
    ],
    initiated: [
      [
        "SignalExternalWorkflowExecutionInitiated",
        "SignalExternalWorkflowExecutionFailed",
        "RequestCancelExternalWorkflowExecutionInitiated",
        "RequestCancelExternalWorkflowExecutionFailed",
        "DecisionTaskScheduled",
      ],
      5,
      7,
    ],
  },
  closeNotLast: { afterForm: "1 validation error d", beforeForm: "Close must be last d" },
  simultaneousTimeouts: {
    task: ["SCHEDULE_TO_START", "START_TO_CLOSE"],
    whole: ["SCHEDULE_TO_CLOSE", "SCHEDULE_TO_CLOSE"],
    heartbeat: ["SCHEDULE_TO_START", "HEARTBEAT"],
  },
  unrequestedActivityCancel: { accepted: [undefined, true], refused: ["ValidationException", true] },
  repeatedCancelRequests: { recorded: [3, true], absorbed: [1, true] },
  childPolicyAtEventLimit: { applied: [true], ignored: [false] },
  terminateCause: {
    OPERATOR_INITIATED: { childPolicy: "REQUEST_CANCEL", cause: "OPERATOR_INITIATED" },
    absent: { childPolicy: "REQUEST_CANCEL" },
  },
  pendingTasks: { waiting: [1, 1], waitingAndStarted: [2, 2] },
  typesOfDeprecatedDomain: { deprecated: "DEPRECATED", kept: "REGISTERED" },
  deprecatedDomain: {
    refused: ["DomainDeprecatedFault", "DomainDeprecatedFault", "DomainDeprecatedFault"],
    allowed: [undefined, undefined, "TypeDeprecatedFault"],
  },
  taskPageTokenLife: {
    day: [undefined, undefined, undefined, "ValidationException"],
    minute: [undefined, "ValidationException", "ValidationException", "ValidationException"],
  },
  emptyPollTaskToken: {
    absent: [{ previousStartedEventId: 0, startedEventId: 0 }, { startedEventId: 0 }],
    empty: [
      { previousStartedEventId: 0, startedEventId: 0, taskToken: "" },
      { startedEventId: 0, taskToken: "" },
    ],
  },
  alreadyStartedMessage: {
    words: { name: "WorkflowExecutionAlreadyStartedFault", message: "Already Started" },
    empty: { name: "WorkflowExecutionAlreadyStartedFault", message: "" },
  },
  defaultUndefinedMessage: {
    defaultTaskList: ["defaultExecutionStartToCloseTimeout", "defaultTaskList"],
    taskList: ["executionStartToCloseTimeout", "taskList"],
  },
  characters: {
    utf16Units: [undefined, tooLong, tooLong, tooLong],
    codePoints: [undefined, undefined, tooLong, tooLong],
  },
};

const readings = Object.entries(SEEN).flatMap(([name, byValue]) =>
  Object.entries(byValue).map(([value, seen]) => ({ name: name as keyof Choices, value, seen: seen as unknown })),
);

describe("a choice", () => {
  it.each(readings)("can be $name: $value", async ({ name, value, seen }) => {
    const { scene, options } = SCENES[name];
    expect(await play(scene, { ...options, choices: { [name]: value } })).toEqual(seen);
  });

  it.each(Object.keys(CHOICES) as (keyof Choices)[])("is by default the first value of %s", async (name) => {
    const { scene, options } = SCENES[name];
    const byValue: Readonly<Record<string, unknown>> = SEEN[name];
    expect(await play(scene, options)).toEqual(byValue[CHOICES[name].values[0]]);
  });
});

async function play(scene: Scene, options: EngineOptions = {}): Promise<unknown> {
  const desk = await openDesk(options);
  const said = { executionStartToCloseTimeout: "99", childPolicy: "REQUEST_CANCEL", tagList: ["vip"] };
  const seen = await scene(desk, await desk.start("order-1", said));
  await desk.engine.close();
  return seen;
}

async function types(desk: Desk, runId: string, from: number) {
  return (await desk.events(runId)).slice(from - 1).map(({ eventType }) => eventType);
}

async function member(desk: Desk, runId: string, eventType: string, name: string): Promise<unknown> {
  return ((await desk.last(runId, eventType)) as Readonly<Record<string, unknown>> | undefined)?.[name];
}

async function outcome(call: Promise<unknown>): Promise<string | undefined> {
  const settled = await call.then(
    () => undefined,
    (error: Error) => error.name,
  );
  return settled;
}

async function sticky(desk: Desk, more: object): Promise<void> {
  const { taskToken } = await desk.poll();
  await desk.engine.respondDecisionTaskCompleted({ taskToken, taskList: { name: "sticky" }, ...more });
}

function never() {
  return { bucket: 0, perSecond: 0 };
}

function denies(words: string): NonNullable<EngineOptions["permits"]> {
  return ({ action }) => !action.includes(words);
}
