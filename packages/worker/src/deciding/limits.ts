import { Buffer } from "node:buffer";
import type { Decision } from "@sweft/workflow";

/** The most characters of each field of a decision; fields that are not named here are short by construction. */
const FIELD_LIMITS: Readonly<Record<string, number>> = {
  input: 32_768,
  result: 32_768,
  details: 32_768,
  control: 32_768,
  reason: 256,
  markerName: 256,
  signalName: 256,
  activityId: 256,
  timerId: 256,
  workflowId: 256,
};

/** A request may have 1 MB with its headers. Task tokens have at most 1,024 characters, signatures less. */
export const MAX_REQUEST_BYTES = 1_000_000 - 16_384;

/** The most characters of a field that a text goes into. */
export const DATA_LIMIT = 32_768;

/** What in an answer exceeds a limit of the service, in words; undefined if nothing does. */
export function excessOf(decisions: readonly Decision[]): string | undefined {
  for (const [at, decision] of decisions.entries()) {
    for (const [block, attributes] of Object.entries(decision)) {
      if (typeof attributes === "string") continue;
      for (const [field, value] of Object.entries(attributes as object)) {
        const limit = FIELD_LIMITS[field];
        if (limit === undefined || typeof value !== "string" || value.length <= limit) continue;
        return `decisions[${at}].${block}.${field} has ${value.length} characters, the limit is ${limit}`;
      }
    }
  }
  const bytes = requestBytesOf(decisions, MAX_REQUEST_BYTES);
  if (bytes <= MAX_REQUEST_BYTES) return undefined;
  return `the ${decisions.length} decisions of one task have ${bytes} bytes, the limit is ${MAX_REQUEST_BYTES}`;
}

/** The bytes of a text as JSON. */
export const bytesOfText = (text: string): number => Buffer.byteLength(JSON.stringify(text));

/** The most bytes that one UTF-16 unit takes as JSON in UTF-8: a control character, `\u0000`. */
const BYTES_PER_UNIT = 6;

/** The names and brackets of one decision, and its short values: more than any has. */
const BYTES_PER_DECISION = 10_240;

/** Whether a text goes along with decisions in one request. */
export function fitsBeside(decisions: readonly Decision[], text: string): boolean {
  const room = MAX_REQUEST_BYTES - bytesOfText(text);
  return requestBytesOf(decisions, room) <= room;
}

/**
 * The bytes of decisions as JSON.
 *
 * @param enough - If they are surely no more, any number between them and this one will do, which costs little.
 */
export function requestBytesOf(decisions: readonly Decision[], enough: number): number {
  let bound = decisions.length * BYTES_PER_DECISION;
  for (const decision of decisions) {
    for (const attributes of Object.values(decision)) {
      if (typeof attributes !== "object") continue;
      for (const value of Object.values(attributes)) {
        // What is no text is short: a type, a task list, five tags of 256 characters.
        if (typeof value === "string") bound += value.length * BYTES_PER_UNIT;
      }
    }
  }
  return bound <= enough ? bound : Buffer.byteLength(JSON.stringify(decisions));
}
