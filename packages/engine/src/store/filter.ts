import type { ClosedRecord, ExecutionFilter } from "./store.ts";

type Filterable = Pick<ClosedRecord, "workflowId" | "workflowType" | "tagList"> & {
  readonly closeStatus?: ClosedRecord["closeStatus"] | undefined;
};

const MATCHES: {
  readonly [K in ExecutionFilter["by"]]: (
    filter: Extract<ExecutionFilter, { by: K }>,
    execution: Filterable,
  ) => boolean;
} = {
  workflowId: ({ workflowId }, execution) => execution.workflowId === workflowId,
  type: ({ name, version }, { workflowType }) =>
    workflowType.name === name && (version === undefined || workflowType.version === version),
  tag: ({ tag }, { tagList }) => tagList?.includes(tag) ?? false,
  closeStatus: ({ status }, { closeStatus }) => closeStatus === status,
};

/** Whether an execution passes a filter; all do where there is none. */
export function passes(filter: ExecutionFilter | undefined, execution: Filterable): boolean {
  return filter === undefined || matches(filter, execution);
}

function matches<F extends ExecutionFilter>(filter: F, execution: Filterable): boolean {
  const test = MATCHES[filter.by] as (filter: F, execution: Filterable) => boolean; // the row of this filter's own kind
  return test(filter, execution);
}
