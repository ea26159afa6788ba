import { besideOf, withBeside } from "../language/command.ts";
import { readInput } from "../values/continuation.ts";
import type { PayloadFormat, PayloadFormats } from "../values/payload-format.ts";
import type { Decision, DecisionType } from "./decision.ts";

/** A decision with the formats that its activity or workflow declares beside it, where SWF does not see them. */
export const withFormats = (decision: Decision, formats: PayloadFormats | undefined): Decision =>
  formats === undefined ? decision : withBeside(decision, formats);

/**
 * What the activity or workflow of a decision declares of the formats of its input and result, for tools that stand for
 * workers; undefined if it declares nothing.
 */
export const formatsOfDecision = (decision: object): PayloadFormats | undefined =>
  besideOf(decision) as PayloadFormats | undefined;

/** Which format is that of a decision's own payload. */
const FIELDS: Readonly<Partial<Record<DecisionType, keyof PayloadFormats>>> = {
  ScheduleActivityTask: "input",
  StartChildWorkflowExecution: "input",
  ContinueAsNewWorkflowExecution: "input",
  CompleteWorkflowExecution: "result",
};

/**
 * The declared format of the payload in a decision: which store it goes to, and who wrote it. Stands beside the decision, so
 * ask before you copy it.
 */
export function formatOf(decision: Decision): PayloadFormat | undefined {
  const formats = formatsOfDecision(decision);
  const field = FIELDS[decision.decisionType];
  const format = formats === undefined || field === undefined ? undefined : formats[field];
  if (format === undefined || !isContinued(decision)) return format;
  // Arguments are only a part of what was written there, so their serializer has not written the whole.
  return format.store === undefined ? undefined : { store: format.store };
}

const isContinued = ({ continueAsNewWorkflowExecutionDecisionAttributes: attributes }: Decision): boolean =>
  attributes !== undefined && readInput(attributes.input).isContinued;
