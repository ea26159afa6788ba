import type { DecisionType } from "@aws-sdk/client-swf";
import type { OperationName } from "../api.ts";

/** What somebody wants to do: an operation, or a decision in RespondDecisionTaskCompleted. */
export interface PermitRequest {
  readonly action: OperationName | DecisionType;
  readonly region: string;
  readonly account: string;
  /** The domain that it is about; that of the execution where there is a task token. Absent if there is none, or the token is bad. */
  readonly domain?: string;
  /** The execution that it is about, or whose decision it is. */
  readonly workflowId?: string;
  readonly runId?: string;
  /** The members of the request, or the attributes of the decision, checked and frozen. */
  readonly input: Readonly<Record<string, unknown>>;
}

/** Says whether something may be done, as policies of an account do. It must answer at once. */
export type Permits = (request: PermitRequest) => boolean;
