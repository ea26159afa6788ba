import type { Payloads } from "@sweft/payload";
import type { Decision } from "@sweft/workflow";
import { payloadOf } from "@sweft/workflow";
import { isStoreFailure, messageOf } from "../api/faults.ts";
import type { Persistence } from "../api/persist.ts";
import { persist } from "../api/persist.ts";
import { WorkerError } from "../errors.ts";
import { DATA_LIMIT, excessOf, isTooLong } from "./limits.ts";

/** What stays in its field even when a request must be made short: any reference fits. */
const SHORT = 1024;

/**
 * Makes decisions fit: texts that are too long for their field go out of band. If all of them together are too long for
 * one request, then all texts that are not short.
 *
 * @throws {WorkerError} `DECISION_TOO_LARGE`, naming the field.
 */
export async function seal(
  decisions: readonly Decision[],
  payloads: Payloads,
  patience: Persistence,
): Promise<readonly Decision[]> {
  const sealed = await sealAll(decisions, payloads, DATA_LIMIT, patience);
  if (!isTooLong(sealed)) return checked(sealed);
  let short: readonly Decision[];
  try {
    short = await sealAll(decisions, payloads, SHORT, patience);
  } catch (cause) {
    throw new WorkerError("DECISION_TOO_LARGE", `${excessOf(sealed)}; ${messageOf(cause)}`, { cause });
  }
  return checked(short);
}

function checked(decisions: readonly Decision[]): readonly Decision[] {
  const excess = excessOf(decisions);
  if (excess === undefined) return decisions;
  throw new WorkerError("DECISION_TOO_LARGE", excess);
}

const sealAll = (decisions: readonly Decision[], payloads: Payloads, limit: number, patience: Persistence) =>
  Promise.all(decisions.map((decision, at) => sealOne(decision, at, payloads, limit, patience)));

async function sealOne(decision: Decision, at: number, payloads: Payloads, limit: number, patience: Persistence) {
  const payload = payloadOf(decision);
  if (payload === undefined) return decision;
  const { text } = payload;
  const room = limit - payload.headCharacters;
  // Where the text fits, what the user has set as the most to stay in a field still counts.
  const sealing = (): Promise<string> => (text.length <= room ? payloads.seal(text) : payloads.seal(text, room));
  try {
    const sealed = await persist(sealing, { ...patience, retries: isStoreFailure });
    return sealed === text ? decision : payload.with(sealed);
  } catch (cause) {
    const what = `decisions[${at}], ${decision.decisionType}, has a payload of ${text.length} characters`;
    throw new WorkerError("DECISION_TOO_LARGE", `${what}: ${messageOf(cause)}`, { cause });
  }
}

/**
 * Makes what a run publishes fit into its field, and beside the decisions into one request: out of band if it must. It
 * fails nothing: what cannot be put anywhere is left out, and the reason given.
 */
export async function sealPublished(
  text: string,
  decisions: readonly Decision[],
  payloads: Payloads,
  patience: Persistence,
): Promise<{ readonly text: string } | { readonly leftOut: string }> {
  try {
    for (const limit of [DATA_LIMIT, SHORT]) {
      const sealing = (): Promise<string> => (text.length <= limit ? payloads.seal(text) : payloads.seal(text, limit));
      const sealed = await persist(sealing, { ...patience, retries: isStoreFailure });
      if (sealed.length <= limit && !isTooLong(decisions, sealed)) return { text: sealed };
    }
    return { leftOut: `there is no room for ${text.length} characters beside the decisions` };
  } catch (cause) {
    return { leftOut: messageOf(cause) };
  }
}
