import type { DomainInfo, WorkflowExecutionInfo } from "@aws-sdk/client-swf";
import type { Run } from "../execution/run.ts";
import { isOpen } from "../execution/run.ts";
import type { Service } from "../service.ts";
import type { Domain, TypeRecord } from "../store/store.ts";

/** A domain as answers show it. */
export function domainInfo({ region, account }: Service, { name, status, description }: Domain): DomainInfo {
  return {
    name,
    status,
    ...(description === undefined ? {} : { description }),
    arn: `arn:aws:swf:${region}:${account}:/domain/${name}`,
  };
}

/** What answers show of any type, besides its name and version. */
export function typeInfo({ status, description, createdMs }: TypeRecord<unknown>) {
  return { status, ...(description === undefined ? {} : { description }), creationDate: new Date(createdMs) };
}

/** An execution as answers show it. `cancelRequested` is false again once it has closed, as recorded. */
export function executionInfo(run: Run): WorkflowExecutionInfo {
  const open = isOpen(run);
  return {
    execution: run.execution,
    workflowType: run.workflowType,
    startTimestamp: new Date(run.startMs),
    ...(run.closeStatus === undefined ? {} : { closeTimestamp: new Date(run.closeMs), closeStatus: run.closeStatus }),
    executionStatus: open ? "OPEN" : "CLOSED",
    ...(run.parent === undefined ? {} : { parent: run.parent }),
    // The client's type asks for a mutable list; it is frozen.
    ...(run.tagList === undefined ? {} : { tagList: run.tagList as string[] }),
    cancelRequested: open && run.cancelRequested,
  };
}
