/** What a code stands for, and the first thing to do about it. */
export interface ErrorDescription {
  readonly summary: string;
  readonly fix: string;
}

/** Every error code of this package. `docs/errors.md` is made from this table. */
export const ERRORS = {
  DEADLOCK: {
    summary: "The workflow waits, and nothing that could end its wait is under way or announced.",
    fix: "Announce the missing signal or cancellation in the options; the message lists what is waited for.",
  },
  DECISIONS_ENDLESS: {
    summary: "The workflow answered every decision with one that made the next necessary, without an end.",
    fix: "Look at `run.decisions`: what is refused is asked again at once; put a pause before the next try.",
  },
  DECISION_INVALID: {
    summary: "SWF would reject the whole answer to this decision task; nothing was written.",
    fix: "Name a known decision type, give its required attributes, and put the closing decision last.",
  },
  DECISION_NOT_STARTED: {
    summary: "A decision was answered or timed out, but none had been started.",
    fix: "Call `decisionStarted()` first.",
  },
  DECISION_NOT_SCHEDULED: {
    summary: "A decision was started, but none was due.",
    fix: "Let something happen that the decider must see; a marker or a started activity is not enough.",
  },
  DECISION_PENDING: {
    summary: "A decision was started while another one was being made.",
    fix: "Call `decide(…)` or `decisionTimedOut()` first.",
  },
  EFFECT_ASYNC: {
    summary: "A `cached` function is asynchronous, and stepping a workflow is not.",
    fix: "Give its answer: `step.with({ cached: { name: value } })(workflow, …args)`.",
  },
  HISTORY_CLOSED: {
    summary: "Something was to happen to an execution that has closed.",
    fix: "Let it happen before the close, or start a new history.",
  },
  HISTORY_TOO_LONG: {
    summary: "The history reached 25,000 events, at which SWF terminates an execution.",
    fix: "Bound the loop of the workflow, or spread its work over child workflows.",
  },
  IMPLEMENTATION_MISSING: {
    summary: "An activity or child workflow has no implementation in this process.",
    fix: "Give one in the options: `activities: [replace(charge, async (order) => receipt)]`.",
  },
  OPTION_INVALID: {
    summary: "An option has a value it cannot have.",
    fix: "The message names the option and what to write.",
  },
  PAYLOADS_MISSING: {
    summary: "The history refers to payloads that are out of band, and nothing was given to fetch them.",
    fix: "Give the option `fetch`, or a converter that keeps everything inline.",
  },
  REPLAY_DIFFERS: {
    summary: "Replayed from zero the workflow decided otherwise than it did live: its code is not deterministic.",
    fix: "Take time, chance and other facts from `now()`, `random()`, `uuid()` and `cached(…)`, and keep no state outside the workflow function.",
  },
  RESULT_MISSING: {
    summary: "The result was asked of a run that has not completed.",
    fix: "Look at `run.status`, `run.open` and `run.error` first.",
  },
  STORE_CONTRACT_BROKEN: {
    summary: "A store of payloads does not do what `PayloadStore` promises; the message says what it did.",
    fix: "Mend the store: the message ends in what it must do.",
  },
  TARGET_NOT_OPEN: {
    summary: "Nothing that is open fits the target.",
    fix: "Name an open activity, workflow, command or id; the message lists them.",
  },
  TARGET_UNFIT: {
    summary: "The target is open, but this cannot happen to work of its kind.",
    fix: "Use the verb for its kind: `complete` and `fail` for activities and children, `fire` for timers, `signal` for receives, `arrive` and `bounce` for what is sent to other executions.",
  },
  TIMEOUT_IMPOSSIBLE: {
    summary: "SWF would never report this timeout for this work.",
    fix: "Declare the timeout, which may be NONE by default, or name one that fits the work's state.",
  },
} as const satisfies Readonly<Record<string, ErrorDescription>>;

/** A code of {@link ERRORS}. */
export type ErrorCode = keyof typeof ERRORS;

/** An error of the testing tools: the test, not the workflow, has to change. Tell errors apart by `code`. */
export class TestingError extends Error {
  override readonly name = "TestingError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
