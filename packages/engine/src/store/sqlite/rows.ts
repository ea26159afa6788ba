import type { CloseStatus, RegistrationStatus } from "@aws-sdk/client-swf";
import type { DomainRecord, TypeKind, TypeRecord } from "../../world/records.ts";
import type { Change, ClosedRecord, ExecutionRecord, HeartbeatRecord, Stage } from "../store.ts";

/**
 * A text as columns hold it that may contain anything: as JSON, because SQLite ends a text at U+0000 and has no lone surrogates.
 */
export function textJson(text: string | undefined): string | null {
  return text === undefined ? null : JSON.stringify(text);
}

function textOf(json: string | null): string | undefined {
  return json === null ? undefined : (JSON.parse(json) as string); // made by `textJson`
}

/** A row of `domains`. */
export interface DomainRow {
  readonly id: number;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly description: string | null;
  readonly retention_days: string;
  readonly status: RegistrationStatus;
  readonly tags: string;
}

/** Reads a row of `domains`. */
export function domainOf(row: DomainRow): DomainRecord {
  return {
    key: row.id,
    account: row.account,
    region: row.region,
    name: row.name,
    description: textOf(row.description),
    retentionDays: row.retention_days,
    status: row.status,
    tags: new Map((JSON.parse(row.tags) as [string, string | null][]).map(([key, value]) => [key, value ?? undefined])),
  };
}

/** The values of a row of `domains`, in the order of its columns. */
export function domainValues({ key, account, region, name, description, retentionDays, status, tags }: DomainRecord) {
  return [key, account, region, name, textJson(description), retentionDays, status, JSON.stringify([...tags])];
}

/** A row of `types`. */
export interface TypeRow {
  readonly domain: number;
  readonly kind: TypeKind;
  readonly name: string;
  readonly version: string;
  readonly status: RegistrationStatus;
  readonly description: string | null;
  readonly configuration: string;
  readonly created_ms: number;
  readonly deprecated_ms: number | null;
}

type TypeChange = Extract<Change, { readonly kind: "type" }>;

/** Reads a row of `types`. */
export function typeOf(row: TypeRow): TypeChange {
  const configuration = JSON.parse(row.configuration) as Readonly<Record<string, unknown>>;
  for (const member of Object.values(configuration)) Object.freeze(member);
  const type: TypeRecord<object> = {
    id: Object.freeze({ name: row.name, version: row.version }),
    description: textOf(row.description),
    configuration: Object.freeze(configuration),
    createdMs: row.created_ms,
    status: row.status,
    deprecatedMs: row.deprecated_ms ?? undefined,
  };
  return { kind: "type", domainKey: row.domain, typeKind: row.kind, type };
}

/** The values of a row of `types`, in the order of its columns. */
export function typeValues({ domainKey, typeKind, type }: TypeChange) {
  const { id, status, description, configuration, createdMs, deprecatedMs } = type;
  const about = [status, textJson(description), JSON.stringify(configuration), createdMs, deprecatedMs ?? null];
  return [domainKey, typeKind, id.name, id.version, ...about];
}

/** A row of `executions`. */
export interface ExecutionRow {
  readonly id: number;
  readonly domain: number;
  readonly workflow_id: string;
  readonly run_id: string;
  readonly type_name: string;
  readonly type_version: string;
  readonly tags: string | null;
  readonly parent_workflow_id: string | null;
  readonly parent_run_id: string | null;
  readonly started_ms: number;
  readonly stage: Stage;
  readonly close_status: CloseStatus | null;
  readonly closed_ms: number | null;
  readonly expires_ms: number | null;
  readonly event_count: number | null;
}

/** Reads what a row of `executions` says from the start on. */
export function executionOf(row: ExecutionRow): ExecutionRecord {
  const { parent_workflow_id: workflowId, parent_run_id: runId } = row;
  return {
    key: row.id,
    domainKey: row.domain,
    workflowId: row.workflow_id,
    runId: row.run_id,
    workflowType: Object.freeze({ name: row.type_name, version: row.type_version }),
    tagList: row.tags === null ? undefined : Object.freeze(JSON.parse(row.tags) as string[]),
    parent: workflowId === null || runId === null ? undefined : Object.freeze({ workflowId, runId }),
    startMs: row.started_ms,
  };
}

/** Reads a row of `executions` that has closed. */
export function closedOf(row: ExecutionRow): ClosedRecord {
  return {
    ...executionOf(row),
    closeStatus: row.close_status as CloseStatus, // a closed one has all four
    closeMs: Number(row.closed_ms),
    expiresMs: Number(row.expires_ms),
    eventCount: Number(row.event_count),
  };
}

/** The values of a row of `executions` up to `started_ms`, in the order of its columns. */
export function executionValues(execution: ExecutionRecord) {
  const { key, domainKey, workflowId, runId, workflowType, tagList, parent, startMs } = execution;
  return [
    key,
    domainKey,
    workflowId,
    runId,
    workflowType.name,
    workflowType.version,
    tagList === undefined ? null : JSON.stringify(tagList),
    parent?.workflowId ?? null,
    parent?.runId ?? null,
    startMs,
  ];
}

/** A row of `heartbeats`. */
export interface HeartbeatRow {
  readonly execution: number;
  readonly scheduled_event_id: number;
  readonly at_ms: number;
  readonly details: string | null;
}

/** Reads a row of `heartbeats`. */
export function heartbeatOf(row: HeartbeatRow): HeartbeatRecord {
  return {
    executionKey: row.execution,
    scheduledEventId: row.scheduled_event_id,
    atMs: row.at_ms,
    details: textOf(row.details),
  };
}
