import type { WorkflowExecutionInfos } from "@aws-sdk/client-swf";
import { fault } from "../errors.ts";
import type { Run } from "../execution/run.ts";
import { executionInfo } from "./infos.ts";
import type { Paging } from "./paging.ts";
import { page } from "./paging.ts";

/** A span of time, in epoch milliseconds, both ends included. */
export interface TimeFilter {
  readonly oldestDate: number;
  readonly latestDate?: number | undefined;
}

/** The filters of which at most one may be given. */
export interface Filters {
  readonly executionFilter?: { readonly workflowId: string } | undefined;
  readonly typeFilter?: { readonly name: string; readonly version?: string | undefined } | undefined;
  readonly tagFilter?: { readonly tag: string } | undefined;
  readonly closeStatusFilter?: { readonly status: string } | undefined;
}

type Matches = (run: Run) => boolean;
const anything: Matches = () => true;

const MATCHES: { readonly [K in keyof Required<Filters>]: (filter: NonNullable<Filters[K]>) => Matches } = {
  executionFilter: (filter) => (run) => run.workflowId === filter.workflowId,
  typeFilter:
    ({ name, version }) =>
    ({ workflowType }) =>
      workflowType.name === name && (version === undefined || workflowType.version === version),
  tagFilter: (filter) => (run) => run.tagList?.includes(filter.tag) ?? false,
  closeStatusFilter: (filter) => (run) => run.closeStatus === filter.status,
};

/**
 * The predicate of the one filter given, or of none.
 *
 * @throws {EngineError} `ValidationException` if there are several.
 */
export function matching(filters: Filters): Matches {
  const given = (Object.keys(MATCHES) as (keyof Filters)[]).filter((name) => filters[name] !== undefined);
  exclusive(given);
  const [name] = given;
  return name === undefined ? anything : matches(name, filters);
}

function matches<K extends keyof Filters>(name: K, filters: Filters): Matches {
  return MATCHES[name](filters[name] as NonNullable<Filters[K]>); // it is the one given
}

/**
 * Refuses more than one filter of a kind.
 *
 * @throws {EngineError} `ValidationException`.
 */
export function exclusive(names: readonly string[]): void {
  if (names.length <= 1) return;
  const text = `Cannot specify more than one exclusive filters in the same query: [${names.join(", ")}]`;
  throw fault("ValidationException", text);
}

/** True if a moment is in the span. */
export function within({ oldestDate, latestDate = Number.POSITIVE_INFINITY }: TimeFilter, ms: number): boolean {
  return oldestDate <= ms && ms <= latestDate;
}

/** A list of executions, by the order in which they started or closed. */
export interface ExecutionListing {
  readonly kind: "open" | "closedByStart" | "closedByClose";
  readonly ascending: readonly Run[];
  readonly keyOf: (run: Run) => number;
  readonly reverseOrder: boolean | undefined;
}

/** One page of executions, latest first unless reversed. */
export function listed({ reverseOrder = false, ...listing }: ExecutionListing, paging: Paging): WorkflowExecutionInfos {
  const { items, token } = page({ ...listing, descend: !reverseOrder }, paging);
  return { executionInfos: items.map(executionInfo), ...token };
}

/** Orders by the start of executions. */
export const byStart = ({ startOrder }: Run): number => startOrder;

/** Orders by the close of executions. */
export const byClose = ({ closeOrder }: Run): number => closeOrder;
