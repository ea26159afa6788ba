import type { CloseStatus, WorkflowExecution, WorkflowType } from "@aws-sdk/client-swf";
import type { StoredEvent } from "../execution/events.ts";
import type { DomainRecord, TypeId, TypeKind, TypeRecord } from "../world/records.ts";

/** An execution as the store knows it, apart from its history. */
export interface ExecutionRecord {
  /** Its number in the store: ascends in the order of starting, never given twice. */
  readonly key: number;
  readonly domainKey: number;
  readonly workflowId: string;
  readonly runId: string;
  readonly workflowType: WorkflowType;
  readonly tagList: readonly string[] | undefined;
  readonly parent: WorkflowExecution | undefined;
  readonly startMs: number;
}

/** How an execution ended, and until when it is remembered. */
export interface CloseRecord {
  readonly closeStatus: CloseStatus;
  readonly closeMs: number;
  /** Epoch milliseconds; `Infinity` if never. */
  readonly expiresMs: number;
  readonly eventCount: number;
}

/** An execution that has closed. */
export type ClosedRecord = ExecutionRecord & CloseRecord;

/** Where an execution stands: open, closed with something left to do (a parent to be told, a signal to be sent), or done. */
export type Stage = "open" | "closing" | "closed";

/** What one commit says of one execution. */
export interface ExecutionWrite {
  readonly execution: ExecutionRecord;
  /** True if the store has not seen it yet. */
  readonly isNew: boolean;
  readonly stage: Stage;
  /** Events since the last commit, in their order; may be none. */
  readonly events: readonly StoredEvent[];
  /** Present once it has closed. */
  readonly close: CloseRecord | undefined;
}

/** The last heartbeat of an activity: the one thing that stands in no event. */
export interface HeartbeatRecord {
  readonly executionKey: number;
  readonly scheduledEventId: number;
  readonly atMs: number;
  readonly details: string | undefined;
}

/** What a commit says besides executions. */
export type Change =
  | { readonly kind: "domain"; readonly domain: DomainRecord }
  | {
      readonly kind: "type";
      readonly domainKey: number;
      readonly typeKind: TypeKind;
      readonly type: TypeRecord<object>;
    }
  | { readonly kind: "typeDeleted"; readonly domainKey: number; readonly typeKind: TypeKind; readonly id: TypeId }
  | { readonly kind: "heartbeat"; readonly heartbeat: HeartbeatRecord };

/** An execution that is to go on: its history, and what stands beside it. */
interface KeptExecution {
  readonly execution: ExecutionRecord;
  readonly stage: Stage;
  readonly events: readonly StoredEvent[];
  readonly heartbeats: readonly HeartbeatRecord[];
}

/** What a store has kept, for an engine that begins. */
export interface Kept {
  /** The seed of the engine that made the store; undefined in a new one. */
  readonly seed: string | undefined;
  /** The latest moment that was written, in epoch milliseconds. */
  readonly lastMs: number;
  readonly lastDomainKey: number;
  readonly lastExecutionKey: number;
  readonly domains: readonly DomainRecord[];
  readonly types: readonly Extract<Change, { readonly kind: "type" }>[];
  /** Executions that are not done, by key. One at a time: there may be many. */
  readonly executions: Iterable<KeptExecution>;
}

/** The one thing that a list of executions may be narrowed by. */
export type ExecutionFilter =
  | { readonly by: "workflowId"; readonly workflowId: string }
  | { readonly by: "type"; readonly name: string; readonly version: string | undefined }
  | { readonly by: "tag"; readonly tag: string }
  | { readonly by: "closeStatus"; readonly status: string };

/** Which closed executions are asked for. */
export interface ClosedQuery {
  readonly domainKey: number;
  /** What the span of time is about, and the order. */
  readonly time: "start" | "close";
  /** Both ends included, in epoch milliseconds. */
  readonly oldestMs: number;
  readonly latestMs: number;
  readonly filter: ExecutionFilter | undefined;
  /** Those that have expired by now are not seen. */
  readonly nowMs: number;
}

/** A place in a list of closed executions: behind the execution of this moment and key. */
export interface ClosedPlace {
  readonly ms: number;
  readonly key: number;
}

/** Which page of them. */
export interface ClosedPage {
  readonly descend: boolean;
  readonly after: ClosedPlace | undefined;
  readonly limit: number;
}

/** Executions that have closed, to be read. */
export interface Archive {
  find(runId: string, nowMs: number): ClosedRecord | undefined;
  /** Events by id, both ends included, in their order. */
  events(executionKey: number, first: number, last: number): StoredEvent[];
  list(query: ClosedQuery, page: ClosedPage): ClosedRecord[];
  count(query: ClosedQuery): number;
}

/**
 * Keeps what an engine must not forget.
 *
 * K1. A commit is all or nothing, and if the store is durable it is on disk when `commit` returns.
 * K2. One engine has a store at a time.
 */
export interface Store extends Archive {
  /** True if what it is given must be committed before anybody may be told of it; false if it dies with the process anyway. */
  readonly durable: boolean;
  /** Reads what was kept. Called once, before anything else. */
  load(): Kept;
  /** Remembers the seed of a new store. */
  saveSeed(seed: string): void;
  commit(writes: readonly ExecutionWrite[], changes: readonly Change[]): void;
  /** Removes some executions that have expired. Called now and then; true if there may be more of them. */
  removeExpired(nowMs: number): boolean;
  /** Forgets everything but the seed and the keys that were given. */
  clear(): void;
  /** Gives the store back. Nothing may be called after it. */
  close(): void;
}
