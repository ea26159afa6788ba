import type { DecisionType } from "@aws-sdk/client-swf";
import { fault } from "../errors.ts";
import type { Field, Parsed, Shape } from "../input/field.ts";
import { list, optional, structure } from "../input/field.ts";
import { oneOf } from "../input/text.ts";
import { cancelTimer } from "./cancel-timer.ts";
import { cancelWorkflowExecution } from "./cancel-workflow-execution.ts";
import { completeWorkflowExecution } from "./complete-workflow-execution.ts";
import { continueAsNewWorkflowExecution } from "./continue-as-new-workflow-execution.ts";
import type { AnyDecision, DecisionAttributesKey } from "./decision.ts";
import { failWorkflowExecution } from "./fail-workflow-execution.ts";
import { recordMarker } from "./record-marker.ts";
import { requestCancelActivityTask } from "./request-cancel-activity-task.ts";
import { requestCancelExternalWorkflowExecution } from "./request-cancel-external-workflow-execution.ts";
import { scheduleActivityTask } from "./schedule-activity-task.ts";
import { scheduleLambdaFunction } from "./schedule-lambda-function.ts";
import { signalExternalWorkflowExecution } from "./signal-external-workflow-execution.ts";
import { startChildWorkflowExecution } from "./start-child-workflow-execution.ts";
import { startTimer } from "./start-timer.ts";

/**
 * Every decision type. A new one does not compile until it has a line here. The order is the one in which the service's
 * message lists them (reference, section 4.1).
 */
const DECISIONS: Readonly<Record<DecisionType, AnyDecision>> = {
  CompleteWorkflowExecution: completeWorkflowExecution,
  StartTimer: startTimer,
  RequestCancelExternalWorkflowExecution: requestCancelExternalWorkflowExecution,
  SignalExternalWorkflowExecution: signalExternalWorkflowExecution,
  CancelTimer: cancelTimer,
  RecordMarker: recordMarker,
  ScheduleActivityTask: scheduleActivityTask,
  ContinueAsNewWorkflowExecution: continueAsNewWorkflowExecution,
  ScheduleLambdaFunction: scheduleLambdaFunction,
  FailWorkflowExecution: failWorkflowExecution,
  RequestCancelActivityTask: requestCancelActivityTask,
  StartChildWorkflowExecution: startChildWorkflowExecution,
  CancelWorkflowExecution: cancelWorkflowExecution,
};

const decisionTypes = Object.keys(DECISIONS) as DecisionType[];

/** The member that carries the attributes of each type. */
const ATTRIBUTES_KEY = Object.fromEntries(
  decisionTypes.map((type) => [type, `${type.charAt(0).toLowerCase()}${type.slice(1)}DecisionAttributes`]),
) as { readonly [T in DecisionType]: DecisionAttributesKey<T> };

/** A decision as it was read: its definition and the attributes that its definition declares. */
export interface ReadDecision {
  readonly definition: AnyDecision;
  readonly attributes: Parsed<Shape>;
}

const member: Field<Readonly<Record<string, unknown>>> = structure({
  decisionType: oneOf(decisionTypes),
  ...Object.fromEntries(
    decisionTypes.map((type) => [ATTRIBUTES_KEY[type], optional(structure(DECISIONS[type].attributes))]),
  ),
});

const none = Object.freeze({});
/** Stands for a decision that could not be read: a problem was reported, so it is never applied. */
const unread: ReadDecision = { definition: recordMarker, attributes: none };

/** One decision of a completion. All attribute blocks are checked, those that do not belong to the type too. */
const readDecision: Field<ReadDecision> = {
  required: true,
  check(value, problems) {
    const read = member.check(value, problems);
    const type = String(read.decisionType);
    if (!isDecisionType(type)) return unread;
    const definition = DECISIONS[type];
    const attributes = read[ATTRIBUTES_KEY[type]] as Parsed<Shape> | undefined; // read by its own field
    if (attributes !== undefined) return { definition, attributes };
    const needed = Object.values(definition.attributes).some(({ required }) => required);
    const given = (value as Readonly<Record<string, unknown>>)[ATTRIBUTES_KEY[type]];
    if (needed && (given === undefined || given === null)) {
      problems.found.push({ path: ATTRIBUTES_KEY[type], value: "null", must: "not be null" });
    }
    return { definition, attributes: none };
  },
};

function isDecisionType(type: string): type is DecisionType {
  return Object.hasOwn(DECISIONS, type);
}

const anyDecisions = list(readDecision);

/** The decisions of a completion, in their order. */
export const decisions: Field<readonly ReadDecision[]> = {
  required: true,
  check(value, problems) {
    if (problems.choices.closeNotLast === "beforeForm") refuseClosesBeforeLast(closesAmong(value));
    return anyDecisions.check(value, problems);
  },
};

/** Which members of a list that nobody has checked yet are closing decisions. */
function closesAmong(value: unknown): boolean[] {
  if (!Array.isArray(value)) return [];
  return value.map((each: unknown) => {
    const type = String((each as { readonly decisionType?: unknown } | null | undefined)?.decisionType);
    return isDecisionType(type) && DECISIONS[type].closes === true;
  });
}

/**
 * Refuses a list in which something follows a closing decision.
 *
 * @throws {EngineError} `ValidationException`.
 */
export function refuseClosesBeforeLast(closes: readonly boolean[]): void {
  if (!closes.slice(0, -1).includes(true)) return;
  throw fault("ValidationException", "Close must be last decision in list");
}
