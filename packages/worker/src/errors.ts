/** Every error code of this package, with what happened and what to do. */
export const ERRORS = {
  DECISION_LATE: {
    summary:
      "A decision was not made within its task's timeout, because a `cached` function or a payload store took too long.",
    fix: "Move what is slow into an activity, or raise the workflow's taskStartToCloseTimeout.",
  },
  DECISION_REFUSED: {
    summary: "The service refused the answer to a decision task; the run is held.",
    fix: "Read the cause: it names the member. Deploy deciders that answer otherwise.",
  },
  DECISION_TOO_LARGE: {
    summary: "A decision, or all decisions of one task, would exceed a limit of the service; the run is held.",
    fix: "Give the workers a payload store, or pass less; the message names the field.",
  },
  DOMAIN_DEPRECATED: {
    summary: "The domain is deprecated and takes no new executions.",
    fix: "Undeprecate the domain, or use another.",
  },
  DUPLICATE_TYPE: {
    summary: "Two workflows, or two activities, of one worker have the same name and version.",
    fix: "Give one of them another version, or list it once.",
  },
  HISTORY_INCOMPLETE: {
    summary: "The service did not give the whole history of a decision task.",
    fix: "Nothing: the task times out and is handed out again. If it happens often, raise taskStartToCloseTimeout.",
  },
  INPUT_UNREADABLE: {
    summary:
      "An activity's input, or a payload of a workflow's history, cannot be read, and its payloads do not say why.",
    fix: "Read the cause. Most payloads say why by a code of their own, `PAYLOAD_…`, which stands here then.",
  },
  NOT_AN_ACTIVITY: {
    summary: "Something in the list of activities is no activity.",
    fix: "List what `activity(…)` returned; workflows belong to openDecider.",
  },
  NOT_A_WORKFLOW: {
    summary: "Something that should be a workflow is none.",
    fix: "Give what `workflow(…)` returned; activities belong to openActivityWorker.",
  },
  OPERATION_REJECTED: {
    summary: "A run has refused what its operator asked for; the message says why, and what is open.",
    fix: "Name open work by its structural id, and an action that fits it.",
  },
  RUN_CLOSED: {
    summary: "The run ended before it had answered an update.",
    fix: "Ask `result()` or `describe()` for how it ended; ask the update of another run if need be.",
  },
  RUN_NOT_FOUND: {
    summary: "The service knows no such execution in this domain, or its retention period is over.",
    fix: "Check domain, workflow id and run id.",
  },
  RUN_NOT_OPEN: {
    summary: "A signal, cancel or terminate came to an execution that has ended.",
    fix: "Ask `describe()` for how it ended; start another if need be.",
  },
  TYPE_NOT_REGISTERED: {
    summary: "A workflow was started whose type, or whose domain, the service does not know.",
    fix: "Open a decider for the workflow first: it registers domain and type.",
  },
  UNKNOWN_ACTIVITY_TYPE: {
    summary: "A task came for an activity that this worker does not have; the task was failed.",
    fix: "List the activity in openActivityWorker, or give its workers a task list of their own.",
  },
  UNKNOWN_WORKFLOW_TYPE: {
    summary: "A task came for a workflow that this decider does not have; the run is held.",
    fix: "List the workflow in openDecider, or give its deciders a task list of their own.",
  },
  UPDATE_FAILED: {
    summary: "The workflow's handler of an update threw; the cause is what it threw.",
    fix: "Read `cause`; the workflow itself goes on.",
  },
  UPDATE_REJECTED: {
    summary: "The workflow refused an update, and nothing came of it; the cause is what its `validate` threw.",
    fix: "Read `cause`, and ask for something else.",
  },
  WORKER_OPTION_INVALID: {
    summary: "An option of a worker or client has a value it cannot have.",
    fix: "The message names the option and its range.",
  },
  WORKFLOW_ALREADY_STARTED: {
    summary: "An execution with this workflow id is open already.",
    fix: "Use `client.run(workflowId)` to talk to it, or another id.",
  },
  WORKFLOW_CANCELED: {
    summary: "The workflow whose result was waited for ended as canceled.",
    fix: "Read `details`, which is what it told at its end.",
  },
  WORKFLOW_FAILED: {
    summary: "The workflow whose result was waited for failed; the cause is its error.",
    fix: "Read `cause`.",
  },
  WORKFLOW_TERMINATED: {
    summary: "The workflow whose result was waited for was terminated.",
    fix: "Read `reason` and `details`, which are what its terminator told.",
  },
  WORKFLOW_TIMED_OUT: {
    summary: "The workflow whose result was waited for ran longer than its executionStartToCloseTimeout.",
    fix: "Raise the timeout, at most one year, or find out what it waited for.",
  },
} as const satisfies Readonly<Record<string, { readonly summary: string; readonly fix: string }>>;

/** A code of {@link ERRORS}. */
export type ErrorCode = keyof typeof ERRORS;

/** An error of this package. Tell errors apart by `code`, never by `instanceof`. */
export class WorkerError extends Error {
  override readonly name: string = "WorkerError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** How a run can end other than well. */
export type BadEnd = "FAILED" | "CANCELED" | "TIMED_OUT" | "TERMINATED";

const CODES = {
  FAILED: "WORKFLOW_FAILED",
  CANCELED: "WORKFLOW_CANCELED",
  TIMED_OUT: "WORKFLOW_TIMED_OUT",
  TERMINATED: "WORKFLOW_TERMINATED",
} as const satisfies Record<BadEnd, ErrorCode>;

/** What a {@link RunError} says beyond its message. */
export interface RunErrorDetails {
  readonly status: BadEnd;
  readonly workflowId: string;
  readonly runId: string;
  readonly reason?: string | undefined;
  readonly details?: unknown;
  readonly cause?: unknown;
}

/** A run whose result was waited for did not end well: `WORKFLOW_FAILED`, `WORKFLOW_CANCELED`, `WORKFLOW_TIMED_OUT`, `WORKFLOW_TERMINATED`. */
export class RunError extends WorkerError {
  override readonly name = "RunError";
  readonly status: BadEnd;
  readonly workflowId: string;
  readonly runId: string;
  /** What the service keeps as reason, at most 256 characters. */
  readonly reason: string | undefined;
  /** What a canceled workflow told at its end, decoded; what a terminator told. */
  readonly details: unknown;

  constructor(message: string, { status, workflowId, runId, reason, details, cause }: RunErrorDetails) {
    super(CODES[status], message, cause === undefined ? undefined : { cause });
    this.status = status;
    this.workflowId = workflowId;
    this.runId = runId;
    this.reason = reason;
    this.details = details;
  }
}
