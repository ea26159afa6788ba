import { SweftError, withoutFrames } from "./sweft-error.ts";

/** How work can end other than well. The names are those that retry policies use. */
export type FailureState = "FAILED" | "TIMED_OUT" | "CANCELED" | "SCHEDULE_FAILED" | "TERMINATED";

/** What a cancellation from outside says. */
export const CANCEL_REQUESTED = "cancellation of this workflow execution was requested";

/** Thrown where the workflow waited when it, or the work it waited for, was canceled; code `CANCELED`. */
export class CanceledError extends SweftError {
  override readonly name = "CanceledError";
  /** What the canceled side reported, decoded; undefined if it reported nothing. */
  readonly details: unknown;

  constructor(message = "canceled", options: { readonly details?: unknown; readonly cause?: unknown } = {}) {
    super("CANCELED", message, options.cause === undefined ? undefined : { cause: options.cause });
    this.details = options.details;
    withoutFrames(this);
  }
}

/** What an {@link ActivityError} or {@link ChildWorkflowError} says beyond its message. */
export interface WorkErrorDetails {
  readonly id: string;
  readonly typeName: string;
  readonly state: FailureState;
  readonly reason?: string | undefined;
  readonly timeoutType?: string | undefined;
  readonly details?: unknown;
  readonly cause?: unknown;
}

const ACTIVITY_CODES = {
  FAILED: "ACTIVITY_FAILED",
  TIMED_OUT: "ACTIVITY_TIMED_OUT",
  CANCELED: "ACTIVITY_CANCELED",
  SCHEDULE_FAILED: "SCHEDULE_FAILED",
  TERMINATED: "ACTIVITY_FAILED",
} as const satisfies Record<FailureState, string>;

const CHILD_CODES = {
  FAILED: "CHILD_FAILED",
  TIMED_OUT: "CHILD_TIMED_OUT",
  CANCELED: "CHILD_CANCELED",
  SCHEDULE_FAILED: "CHILD_START_FAILED",
  TERMINATED: "CHILD_TERMINATED",
} as const satisfies Record<FailureState, string>;

const causeOf = (details: WorkErrorDetails) => (details.cause === undefined ? undefined : { cause: details.cause });

/** An activity did not end well. `state` says how, `cause` is the implementation's own error. */
export class ActivityError extends SweftError {
  override readonly name = "ActivityError";
  /** Structural id of the command, such as `3` or `3~2` for its second attempt. */
  readonly id: string;
  readonly activity: string;
  readonly state: FailureState;
  /** SWF's reason or cause, at most 256 characters. */
  readonly reason: string | undefined;
  /** `START_TO_CLOSE`, `SCHEDULE_TO_START`, `SCHEDULE_TO_CLOSE` or `HEARTBEAT`, if `state` is `TIMED_OUT`. */
  readonly timeoutType: string | undefined;
  /** What the worker sent along: details of a cancel, or the last heartbeat as recorded text. */
  readonly details: unknown;

  constructor(message: string, details: WorkErrorDetails) {
    super(ACTIVITY_CODES[details.state], message, causeOf(details));
    this.id = details.id;
    this.activity = details.typeName;
    this.state = details.state;
    this.reason = details.reason;
    this.timeoutType = details.timeoutType;
    this.details = details.details;
    withoutFrames(this);
  }
}

/** A child workflow did not end well. `state` says how, `cause` is the child's own error. */
export class ChildWorkflowError extends SweftError {
  override readonly name = "ChildWorkflowError";
  readonly id: string;
  readonly workflow: string;
  readonly state: FailureState;
  readonly reason: string | undefined;
  readonly details: unknown;

  constructor(message: string, details: WorkErrorDetails) {
    super(CHILD_CODES[details.state], message, causeOf(details));
    this.id = details.id;
    this.workflow = details.typeName;
    this.state = details.state;
    this.reason = details.reason;
    this.details = details.details;
    withoutFrames(this);
  }
}

/** A signal or cancel request did not reach another execution. */
export class ExternalError extends SweftError {
  override readonly name = "ExternalError";
  readonly id: string;
  readonly workflowId: string;
  /** Undefined if it was meant for whichever run is open. */
  readonly runId: string | undefined;
  readonly state: FailureState = "FAILED";
  /** SWF's cause, such as `UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION`. */
  readonly reason: string | undefined;

  constructor(
    message: string,
    details: {
      readonly id: string;
      readonly workflowId: string;
      readonly runId?: string | undefined;
      readonly reason: string | undefined;
    },
  ) {
    const isUnknown = details.reason === "UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION";
    super(isUnknown ? "EXTERNAL_UNKNOWN" : "EXTERNAL_FAILED", message);
    this.id = details.id;
    this.workflowId = details.workflowId;
    this.runId = details.runId;
    this.reason = details.reason;
    withoutFrames(this);
  }
}

const LAMBDA_CODES = {
  FAILED: "LAMBDA_FAILED",
  TIMED_OUT: "LAMBDA_TIMED_OUT",
  SCHEDULE_FAILED: "LAMBDA_SCHEDULE_FAILED",
} as const;

/** A Lambda function did not end well. `state` says how, `cause` is what the function threw. */
export class LambdaError extends SweftError {
  override readonly name = "LambdaError";
  readonly id: string;
  /** Name of the function. */
  readonly lambda: string;
  readonly state: keyof typeof LAMBDA_CODES;
  /** SWF's reason or cause. */
  readonly reason: string | undefined;

  constructor(
    message: string,
    details: {
      readonly id: string;
      readonly lambda: string;
      readonly state: keyof typeof LAMBDA_CODES;
      readonly reason: string | undefined;
      readonly cause?: unknown;
    },
  ) {
    super(LAMBDA_CODES[details.state], message, details.cause === undefined ? undefined : { cause: details.cause });
    this.id = details.id;
    this.lambda = details.lambda;
    this.state = details.state;
    this.reason = details.reason;
    withoutFrames(this);
  }
}
