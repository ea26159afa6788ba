import type { ActivityType, ChildPolicy, CloseStatus, WorkflowExecution, WorkflowType } from "@aws-sdk/client-swf";
import type { DomainRecord } from "../world/records.ts";
import type { Attributes, StoredEvent } from "./events.ts";

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
  startedMs: number;
  /** `startedEventId` of the last completed decision task when this one was started. */
  previousStartedEventId: number;
  /** The same of the last one that was started, completed or not. */
  lastStartedEventId: number;
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
export interface ChildState {
  readonly initiatedEventId: number;
  readonly initiatedMs: number;
  readonly initiated: Attributes<"StartChildWorkflowExecutionInitiated">;
  /** The parent's ChildWorkflowExecutionStarted, 0 until it is written. */
  startedEventId: number;
}

/** A signal or cancel request to another execution, from its Initiated event until its outcome is recorded. */
export interface ExternalState {
  readonly initiatedEventId: number;
  readonly initiatedMs: number;
  readonly request:
    | { readonly kind: "signal"; readonly said: Attributes<"SignalExternalWorkflowExecutionInitiated"> }
    | { readonly kind: "cancel"; readonly said: Attributes<"RequestCancelExternalWorkflowExecutionInitiated"> };
}

/** A Lambda function that is scheduled or started and not yet closed. */
export interface LambdaState {
  readonly scheduledEventId: number;
  readonly scheduledMs: number;
  readonly id: string;
  readonly name: string;
  readonly input: string | undefined;
  readonly startToCloseTimeout: string;
  /** 0 until it is started. */
  startedEventId: number;
  startedMs: number;
}

/**
 * One workflow execution: what it is, its history, and what the history adds up to.
 *
 * R1. Everything below `isDone` is the fold of `events` (folds.ts), `beating` and `withdrawals` excepted: an execution can be
 * rebuilt from its history.
 * R2. Only `append` adds events and only folds change what they add up to.
 */
export interface Run {
  /** Its number: ascends in the order of starting, never given twice. */
  readonly key: number;
  readonly domain: string;
  readonly domainKey: number;
  /** How long it is remembered once it has closed; endless if for ever. */
  readonly retentionMs: number;
  readonly workflowId: string;
  readonly runId: string;
  readonly execution: WorkflowExecution;
  readonly events: StoredEvent[];
  /** How many of the events the store has. */
  savedEvents: number;
  /** True once it has closed and everything that follows from its close is done. */
  isDone: boolean;
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
  /** DecisionTaskStarted of the last decision task, 0 before the first. */
  lastStartedEventId: number;
  /** When the last started decision task was completed or timed out. */
  lastDecisionMs: number;
  /** Where decision tasks go when a completion has said so; `scheduleToStartTimeout` makes it temporary. */
  decisionListOverride:
    | { readonly taskList: { readonly name: string }; readonly scheduleToStartTimeout: string }
    | undefined;
  readonly activities: Map<number, ActivityState>;
  readonly activityIds: Map<string, ActivityState>;
  readonly timers: Map<string, TimerState>;
  readonly children: Map<number, ChildState>;
  /** Initiated external signals and cancels whose outcome is not recorded yet. */
  readonly externals: Map<number, ExternalState>;
  readonly lambdas: Map<number, LambdaState>;
  readonly lambdaIds: Set<string>;
  latestExecutionContext: string | undefined;
  latestActivityTaskMs: number;
  /** Whether there are events that are shown without some of their members. */
  hidesTimeouts: boolean;
  /** Activities that have sent heartbeats, until what closed them stands: what was kept of them can be put back. */
  readonly beating: Map<number, ActivityState>;
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

/** What tells an execution from every other. */
export interface RunIdentity {
  readonly key: number;
  readonly workflowId: string;
  readonly runId: string;
}

type Folded = Omit<
  Run,
  | keyof RunIdentity
  | "domain"
  | "domainKey"
  | "retentionMs"
  | "execution"
  | "events"
  | "savedEvents"
  | "beating"
  | "withdrawals"
>;

/** What an execution adds up to before its first event. */
export function emptyState(): Folded {
  return {
    isDone: false,
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
    lastStartedEventId: 0,
    lastDecisionMs: 0,
    decisionListOverride: undefined,
    activities: new Map(),
    activityIds: new Map(),
    timers: new Map(),
    children: new Map(),
    externals: new Map(),
    lambdas: new Map(),
    lambdaIds: new Set(),
    latestExecutionContext: undefined,
    latestActivityTaskMs: 0,
    hidesTimeouts: false,
  };
}

const dayMs = 86_400_000;

/** An execution before its first event, which says the rest. */
export function emptyRun(domain: DomainRecord, { key, workflowId, runId }: RunIdentity): Run {
  return {
    key,
    domain: domain.name,
    domainKey: domain.key,
    retentionMs: domain.retentionDays === "NONE" ? 0 : Number(domain.retentionDays) * dayMs,
    workflowId,
    runId,
    execution: Object.freeze({ workflowId, runId }),
    events: [],
    savedEvents: 0,
    beating: new Map(),
    withdrawals: new Map(),
    ...emptyState(),
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
