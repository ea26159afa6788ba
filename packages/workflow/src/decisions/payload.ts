import { readInput, writeContinued } from "../values/continuation.ts";
import { readMarker, writeMarker } from "../values/header.ts";
import { readLetter, writeLetter } from "../values/letter.ts";
import type { Decision } from "./decision.ts";

/** The text in a decision that may be long, compressed, encrypted or put out of band; what is around it stays legible. */
export interface DecisionPayload {
  readonly text: string;
  /** Characters of what stands before it in its field and stays there. */
  readonly headCharacters: number;
  /** The same decision with another text in its place. */
  with(text: string): Decision;
}

/** Finds the payload of a decision; undefined if it carries none. */
export function payloadOf(decision: Decision): DecisionPayload | undefined {
  for (const find of FINDERS) {
    const payload = find(decision);
    if (payload !== undefined) return payload;
  }
  return undefined;
}

type Finder = (decision: Decision) => DecisionPayload | undefined;
type Block = Exclude<keyof Decision, "decisionType">;

/** The payload in one field of one block of attributes. */
function field<B extends Block>(block: B, name: keyof NonNullable<Decision[B]>): Finder {
  return (decision) => {
    const attributes: object = decision[block] ?? {};
    const text: unknown = Reflect.get(attributes, name);
    if (typeof text !== "string") return undefined;
    return {
      text,
      headCharacters: 0,
      with: (other) => ({ ...decision, [block]: { ...decision[block], [name]: other } }),
    };
  };
}

/** A marker of the interpreter's own has a head that must stay readable; the payload comes after it. */
const markerDetails: Finder = (decision) => {
  const attributes = decision.recordMarkerDecisionAttributes;
  if (attributes?.details === undefined) return undefined;
  const marker = readMarker(attributes.details);
  if (marker === undefined) return field("recordMarkerDecisionAttributes", "details")(decision);
  const { head, payload } = marker;
  if (payload === undefined) return undefined;
  const withText = (text: string): Decision => ({
    ...decision,
    recordMarkerDecisionAttributes: { ...attributes, details: writeMarker({ head, payload: text }) },
  });
  return { text: payload, headCharacters: attributes.details.length - payload.length, with: withText };
};

/** A signal with an id has such a head, too. */
const signalInput: Finder = (decision) => {
  const attributes = decision.signalExternalWorkflowExecutionDecisionAttributes;
  if (attributes?.input === undefined) return undefined;
  const { id, words, payload } = readLetter(attributes.input);
  if (id === undefined) return field("signalExternalWorkflowExecutionDecisionAttributes", "input")(decision);
  if (payload === undefined) return undefined;
  const withText = (text: string): Decision => ({
    ...decision,
    signalExternalWorkflowExecutionDecisionAttributes: {
      ...attributes,
      input: writeLetter({ id, words, payload: text }),
    },
  });
  return { text: payload, headCharacters: attributes.input.length - payload.length, with: withText };
};

/** What a run hands on has a head, too; arguments alone have none. */
const continuedInput: Finder = (decision) => {
  const attributes = decision.continueAsNewWorkflowExecutionDecisionAttributes;
  const { isContinued, payload } = readInput(attributes?.input);
  if (attributes === undefined || payload === undefined) return undefined;
  return {
    text: payload,
    headCharacters: isContinued ? writeContinued("").length : 0,
    with: (text) => ({
      ...decision,
      continueAsNewWorkflowExecutionDecisionAttributes: {
        ...attributes,
        input: isContinued ? writeContinued(text) : text,
      },
    }),
  };
};

const FINDERS: readonly Finder[] = [
  field("scheduleActivityTaskDecisionAttributes", "input"),
  field("startChildWorkflowExecutionDecisionAttributes", "input"),
  field("scheduleLambdaFunctionDecisionAttributes", "input"),
  signalInput,
  field("completeWorkflowExecutionDecisionAttributes", "result"),
  field("failWorkflowExecutionDecisionAttributes", "details"),
  field("cancelWorkflowExecutionDecisionAttributes", "details"),
  markerDetails,
  continuedInput,
];
