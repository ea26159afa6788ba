import type { CloseStatus, DomainInfo, WorkflowExecutionInfo } from "@aws-sdk/client-swf";
import type { ExecutionRecord } from "../store/store.ts";
import type { TypeRecord } from "../world/records.ts";
import type { Domain, World } from "../world/world.ts";
import { domainArnOf } from "./arns.ts";

/** A domain as answers show it. */
export function domainInfo(world: World, { name, status, description }: Domain): DomainInfo {
  return {
    name,
    status,
    ...(description === undefined ? {} : { description }),
    arn: domainArnOf(world, name),
  };
}

/** What answers show of any type, besides its name and version. */
export function typeInfo({ status, description, createdMs, deprecatedMs }: TypeRecord<unknown>) {
  return {
    status,
    ...(description === undefined ? {} : { description }),
    creationDate: new Date(createdMs),
    ...(deprecatedMs === undefined ? {} : { deprecationDate: new Date(deprecatedMs) }),
  };
}

/** What is shown of an execution: of one that is open, or of one that the store has. */
type Shown = Pick<ExecutionRecord, "workflowId" | "runId" | "workflowType" | "startMs" | "parent" | "tagList"> & {
  readonly closeStatus?: CloseStatus | undefined;
  readonly closeMs?: number;
  readonly cancelRequested?: boolean;
};

/** An execution as answers show it. `cancelRequested` is false again once it has closed, as recorded. */
export function executionInfo(shown: Shown): WorkflowExecutionInfo {
  const { workflowId, runId, workflowType, startMs, closeStatus, closeMs, parent, tagList, cancelRequested } = shown;
  return {
    execution: { workflowId, runId },
    workflowType,
    startTimestamp: new Date(startMs),
    ...(closeStatus === undefined ? {} : { closeTimestamp: new Date(Number(closeMs)), closeStatus }),
    executionStatus: closeStatus === undefined ? "OPEN" : "CLOSED",
    ...(parent === undefined ? {} : { parent }),
    // The client's type asks for a mutable list; it is frozen.
    ...(tagList === undefined ? {} : { tagList: tagList as string[] }),
    cancelRequested: closeStatus === undefined && cancelRequested === true,
  };
}
