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
const REQUEST_BYTES = 1_000_000 - 16_384;

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
  const bytes = bytesOf(decisions);
  if (bytes <= REQUEST_BYTES) return undefined;
  return `the ${decisions.length} decisions of one task have ${bytes} bytes, the limit is ${REQUEST_BYTES}`;
}

/** Whether decisions are too many bytes for one request, although each of them fits. */
export const isTooLong = (decisions: readonly Decision[]): boolean => bytesOf(decisions) > REQUEST_BYTES;

const bytesOf = (decisions: readonly Decision[]): number => Buffer.byteLength(JSON.stringify(decisions));
