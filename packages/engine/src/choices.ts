import { fault } from "./errors.ts";
import { assertOptions } from "./option-names.ts";

/** An open question about the service: what it may do, the engine's own answer first, and what it is about. */
interface Declaration {
  readonly values: readonly [string, string, ...string[]];
  readonly about: string;
}

/**
 * Every place where Amazon SWF may be read in more than one way and the engine can follow each (FIDELITY.md has the reasons).
 * The first value is the default.
 */
export const CHOICES = {
  previousStartedEventId: {
    values: ["lastCompleted", "lastStarted"],
    about: "The decision task that previousStartedEventId points to after a time-out.",
  },
  unstartedEventId: {
    values: ["zero", "absent"],
    about: "startedEventId in the DecisionTaskTimedOut of a task that was never started.",
  },
  noneScheduleToStart: {
    values: ["shown", "hidden"],
    about: "scheduleToStartTimeout NONE in DecisionTaskScheduled.",
  },
  cancelOfNewTimer: {
    values: ["applied", "refused"],
    about: "CancelTimer in the completion that starts the timer; refused with TIMER_ID_UNKNOWN.",
  },
  restartOfCanceledTimer: {
    values: ["refused", "applied"],
    about: "StartTimer in the completion that cancels a timer of this id; refused with TIMER_ID_ALREADY_IN_USE.",
  },
  cancelOfNewActivity: {
    values: ["applied", "refused"],
    about: "RequestCancelActivityTask in the completion that schedules the activity; refused with ACTIVITY_ID_UNKNOWN.",
  },
  continueAsNewDefaults: {
    values: ["type", "execution"],
    about: "Where ContinueAsNewWorkflowExecution takes what it does not say from.",
  },
  continueAsNewTags: {
    values: ["dropped", "kept"],
    about: "The tags of an execution whose ContinueAsNewWorkflowExecution says none.",
  },
  inheritedTimeouts: {
    values: ["shown", "hidden"],
    about: "Time-outs in ActivityTaskScheduled that come from the type's defaults.",
  },
  refusalInitiatedEventId: {
    values: ["zero", "initiated"],
    about:
      "initiatedEventId of signals and cancel requests that a rate or a permission refuses: 0, or that of an Initiated event.",
  },
  closeNotLast: {
    values: ["afterForm", "beforeForm"],
    about: "Whether `Close must be last decision in list` is said after other problems of the request, or before.",
  },
  simultaneousTimeouts: {
    values: ["task", "whole", "heartbeat"],
    about:
      "Which of an activity's time-outs at one moment is told: of its present stage, SCHEDULE_TO_CLOSE, or HEARTBEAT.",
  },
  unrequestedActivityCancel: {
    values: ["accepted", "refused"],
    about: "RespondActivityTaskCanceled where no cancellation was requested.",
  },
  repeatedCancelRequests: {
    values: ["recorded", "absorbed"],
    about: "Requests to cancel an execution after the first: an event each, or none.",
  },
  childPolicyAtEventLimit: {
    values: ["applied", "ignored"],
    about: "The child policy of an execution that the history limit terminates.",
  },
  terminateCause: {
    values: ["OPERATOR_INITIATED", "absent"],
    about: "The cause of WorkflowExecutionTerminated after TerminateWorkflowExecution.",
  },
  pendingTasks: {
    values: ["waiting", "waitingAndStarted"],
    about: "The tasks that CountPendingActivityTasks and CountPendingDecisionTasks count.",
  },
  typesOfDeprecatedDomain: {
    values: ["deprecated", "kept"],
    about: "What DeprecateDomain does to the types of the domain.",
  },
  deprecatedDomain: {
    values: ["refused", "allowed"],
    about: "Starts and new types in a deprecated domain; refused with DomainDeprecatedFault.",
  },
  taskPageTokenLife: {
    values: ["day", "minute"],
    about: "How long the page tokens of PollForDecisionTask are good: a day, as those of all lists, or 60 seconds.",
  },
  emptyPollTaskToken: {
    values: ["absent", "empty"],
    about: "taskToken in the answer to a poll that got no task.",
  },
  alreadyStartedMessage: {
    values: ["words", "empty"],
    about: "The message of WorkflowExecutionAlreadyStartedFault: `Already Started`, or nothing.",
  },
  defaultUndefinedMessage: {
    values: ["defaultTaskList", "taskList"],
    about: "The message of DefaultUndefinedFault: the name of the type's default, or that of the member.",
  },
  characters: {
    values: ["utf16Units", "codePoints"],
    about: "What lengths of texts count.",
  },
} as const satisfies Readonly<Record<string, Declaration>>;

type Declared = typeof CHOICES;

/** How the engine reads Amazon SWF where evidence is open: a value for each of {@link CHOICES}. */
export type Choices = { readonly [Name in keyof Declared]: Declared[Name]["values"][number] };

/**
 * Fills up what an engine was told to choose with the defaults.
 *
 * @throws {EngineError} `ENGINE_OPTION_INVALID`, for a name or a value that does not exist.
 */
export function readChoices(given: Partial<Choices> = {}): Choices {
  assertOptions("choices", given, CHOICES, 'choices: { deprecatedDomain: "allowed" }');
  const chosen = Object.entries(CHOICES).map(([name, { values }]) => {
    const value: unknown = given[name as keyof Choices] ?? values[0];
    if ((values as readonly unknown[]).includes(value)) return [name, value];
    const known = values.map((each) => JSON.stringify(each)).join(" or ");
    throw fault("ENGINE_OPTION_INVALID", `choices.${name} is ${JSON.stringify(value)}; write ${known}.`);
  });
  return Object.freeze(Object.fromEntries(chosen) as Choices); // a value of its own for each name, as just checked
}
