import type { DecisionType } from "@aws-sdk/client-swf";
import type { Field, Parsed, Shape } from "../input/field.ts";
import { list, optional, structure } from "../input/field.ts";
import { oneOf } from "../input/text.ts";
import { cancelTimer } from "./cancelTimer.ts";
import { cancelWorkflowExecution } from "./cancelWorkflowExecution.ts";
import { completeWorkflowExecution } from "./completeWorkflowExecution.ts";
import { continueAsNewWorkflowExecution } from "./continueAsNewWorkflowExecution.ts";
import type { AnyDecision, DecisionAttributesKey } from "./decision.ts";
import { failWorkflowExecution } from "./failWorkflowExecution.ts";
import { recordMarker } from "./recordMarker.ts";
import { requestCancelActivityTask } from "./requestCancelActivityTask.ts";
import { requestCancelExternalWorkflowExecution } from "./requestCancelExternalWorkflowExecution.ts";
import { scheduleActivityTask } from "./scheduleActivityTask.ts";
import { scheduleLambdaFunction } from "./scheduleLambdaFunction.ts";
import { signalExternalWorkflowExecution } from "./signalExternalWorkflowExecution.ts";
import { startChildWorkflowExecution } from "./startChildWorkflowExecution.ts";
import { startTimer } from "./startTimer.ts";

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
      problems.push({ path: ATTRIBUTES_KEY[type], value: "null", must: "not be null" });
    }
    return { definition, attributes: none };
  },
};

function isDecisionType(type: string): type is DecisionType {
  return Object.hasOwn(DECISIONS, type);
}

/** The decisions of a completion, in their order. */
export const decisions = list(readDecision);
