import type { DecisionType, TypeName } from "@sweft/workflow";

interface TaskList {
  readonly name: string;
}

/** What each decision says, with SWF's own names; what is optional here falls back to the type's registration at SWF. */
export interface DecisionAttributes {
  readonly ScheduleActivityTask: {
    readonly activityType: TypeName;
    readonly activityId: string;
    readonly control?: string;
    readonly input?: string;
    readonly scheduleToCloseTimeout?: string;
    readonly scheduleToStartTimeout?: string;
    readonly startToCloseTimeout?: string;
    readonly heartbeatTimeout?: string;
    readonly taskList?: TaskList;
    readonly taskPriority?: string;
  };
  readonly RequestCancelActivityTask: { readonly activityId: string };
  readonly StartTimer: { readonly timerId: string; readonly startToFireTimeout: string; readonly control?: string };
  readonly CancelTimer: { readonly timerId: string };
  readonly RecordMarker: { readonly markerName: string; readonly details?: string };
  readonly StartChildWorkflowExecution: {
    readonly workflowType: TypeName;
    readonly workflowId: string;
    readonly control?: string;
    readonly input?: string;
    readonly executionStartToCloseTimeout?: string;
    readonly taskList?: TaskList;
    readonly taskPriority?: string;
    readonly taskStartToCloseTimeout?: string;
    readonly childPolicy?: string;
    readonly tagList?: readonly string[];
    readonly lambdaRole?: string;
  };
  readonly SignalExternalWorkflowExecution: {
    readonly workflowId: string;
    readonly runId?: string;
    readonly signalName: string;
    readonly input?: string;
    readonly control?: string;
  };
  readonly RequestCancelExternalWorkflowExecution: {
    readonly workflowId: string;
    readonly runId?: string;
    readonly control?: string;
  };
  readonly ScheduleLambdaFunction: {
    readonly id: string;
    readonly name: string;
    readonly control?: string;
    readonly input?: string;
    readonly startToCloseTimeout?: string;
  };
  readonly CompleteWorkflowExecution: { readonly result?: string };
  readonly FailWorkflowExecution: { readonly reason?: string; readonly details?: string };
  readonly CancelWorkflowExecution: { readonly details?: string };
  readonly ContinueAsNewWorkflowExecution: {
    readonly input?: string;
    readonly executionStartToCloseTimeout?: string;
    readonly taskList?: TaskList;
    readonly taskPriority?: string;
    readonly taskStartToCloseTimeout?: string;
    readonly childPolicy?: string;
    readonly tagList?: readonly string[];
    readonly workflowTypeVersion?: string;
    readonly lambdaRole?: string;
  };
}

/** The member of a decision that holds the attributes of its type. */
type DecisionKey<T extends DecisionType = DecisionType> = `${Uncapitalize<T>}DecisionAttributes`;

/** A decision as SWF takes it: what the interpreter decides, or a literal. */
export type FakeDecision = { readonly decisionType: DecisionType } & {
  readonly [T in DecisionType as DecisionKey<T>]?: DecisionAttributes[T];
};

/** The member that holds the attributes of decisions of a type. */
export const decisionKey = <T extends DecisionType>(type: T): DecisionKey<T> =>
  `${type.charAt(0).toLowerCase()}${type.slice(1)}DecisionAttributes` as DecisionKey<T>;
