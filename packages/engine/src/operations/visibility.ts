import type { WorkflowExecutionInfos } from "@aws-sdk/client-swf";
import { fault } from "../errors.ts";
import type { Run } from "../execution/run.ts";
import type { Service } from "../service.ts";
import { passes } from "../store/filter.ts";
import type { ClosedPlace, ClosedQuery, ExecutionFilter } from "../store/store.ts";
import { findDomain } from "../world/world.ts";
import { executionInfo } from "./infos.ts";
import type { ListPaging } from "./paging.ts";
import { decodeToken, encodeToken, invalidToken, page, sizeOf } from "./paging.ts";

/** A span of time, in epoch milliseconds, both ends included. */
interface TimeFilter {
  readonly oldestDate: number;
  readonly latestDate?: number | undefined;
}

/** The filters of which at most one may be given. */
interface Filters {
  readonly executionFilter?: { readonly workflowId: string } | undefined;
  readonly typeFilter?: { readonly name: string; readonly version?: string | undefined } | undefined;
  readonly tagFilter?: { readonly tag: string } | undefined;
  readonly closeStatusFilter?: { readonly status: string } | undefined;
}

const READ: {
  readonly [K in keyof Required<Filters>]: (filter: NonNullable<Filters[K]>) => ExecutionFilter;
} = {
  executionFilter: ({ workflowId }) => ({ by: "workflowId", workflowId }),
  typeFilter: ({ name, version }) => ({ by: "type", name, version }),
  tagFilter: ({ tag }) => ({ by: "tag", tag }),
  closeStatusFilter: ({ status }) => ({ by: "closeStatus", status }),
};

/**
 * The one filter given, or none.
 *
 * @throws {EngineError} `ValidationException` if there are several.
 */
function filterOf(filters: Filters): ExecutionFilter | undefined {
  const given = (Object.keys(READ) as (keyof Filters)[]).filter((name) => filters[name] !== undefined);
  exclusive(given);
  const [name] = given;
  return name === undefined ? undefined : read(name, filters);
}

function read<K extends keyof Filters>(name: K, filters: Filters): ExecutionFilter {
  return READ[name](filters[name] as NonNullable<Filters[K]>); // it is the one given
}

/** Refuses more than one filter of a kind. */
function exclusive(names: readonly string[]): void {
  if (names.length <= 1) return;
  const text = `Cannot specify more than one exclusive filters in the same query: [${names.join(", ")}]`;
  throw fault("ValidationException", text);
}

/** What a list or a count of open executions asks for. */
export interface OpenFilters extends Filters {
  readonly domain: string;
  readonly startTimeFilter: TimeFilter;
}

/**
 * The open executions asked for, in the order of starting.
 *
 * @throws {EngineError} `UnknownResourceFault`; `ValidationException` for several filters.
 */
export function openRuns({ world }: Service, { domain, startTimeFilter, ...filters }: OpenFilters): Run[] {
  const filter = filterOf(filters);
  const { oldestDate, latestDate = Number.POSITIVE_INFINITY } = startTimeFilter;
  return [...findDomain(world, domain).openRuns.values()]
    .filter((run) => oldestDate <= run.startMs && run.startMs <= latestDate && passes(filter, run))
    .sort((a, b) => a.key - b.key);
}

/** One page of open executions, latest start first unless reversed. */
export function listedOpen(
  service: Service,
  ascending: readonly Run[],
  { reverseOrder = false, ...paging }: ListPaging,
) {
  const listing = { kind: "open", ascending, descend: !reverseOrder, keyOf: ({ key }: Run) => key };
  const { items, token } = page(service, listing, paging);
  return { executionInfos: items.map(executionInfo), ...token };
}

/** What a list or a count of closed executions asks for. */
export interface ClosedFilters extends Filters {
  readonly domain: string;
  readonly startTimeFilter?: TimeFilter | undefined;
  readonly closeTimeFilter?: TimeFilter | undefined;
}

/**
 * What the store is to be asked for.
 *
 * @throws {EngineError} `UnknownResourceFault`; `ValidationException` for none or several filters where one is wanted.
 */
export function closedQuery(
  { world, now }: Service,
  { domain, startTimeFilter, closeTimeFilter, ...filters }: ClosedFilters,
): ClosedQuery {
  const filter = filterOf(filters);
  if (startTimeFilter !== undefined && closeTimeFilter !== undefined) exclusive(["startTimeFilter", "closeTimeFilter"]);
  const { key: domainKey } = findDomain(world, domain);
  const span = startTimeFilter ?? closeTimeFilter;
  if (span === undefined) throw fault("ValidationException", "Must specify time filter");
  const { oldestDate: oldestMs, latestDate: latestMs = Number.POSITIVE_INFINITY } = span;
  const time = startTimeFilter === undefined ? "close" : "start";
  return { domainKey, time, oldestMs, latestMs, filter, nowMs: now() };
}

/** One page of closed executions, latest first unless reversed, by start or by close time. */
export function listedClosed(service: Service, query: ClosedQuery, asked: ListPaging): WorkflowExecutionInfos {
  const { reverseOrder = false, nextPageToken } = asked;
  const size = sizeOf(asked);
  const after = nextPageToken === undefined ? undefined : readPlace(service, nextPageToken, query.time);
  const found = service.ledger.archive().list(query, { descend: !reverseOrder, after, limit: size + 1 });
  const shown = found.slice(0, size);
  const last = shown.at(-1);
  const executionInfos = shown.map(executionInfo);
  if (last === undefined || found.length <= size) return { executionInfos };
  const ms = query.time === "start" ? last.startMs : last.closeMs;
  return { executionInfos, nextPageToken: encodeToken(service, `closed.${query.time}`, [ms, last.key]) };
}

function readPlace(service: Service, token: string, time: ClosedQuery["time"]): ClosedPlace {
  const [ms, key] = decodeToken(service, `closed.${time}`, token);
  if (typeof ms !== "number" || typeof key !== "number") throw invalidToken();
  return { ms, key };
}
