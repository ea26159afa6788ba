import type { DecisionType } from "@aws-sdk/client-swf";
import type { OperationName } from "../api.ts";

/** A token bucket: each use takes a token, and what finds none is refused. */
export interface Rate {
  /** Tokens in a full bucket, from 0. */
  readonly bucket: number;
  /** Tokens that come back in a second, from 0, until the bucket is full. */
  readonly perSecond: number;
}

/** The decisions that have a cause for being made too often. */
export type RatedDecision = Extract<
  DecisionType,
  | "ContinueAsNewWorkflowExecution"
  | "RequestCancelExternalWorkflowExecution"
  | "ScheduleActivityTask"
  | "ScheduleLambdaFunction"
  | "SignalExternalWorkflowExecution"
  | "StartChildWorkflowExecution"
  | "StartTimer"
>;

/** The operations that are also counted for each workflow id by itself. */
export type WorkflowOperation = Extract<
  OperationName,
  | "GetWorkflowExecutionHistory"
  | "RecordActivityTaskHeartbeat"
  | "RequestCancelWorkflowExecution"
  | "SignalWorkflowExecution"
>;

/** How much an account may do in a region. What is not named is not limited. */
export interface Quotas {
  /** Calls of each operation; over it, `ThrottlingException`. */
  readonly requests?: Readonly<Partial<Record<OperationName, Rate | undefined>>>;
  /** Decisions of each type; over it, the failed event with a cause that ends in RATE_EXCEEDED. */
  readonly decisions?: Readonly<Partial<Record<RatedDecision, Rate | undefined>>>;
  /** Calls of an operation for one workflow id; over it, `ThrottlingException`. */
  readonly perWorkflow?: Readonly<Partial<Record<WorkflowOperation, Rate | undefined>>>;
  /** Activity tasks scheduled on one task list; over it, ACTIVITY_CREATION_RATE_EXCEEDED. */
  readonly tasksPerSecondPerList?: number;
}

const rate = (bucket: number, perSecond: number): Rate => ({ bucket, perSecond });

const requests: Readonly<Record<OperationName, Rate>> = {
  CountClosedWorkflowExecutions: rate(2_000, 6),
  CountOpenWorkflowExecutions: rate(2_000, 6),
  CountPendingActivityTasks: rate(200, 6),
  CountPendingDecisionTasks: rate(200, 6),
  DeleteActivityType: rate(200, 6),
  DeleteWorkflowType: rate(200, 6),
  DeprecateActivityType: rate(200, 6),
  DeprecateDomain: rate(100, 6),
  DeprecateWorkflowType: rate(200, 6),
  DescribeActivityType: rate(2_000, 6),
  DescribeDomain: rate(200, 6),
  DescribeWorkflowExecution: rate(2_000, 6),
  DescribeWorkflowType: rate(2_000, 6),
  GetWorkflowExecutionHistory: rate(2_000, 60),
  ListActivityTypes: rate(200, 6),
  ListClosedWorkflowExecutions: rate(200, 6),
  ListDomains: rate(100, 6),
  ListOpenWorkflowExecutions: rate(200, 48),
  ListTagsForResource: rate(50, 30),
  ListWorkflowTypes: rate(200, 6),
  PollForActivityTask: rate(2_000, 200),
  PollForDecisionTask: rate(2_000, 200),
  RecordActivityTaskHeartbeat: rate(2_000, 160),
  RegisterActivityType: rate(200, 60),
  RegisterDomain: rate(100, 6),
  RegisterWorkflowType: rate(200, 60),
  RequestCancelWorkflowExecution: rate(2_000, 30),
  RespondActivityTaskCanceled: rate(2_000, 200),
  RespondActivityTaskCompleted: rate(2_000, 200),
  RespondActivityTaskFailed: rate(2_000, 200),
  RespondDecisionTaskCompleted: rate(2_000, 200),
  SignalWorkflowExecution: rate(2_000, 30),
  StartWorkflowExecution: rate(2_000, 200),
  TagResource: rate(50, 30),
  TerminateWorkflowExecution: rate(2_000, 60),
  UndeprecateActivityType: rate(200, 6),
  UndeprecateDomain: rate(100, 6),
  UndeprecateWorkflowType: rate(200, 6),
  UntagResource: rate(50, 30),
};

/** Undefined where the service has a cause and nobody knows its number. */
const decisions: Readonly<Record<RatedDecision, Rate | undefined>> = {
  ContinueAsNewWorkflowExecution: undefined,
  RequestCancelExternalWorkflowExecution: rate(1_200, 120),
  ScheduleActivityTask: rate(1_000, 200),
  ScheduleLambdaFunction: undefined,
  SignalExternalWorkflowExecution: rate(1_200, 120),
  StartChildWorkflowExecution: rate(500, 12),
  StartTimer: rate(2_000, 200),
};

const perWorkflow: Readonly<Record<WorkflowOperation, Rate>> = {
  GetWorkflowExecutionHistory: rate(400, 200),
  RecordActivityTaskHeartbeat: rate(1_000, 1_000),
  RequestCancelWorkflowExecution: rate(200, 200),
  SignalWorkflowExecution: rate(1_000, 1_000),
};

/** The service's quotas (reference, section 11). */
export const SERVICE_QUOTAS = { requests, decisions, perWorkflow, tasksPerSecondPerList: 2_000 } as const;
