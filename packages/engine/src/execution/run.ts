import type { ActivityType, ChildPolicy, CloseStatus, WorkflowExecution, WorkflowType } from "@aws-sdk/client-swf";
import type { StoredEvent } from "./events.ts";

/** Takes back something that was scheduled or offered. */
type Withdraw = () => void;

/** What an execution runs under: the effective values, from the start call or the type's defaults. */
export interface RunConfig {
  readonly taskList: { readonly name: string };
  readonly taskPriority?: string | undefined;
  readonly executionStartToCloseTimeout: string;
  readonly taskStartToCloseTimeout: string;
  readonly childPolicy: ChildPolicy;
  readonly lambdaRole?: string | undefined;
}

/** A decision task, scheduled or started. */
export interface DecisionTaskState {
  readonly scheduledEventId: number;
  readonly scheduledMs: number;
  readonly taskList: { readonly name: string };
  readonly priority: string | undefined;
  readonly startToCloseTimeout: string;
  readonly scheduleToStartTimeout: string;
  /** 0 until it is started. */
  startedEventId: number;
  /** `startedEventId` of the last completed decision task when this one was started. */
  previousStartedEventId: number;
}

/** An activity that is scheduled or started and not yet closed. */
export interface ActivityState {
  readonly scheduledEventId: number;
  readonly scheduledMs: number;
  readonly activityId: string;
  readonly activityType: ActivityType;
  readonly input: string | undefined;
  readonly taskList: { readonly name: string };
  readonly priority: string | undefined;
  readonly scheduleToStartTimeout: string;
  readonly scheduleToCloseTimeout: string;
  readonly startToCloseTimeout: string;
  readonly heartbeatTimeout: string;
  /** 0 until it is started. */
  startedEventId: number;
  startedMs: number;
  /** The latest ActivityTaskCancelRequested, 0 if there is none. */
  cancelRequestedEventId: number;
  /** Heartbeats write no event: these two are kept beside the history. */
  heartbeatMs: number;
  heartbeatDetails: string | undefined;
}

/** A timer that has neither fired nor been cancelled. */
export interface TimerState {
  readonly timerId: string;
  readonly startedEventId: number;
  readonly startedMs: number;
  readonly startToFireTimeout: string;
}

/** A child from its Initiated event until its close is recorded. */
interface ChildState {
  readonly initiatedEventId: number;
  readonly workflowId: string;
  readonly workflowType: WorkflowType;
  /** The parent's ChildWorkflowExecutionStarted, 0 until it is written. */
  startedEventId: number;
}

/**
 * One workflow execution: what it is, its history, and what the history adds up to.
 *
 * R1. Everything below `events` is the fold of `events` (folds.ts), heartbeats and `withdrawals` excepted: an execution can be
 * rebuilt from its history.
 * R2. Only `append` adds events and only folds change what they add up to.
 */
export interface Run {
  readonly domain: string;
  readonly workflowId: string;
  readonly runId: string;
  readonly execution: WorkflowExecution;
  /** Its place among the domain's executions by start and, once closed, by close; given by the store. */
  startOrder: number;
  closeOrder: number;
  readonly events: StoredEvent[];
  workflowType: WorkflowType;
  config: RunConfig;
  tagList: readonly string[] | undefined;
  parent: WorkflowExecution | undefined;
  parentInitiatedEventId: number;
  startMs: number;
  /** Undefined while the execution is open. */
  closeStatus: CloseStatus | undefined;
  closeMs: number;
  cancelRequested: boolean;
  /** The decision task waiting to be started; behind `startedTask` if there is one. */
  scheduledTask: DecisionTaskState | undefined;
  /** The decision task in a decider's hands. */
  startedTask: DecisionTaskState | undefined;
  /** DecisionTaskStarted of the last decision task that was completed, 0 before the first. */
  previousStartedEventId: number;
  /** Where decision tasks go when a completion has said so; `scheduleToStartTimeout` makes it temporary. */
  decisionListOverride:
    | { readonly taskList: { readonly name: string }; readonly scheduleToStartTimeout: string }
    | undefined;
  readonly activities: Map<number, ActivityState>;
  readonly activityIds: Map<string, ActivityState>;
  readonly timers: Map<string, TimerState>;
  readonly children: Map<number, ChildState>;
  /** Initiated external signals and cancels whose outcome is not recorded yet. */
  readonly externals: Set<number>;
  latestExecutionContext: string | undefined;
  latestActivityTaskMs: number;
  /** Deadlines and places in task lists, by what they belong to; derived from the above, gone when the run closes. */
  readonly withdrawals: Map<object, Withdraw>;
}

const unknownType = Object.freeze({ name: "", version: "" });
const unknownConfig: RunConfig = Object.freeze({
  taskList: Object.freeze({ name: "" }),
  executionStartToCloseTimeout: "NONE",
  taskStartToCloseTimeout: "NONE",
  childPolicy: "TERMINATE",
});

/** An execution before its first event, which says the rest. */
export function emptyRun(domain: string, workflowId: string, runId: string): Run {
  return {
    domain,
    workflowId,
    runId,
    execution: Object.freeze({ workflowId, runId }),
    startOrder: 0,
    closeOrder: 0,
    events: [],
    workflowType: unknownType,
    config: unknownConfig,
    tagList: undefined,
    parent: undefined,
    parentInitiatedEventId: 0,
    startMs: 0,
    closeStatus: undefined,
    closeMs: 0,
    cancelRequested: false,
    scheduledTask: undefined,
    startedTask: undefined,
    previousStartedEventId: 0,
    decisionListOverride: undefined,
    activities: new Map(),
    activityIds: new Map(),
    timers: new Map(),
    children: new Map(),
    externals: new Set(),
    latestExecutionContext: undefined,
    latestActivityTaskMs: 0,
    withdrawals: new Map(),
  };
}

/** True until the closing event is written. */
export function isOpen(run: Run): boolean {
  return run.closeStatus === undefined;
}

/** The length of a wire timeout in milliseconds; NONE is endless. */
export function timeoutMs(timeout: string): number {
  return timeout === "NONE" ? Number.POSITIVE_INFINITY : Number(timeout) * 1_000;
}
