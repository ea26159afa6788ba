import type { WorkflowExecution } from "@aws-sdk/client-swf";
import { executionOfToken } from "../operations/tokens.ts";
import type { Service } from "../service.ts";

/** What a request is about, as far as it says or its task token tells. */
export interface Subject {
  readonly domain?: string | undefined;
  readonly workflowId?: string | undefined;
  readonly runId?: string | undefined;
}

/** The members of requests that say what they are about. */
interface Telling {
  readonly domain?: string;
  /** Of a domain, where there is no member `domain`. */
  readonly name?: string;
  /** Of a domain. */
  readonly resourceArn?: string;
  readonly taskToken?: string;
  readonly workflowId?: string;
  readonly runId?: string;
  readonly execution?: WorkflowExecution;
}

/** Finds out what a request is about. Its members must have been checked. */
export function subjectOf(service: Service, input: object): Subject {
  const { domain, name, resourceArn, taskToken, workflowId, runId, execution }: Telling = input;
  if (taskToken !== undefined) return executionOfToken(service, taskToken) ?? {};
  return {
    domain: domain ?? name ?? resourceArn?.slice(resourceArn.lastIndexOf("/") + 1),
    workflowId: workflowId ?? execution?.workflowId,
    runId: runId ?? execution?.runId,
  };
}
