/** What a code stands for, and the first thing to do about it. `bug` marks wrong use of Sweft or of its workflow code: such an error holds the run instead of failing it. */
export interface ErrorDescription {
  readonly summary: string;
  readonly fix: string;
  readonly bug?: true;
}

/** Every error code of this package. `docs/errors.md` is made from this table. */
export const ERRORS = {
  ACTIVITY_CANCELED: {
    summary: "The activity was canceled by its worker, or before it started.",
    fix: "Catch it where the workflow can go on without the result.",
  },
  ACTIVITY_FAILED: {
    summary: "The activity's implementation threw; the cause is what it threw.",
    fix: "Read `cause`; retry with `.with({ retry })`, or catch it.",
  },
  ACTIVITY_IS_GENERATOR: {
    summary: "An activity was declared with a generator function.",
    fix: "Give `activity` a plain or async function, or declare a workflow.",
    bug: true,
  },
  ACTIVITY_TIMED_OUT: {
    summary: "One of the activity's four timeouts expired; `timeoutType` says which.",
    fix: "Raise the timeout, heartbeat more often, or retry on TIMED_OUT.",
  },
  ANY_FAILED: {
    summary: "Every piece of work given to `any` failed; `errors` has their errors.",
    fix: "Read `errors`, a list or a record as `any` was given; retry, or catch it.",
  },
  ARGUMENTS_NOT_ONE: {
    summary: "Several arguments were given where the declared serializer carries one value.",
    fix: "Give one argument, an object or a message with all of them, or declare another serializer.",
    bug: true,
  },
  ARGUMENTS_UNSERIALIZABLE: {
    summary: "A value that has to be recorded cannot be written as text.",
    fix: "Pass plain data; the message names the path in the value.",
    bug: true,
  },
  ARRAY_MAP_ARGUMENTS: {
    summary:
      "An activity or workflow was given to Array.prototype.map as it is, so it got the index and the array as arguments.",
    fix: "Write `items.map((item) => charge(item))`.",
    bug: true,
  },
  BODY_NOT_GENERATOR: {
    summary: "A workflow or coroutine body is not a generator function.",
    fix: "Write `function* (…) { … }`.",
    bug: true,
  },
  CANCELED: {
    summary: "The workflow, a coroutine or one piece of work was canceled.",
    fix: "Clean up in `finally`; catch it only to decide otherwise.",
  },
  CHECKPOINT_ILLEGAL: {
    summary: "A checkpoint was asked elsewhere than in the workflow's own body, or while other coroutines run.",
    fix: "Yield it in the loop of the body itself; wait for coroutines first, or serve signals by handlers.",
    bug: true,
  },
  CHECKPOINT_OPEN: {
    summary: 'Work was still open when a checkpoint with `onOpen: "error"` had waited for it.',
    fix: "Wait for the work before the checkpoint, raise `drain`, or catch the error and go on.",
  },
  CHILD_CANCELED: { summary: "The child workflow ended as canceled.", fix: "Catch it where the parent can go on." },
  CHILD_FAILED: { summary: "The child workflow failed; the cause is its error.", fix: "Read `cause`." },
  CHILD_START_FAILED: {
    summary: "SWF refused to start the child workflow; `reason` has its cause.",
    fix: "Register the type, or give each child a workflow id of its own.",
  },
  CHILD_TERMINATED: { summary: "The child workflow was terminated.", fix: "Catch it where the parent can go on." },
  CHILD_TIMED_OUT: {
    summary: "The child workflow ran longer than its executionStartToCloseTimeout.",
    fix: "Raise the timeout, at most one year.",
  },
  COMMAND_RETURNED: {
    summary: "A body returned a command instead of yielding it, so its work would never have happened.",
    fix: "Write `return yield* charge(order)`.",
    bug: true,
  },
  CONTEXT_MISSING: {
    summary: "A context value was asked for where nobody has provided one, and it has no default.",
    fix: "Run the code inside `value.provide(…)`, or give `contextValue` a default.",
    bug: true,
  },
  CONTINUE_ILLEGAL: {
    summary: "`continueAsNew` was asked where it cannot end the run, or was not given a workflow.",
    fix: "Yield it in the workflow's own body, as `yield* continueAsNew(self, …args)`.",
    bug: true,
  },
  CONTINUE_OTHER_WORKFLOW: {
    summary: "A run was to continue as another workflow; SWF lets only the version change, never the name.",
    fix: "Give `continueAsNew` the workflow itself, or another version of it; start another workflow as a child.",
    bug: true,
  },
  CRON_INVALID: {
    summary: "A schedule is not five fields of cron, or names a day that never comes.",
    fix: 'Write minute, hour, day of the month, month and day of the week, such as "0 9 * * MON-FRI"; times are UTC.',
    bug: true,
  },
  DURATION_INVALID: {
    summary: "A duration is not a whole number of seconds between 0 and one year.",
    fix: 'Write seconds, or a string such as "30s", "5m", "2 hours" or "1 day".',
    bug: true,
  },
  EFFECT_FAILED: {
    summary: "The function of a `cached` command threw; the cause is what it threw.",
    fix: "Read `cause`; the outcome is recorded, so a retry needs a new `cached`.",
  },
  EXTERNAL_FAILED: {
    summary: "SWF refused to send a signal or cancel request to another execution; `reason` has its cause.",
    fix: "Allow the decision in the IAM policy of the decider, or try again later with `.with({ retry })`.",
  },
  EXTERNAL_UNKNOWN: {
    summary: "A signal or cancel request was sent to an execution that is not open.",
    fix: "Catch it where the other execution may have ended; name no run id for one that continues as new.",
  },
  FOREIGN_YIELD: {
    summary: "A workflow yielded something that is not a Sweft command.",
    fix: "Yield commands with `yield*`; put promises into an activity or into `cached`.",
    bug: true,
  },
  FORMAT_UNKNOWN: {
    summary: "The history was written by a newer Sweft, or with interpreter flags this one does not know.",
    fix: "Upgrade the deciders of this task list.",
    bug: true,
  },
  GENERATOR_REUSED: {
    summary: "One generator object was given to two commands; a generator runs only once.",
    fix: "Call the generator function again for each use.",
    bug: true,
  },
  HANDLE_UNKNOWN: {
    summary: "A handle of another run, or of a test, was awaited or canceled.",
    fix: "Use handles only inside the run that started them.",
    bug: true,
  },
  HISTORY_BUDGET: {
    summary: "The workflow asked for more work than the rest of its history has room for, in the worst case.",
    fix: "Spread it over child workflows with `map(items, work, { partition: 500 })`, or begin a new history in time with `checkpoint` or `continueAsNew`.",
    bug: true,
  },
  HISTORY_INVALID: {
    summary: "The events given to replay are not a history of one run, from its first event on.",
    fix: "Give all pages, in ascending order.",
    bug: true,
  },
  ID_INVALID: {
    summary: "A name or id is one that SWF forbids.",
    fix: 'Use 1 to 256 characters without ":", "/", "|" or control characters, and not just "arn".',
    bug: true,
  },
  INPUT_INVALID: {
    summary: "A schema refuses the input of a workflow, which fails, or of an activity; `issues` says what is wrong.",
    fix: "Pass what the schema accepts; the paths begin with the place of the argument, from 0.",
  },
  LAMBDA_FAILED: {
    summary: "The Lambda function failed; the cause is its error.",
    fix: "Read `cause`; retry with `.with({ retry })`, or catch it.",
  },
  LAMBDA_SCHEDULE_FAILED: {
    summary: "SWF refused to call the Lambda function; `reason` has its cause.",
    fix: "Start the workflow with a `lambdaRole` that may call it, or wait until the limit that `reason` names is free again.",
  },
  LAMBDA_TIMED_OUT: {
    summary: "The Lambda function ran longer than its startToCloseTimeout.",
    fix: "Raise the timeout, at most 15 minutes, or retry on TIMED_OUT.",
  },
  LIVELOCK: {
    summary:
      "The workflow code asked millions of things between two events and waited for nothing, or waits by `until` resumed each other for ever.",
    fix: "Wait with `yield* handle` instead of asking `isReady()` in a loop; let `until` wait for what does not change back at once.",
    bug: true,
  },
  MAP_FAILED: {
    summary: "So many items of a `map` have failed that it can no longer succeed; `failures` says which and why.",
    fix: "Read `failures`; tolerate more of them, retry the items, or catch it.",
  },
  MARKER_FAILED: {
    summary: "SWF refused to record a marker.",
    fix: "Allow RecordMarker in the IAM policy of the decider.",
  },
  MUTEX_NOT_HELD: {
    summary: "A mutex was released with a lease that does not hold it.",
    fix: "Release each lease once, or write `mutex.run(function* () { … })`.",
    bug: true,
  },
  NONDETERMINISM: {
    summary: "The workflow code no longer asks for what the history has recorded.",
    fix: "Deploy the code that wrote the history, or give the changed workflow a new version.",
    bug: true,
  },
  NOT_READY: {
    summary: "`result()` was called on a handle whose work has not ended.",
    fix: "Ask `isReady()` first, or wait with `yield* handle`.",
    bug: true,
  },
  NO_IMPLEMENTATION: {
    summary: "`run` was called on an activity that was declared by `contract`.",
    fix: "Replace the activity in the test, or declare it with `activity`.",
    bug: true,
  },
  OPERATION_REJECTED: {
    summary: "An operator asked a run for something that does not fit its state; the message says what is open.",
    fix: "Name open work by its structural id, and an action that fits it.",
  },
  OPTION_INVALID: {
    summary: "An option has a value it cannot have.",
    fix: "The message names option and range.",
    bug: true,
  },
  OUTPUT_INVALID: {
    summary: "A schema refuses the result of an activity; `issues` says what is wrong.",
    fix: "Return what the schema accepts, or widen the schema.",
  },
  PREDICATE_INVALID: {
    summary: "`until` was given no function, or one that answered with something else than true or false.",
    fix: "Write `until(() => stock > 0)`; a promise cannot be waited for in workflow code.",
    bug: true,
  },
  QUERY_FAILED: {
    summary: "A query was not answered: its function threw, or the caller's code cannot replay the run.",
    fix: "Read `cause`. Ask with the code that decides the run; the run itself has noticed nothing.",
  },
  QUERY_INVALID: {
    summary:
      "A query is answered by something that is no plain function, or that gives back a promise, command or generator.",
    fix: "Answer at once from the workflow's variables: `yield* query(name, () => progress)`.",
    bug: true,
  },
  QUERY_TOO_EARLY: {
    summary: "A query came before the first decision of the run was completed.",
    fix: "Ask again once a decider has begun the run.",
  },
  QUERY_UNKNOWN: {
    summary: "The workflow has registered no such query as of its last decision.",
    fix: "Use a name that the message lists, or register it first thing in the workflow.",
  },
  QUEUE_CLOSED: {
    summary: "A queue was closed: nothing can be put in any more, and all that was in it has been taken.",
    fix: "Catch it where the taking loop is to end.",
  },
  RACE_EMPTY: {
    summary: "A race without entrants would never end.",
    fix: "Give `race` or `any` at least one operation.",
    bug: true,
  },
  RECORD_UNREADABLE: {
    summary: "A text in the history cannot be read by this decider; the cause says why.",
    fix: "Give the decider the store, serializer and classes that the writer had; the run waits for it.",
    bug: true,
  },
  RESULT_INVALID: {
    summary: "A schema refuses the result of a workflow; `issues` says what is wrong.",
    fix: "Return what the schema accepts, or widen the schema, and deploy: the run goes on.",
    bug: true,
  },
  RETRY_WHEN_INVALID: {
    summary: "The `when` of a retry policy returned something else than true or false.",
    fix: "Return a boolean on every path of the function.",
  },
  RUN_ID_UNKNOWN: {
    summary: "Neither the options nor the history say which run this is.",
    fix: "Give `replay` the option `execution: { workflowId, runId }`.",
    bug: true,
  },
  SAGA_ENDED: {
    summary: "A compensation was registered after the body of its saga had ended.",
    fix: "Call `compensate` in the body itself, right after what it undoes.",
    bug: true,
  },
  SAGA_FAILED: {
    summary:
      "A saga failed, and some of its compensations failed, too; `cause` is its own error, `failures` has theirs.",
    fix: "Read `failures`, and undo by hand what they name; give compensations a retry policy.",
  },
  SCHEDULE_FAILED: {
    summary: "SWF refused to schedule the activity; `reason` has its cause.",
    fix: "Register the activity type, or wait until the limit that `reason` names is free again.",
  },
  SCHEMA_ASYNC: {
    summary: "The schema of a signal, or of a workflow's input or result, answered with a promise.",
    fix: "Give workflow code synchronous schemas; an activity may check asynchronously.",
    bug: true,
  },
  SCHEMA_INVALID: {
    summary: "Something given as a schema is none, or answered neither with a value nor with issues.",
    fix: "Give a schema that implements Standard Schema 1, such as one of Zod, Valibot or ArkType.",
    bug: true,
  },
  SHARE_INVALID: {
    summary:
      "A part of a `map` with `partition` came to a result that is none: somebody else than the part itself gave it.",
    fix: "Complete a part by hand with `{ values: [...] }`: what each of its items came to, in order.",
  },
  TIMEOUT: {
    summary: "The work given to `withTimeout` was not done in time, and was canceled.",
    fix: "Raise the duration, retry on TIMED_OUT, or catch it.",
  },
  TIMER_FAILED: {
    summary: "SWF refused to start the timer; `reason` has its cause.",
    fix: "Have fewer than 1,000 open timers.",
  },
  UPDATE_INVALID: {
    summary: "`validate` of an update gave back a promise, command or generator.",
    fix: "Throw to reject, and do so at once; what takes time belongs into `handle`.",
    bug: true,
  },
} as const satisfies Record<string, ErrorDescription>;

/** A code of {@link ERRORS}. */
export type ErrorCode = keyof typeof ERRORS;
