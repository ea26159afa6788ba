import type { DecisionType } from "@aws-sdk/client-swf";
import type { OperationName } from "../api.ts";
import { fault } from "../errors.ts";
import type { Service } from "../service.ts";
import type { PermitRequest, Permits } from "./permit-request.ts";
import type { Subject } from "./subject.ts";
import { subjectOf } from "./subject.ts";

/**
 * Refuses an operation that is not permitted.
 *
 * @throws {EngineError} `OperationNotPermittedFault`; `InternalFailure` if `permits` does not answer.
 */
export function assertPermitted(service: Service, action: OperationName, input: object): void {
  if (service.permits === undefined) return;
  if (!isPermitted(service, action, input, subjectOf(service, input))) throw notPermitted(action);
}

/**
 * Whether something is permitted; everything is where nobody says.
 *
 * @throws {EngineError} `InternalFailure` if `permits` throws, or answers neither true nor false.
 */
export function isPermitted(
  { permits, world: { region, account } }: Service,
  action: OperationName | DecisionType,
  input: object,
  { domain, workflowId, runId }: Subject,
): boolean {
  if (permits === undefined) return true;
  const answer = ask(permits, {
    action,
    region,
    account,
    ...(domain === undefined ? {} : { domain }),
    ...(workflowId === undefined ? {} : { workflowId }),
    ...(runId === undefined ? {} : { runId }),
    input: input as PermitRequest["input"], // a structure that was read by its declaration
  });
  if (typeof answer === "boolean") return answer;
  // A promise would count as true.
  throw fault("InternalFailure", `permits answered ${action} with neither true nor false but ${typeof answer}`);
}

function ask(permits: Permits, request: PermitRequest): unknown {
  try {
    return permits(request);
  } catch (error) {
    const failure = fault("InternalFailure", `permits failed when asked for ${request.action}: ${String(error)}`);
    failure.cause = error;
    throw failure;
  }
}

/** The answer to what is not permitted. */
export function notPermitted(action: OperationName | DecisionType): Error {
  return fault("OperationNotPermittedFault", `Not permitted: ${action}`);
}
