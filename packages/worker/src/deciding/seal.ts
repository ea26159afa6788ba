import type { Payloads, SealOptions } from "@sweft/payload";
import { isWorthRetry, PayloadError } from "@sweft/payload";
import type { Decision, DecisionPayload, Execution } from "@sweft/workflow";
import { formatOf, payloadOf } from "@sweft/workflow";
import { messageOf } from "../api/faults.ts";
import { payloadCodeOf } from "../api/payload-faults.ts";
import { declaredOf } from "../api/payload-formats.ts";
import type { Persistence } from "../api/persist.ts";
import { persist } from "../api/persist.ts";
import { WorkerError } from "../errors.ts";
import { beforeDeadline } from "./deadline.ts";
import { bytesOfText, DATA_LIMIT, excessOf, fitsBeside, MAX_REQUEST_BYTES, requestBytesOf } from "./limits.ts";
import { scopeOf } from "./scopes.ts";

/** What stays in its field even when a request must be made short: any reference fits. */
const SHORT = 1024;

/** What sealing needs to know. */
export interface Sealing {
  readonly payloads: Payloads;
  readonly domain: string;
  readonly execution: Execution;
  /** Bytes above which texts go out of band, the largest first. */
  readonly requestBytes: number;
  readonly patience: Persistence;
  /** Does the history of the run hold this reference already? Asked of what the run itself reads. */
  readonly isRecorded: (reference: string) => boolean;
}

/**
 * Makes decisions fit: their payloads are compressed and encrypted, as the payloads are set up, and what is too long for its
 * field goes out of band. If all of them together are too long for one request, then the largest do, until they are not.
 *
 * @throws {WorkerError} `DECISION_TOO_LARGE`, naming the field; `DECISION_LATE`.
 * @throws {PayloadError} what `seal` throws.
 */
export async function seal(decisions: readonly Decision[], sealing: Sealing): Promise<readonly Decision[]> {
  const { patience } = sealing;
  return beforeDeadline(patience.busy.clock, patience.untilMs, sealInTime(decisions, sealing), () => STILL_STORED);
}

const STILL_STORED = "payloads are still being stored; look at the store, or raise taskStartToCloseTimeout";

async function sealInTime(decisions: readonly Decision[], sealing: Sealing): Promise<readonly Decision[]> {
  const sealed = await Promise.all(decisions.map((decision, at) => sealOne(decision, at, sealing, DATA_LIMIT)));
  const limit = Math.min(sealing.requestBytes, MAX_REQUEST_BYTES);
  const excess = requestBytesOf(sealed, limit) - limit;
  if (excess <= 0) return checked(sealed);
  const large = largest(sealed, excess);
  try {
    for (const [at, short] of await Promise.all(
      large.map(async (at) => [at, await sealOne(decisions[at] as Decision, at, sealing, SHORT)] as const),
    )) {
      sealed[at] = short;
    }
  } catch (cause) {
    // Without a store it may still be what the service takes, if only just.
    const hard = excessOf(sealed);
    if (hard === undefined) return sealed;
    throw new WorkerError("DECISION_TOO_LARGE", `${hard}; ${messageOf(cause)}`, { cause });
  }
  return checked(sealed);
}

/** The places of the largest payloads, as many as must go out of band so that a request has so many bytes less. */
function largest(sealed: readonly Decision[], excess: number): readonly number[] {
  const all = sealed.map((decision, at) => ({ at, bytes: bytesOfText(payloadFor(decision)?.text ?? "") }));
  const large = all.filter(({ bytes }) => bytes > SHORT).sort((a, b) => b.bytes - a.bytes);
  let saved = 0;
  const until = large.findIndex(({ bytes }) => {
    saved += bytes - SHORT;
    return saved >= excess;
  });
  return large.slice(0, until < 0 ? large.length : until + 1).map(({ at }) => at);
}

function checked(decisions: readonly Decision[]): readonly Decision[] {
  const excess = excessOf(decisions);
  if (excess === undefined) return decisions;
  throw new WorkerError("DECISION_TOO_LARGE", excess);
}

/**
 * The payload of a decision. The input of a Lambda function is none: the function is another program, which reads it as plain JSON, so
 * that it is neither coded nor put out of band.
 */
const payloadFor = (decision: Decision): DecisionPayload | undefined =>
  decision.decisionType === "ScheduleLambdaFunction" ? undefined : payloadOf(decision);

async function sealOne(decision: Decision, at: number, sealing: Sealing, limit: number): Promise<Decision> {
  const payload = payloadFor(decision);
  if (payload === undefined) return decision;
  const { text } = payload;
  const { domain, execution, isRecorded } = sealing;
  try {
    const limitOfText = limit - payload.headCharacters;
    const scope = scopeOf(decision, domain, execution);
    // What another execution reads is put anew: garbage collection may not have seen that one begin, and goes by the age of the object.
    const recorded = scope.runId === execution.runId ? { isRecorded } : {};
    const options = { limit: limitOfText, scope, ...recorded, ...declaredOf(formatOf(decision)) };
    const sealed = await persisting(text, options, sealing);
    return sealed === text ? decision : payload.with(sealed);
  } catch (cause) {
    const what = `decisions[${at}], ${decision.decisionType}, has a payload of ${text.length} characters`;
    const message = `${what}: ${messageOf(cause)}`;
    const code = payloadCodeOf(cause);
    if (code === undefined || code === "PAYLOAD_TOO_LARGE") {
      throw new WorkerError("DECISION_TOO_LARGE", message, { cause });
    }
    throw new PayloadError(code, message, { cause });
  }
}

const persisting = (text: string, options: SealOptions, { payloads, patience }: Sealing): Promise<string> =>
  persist(() => payloads.seal(text, options), { ...patience, retries: isWorthRetry });

/**
 * Makes what a run publishes fit into its field, and beside the decisions into one request: out of band if it must. It
 * fails nothing: what cannot be put anywhere is left out, and the reason given.
 */
export async function sealPublished(
  text: string,
  decisions: readonly Decision[],
  sealing: Sealing,
): Promise<{ readonly text: string } | { readonly leftOut: string }> {
  // To publish nothing any more is to publish the empty text.
  if (text === "") return { text };
  const { domain, execution, patience } = sealing;
  const scope = { domain, workflowId: execution.workflowId, runId: execution.runId };
  const sealAll = async () => {
    for (const limit of [DATA_LIMIT, SHORT]) {
      const sealed = await persisting(text, { limit, scope }, sealing);
      if (fitsBeside(decisions, sealed)) return { text: sealed };
    }
    return { leftOut: `there is no room for ${text.length} characters beside the decisions` };
  };
  try {
    return await beforeDeadline(patience.busy.clock, patience.untilMs, sealAll(), () => STILL_STORED);
  } catch (cause) {
    return { leftOut: messageOf(cause) };
  }
}
