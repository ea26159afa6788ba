import type { ActivityTypeConfiguration, RegistrationStatus, WorkflowTypeConfiguration } from "@aws-sdk/client-swf";
import { fault } from "../errors.ts";
import type { ActivityState, Run } from "../execution/run.ts";
import { isOpen } from "../execution/run.ts";
import { TaskList } from "./task-list.ts";

/** Name and version of a type. */
export interface TypeId {
  readonly name: string;
  readonly version: string;
}

/** A registered type. Its configuration never changes. */
export interface TypeRecord<Configuration> {
  readonly id: TypeId;
  readonly description: string | undefined;
  readonly configuration: Configuration;
  readonly createdMs: number;
  readonly status: RegistrationStatus;
}

/** An activity task on a list: the activity and the execution it belongs to. */
interface ActivityTaskOffer {
  readonly run: Run;
  readonly activity: ActivityState;
}

/** A domain and all that lives in it. */
export interface Domain {
  readonly name: string;
  readonly description: string | undefined;
  readonly retentionDays: string;
  readonly status: RegistrationStatus;
  readonly tags: readonly { readonly key: string; readonly value: string | undefined }[];
  readonly workflowTypes: Map<string, TypeRecord<WorkflowTypeConfiguration>>;
  readonly activityTypes: Map<string, TypeRecord<ActivityTypeConfiguration>>;
  /** Every execution, in the order of starting. */
  readonly runs: Run[];
  /** Executions in the order of closing. */
  readonly closedRuns: Run[];
  readonly openRuns: Map<string, Run>;
  readonly decisionLists: Map<string, TaskList<Run>>;
  readonly activityLists: Map<string, TaskList<ActivityTaskOffer>>;
}

/** What the engine knows: domains with their types, executions and task lists. */
export interface Store {
  readonly domains: Map<string, Domain>;
  readonly runs: Map<string, Run>;
}

/** A store that keeps everything in memory. */
export function memoryStore(): Store {
  return { domains: new Map(), runs: new Map() };
}

/**
 * Finds a domain.
 *
 * @throws {EngineError} `UnknownResourceFault`.
 */
export function findDomain(store: Store, name: string): Domain {
  const domain = store.domains.get(name);
  if (domain === undefined) throw fault("UnknownResourceFault", `Unknown domain: ${name}`);
  return domain;
}

/**
 * Finds a domain that takes something new. That a deprecated one refuses is in the documents, the fault is a choice.
 *
 * @throws {EngineError} `UnknownResourceFault`, `DomainDeprecatedFault`.
 */
export function findRegisteredDomain(store: Store, name: string): Domain {
  const domain = findDomain(store, name);
  if (domain.status === "DEPRECATED") throw fault("DomainDeprecatedFault", name);
  return domain;
}

/** The key of a type among its kind: neither part may contain `/`. */
export function typeKey({ name, version }: TypeId): string {
  return `${name}/${version}`;
}

/** A type as messages name it. */
export function typeText(kind: "WorkflowType" | "ActivityType", { name, version }: TypeId): string {
  return `${kind}=[name=${name}, version=${version}]`;
}

/**
 * Finds a type.
 *
 * @throws {EngineError} `UnknownResourceFault`.
 */
export function findType<C>(
  types: ReadonlyMap<string, TypeRecord<C>>,
  kind: "WorkflowType" | "ActivityType",
  id: TypeId,
): TypeRecord<C> {
  const found = types.get(typeKey(id));
  if (found === undefined) throw fault("UnknownResourceFault", `Unknown type: ${typeText(kind, id)}`);
  return found;
}

/**
 * Finds an execution that was started at any time.
 *
 * @throws {EngineError} `UnknownResourceFault`.
 */
export function findRun(store: Store, domainName: string, { workflowId, runId }: ExecutionId): Run {
  findDomain(store, domainName);
  const run = store.runs.get(runId);
  if (run === undefined || run.domain !== domainName || run.workflowId !== workflowId) {
    throw fault("UnknownResourceFault", unknownExecution(workflowId, runId));
  }
  return run;
}

/** Both ids of an execution. */
export interface ExecutionId {
  readonly workflowId: string;
  readonly runId: string;
}

/** The open execution with this workflow id, and with this run id if one is given. */
export function openRun(domain: Domain, workflowId: string, runId: string | undefined): Run | undefined {
  const run = domain.openRuns.get(workflowId);
  return runId === undefined || run?.runId === runId ? run : undefined;
}

/**
 * Finds the open execution with this workflow id, and with this run id if one is given.
 *
 * @throws {EngineError} `UnknownResourceFault`.
 */
export function findOpenRun(store: Store, domainName: string, workflowId: string, runId: string | undefined): Run {
  const run = openRun(findDomain(store, domainName), workflowId, runId);
  if (run === undefined) throw fault("UnknownResourceFault", unknownExecution(workflowId, runId));
  return run;
}

/** The service's words for an execution that does not exist or is closed. */
export function unknownExecution(workflowId: string, runId: string | undefined): string {
  return runId === undefined
    ? `Unknown execution, workflowId = ${workflowId}`
    : `Unknown execution: WorkflowExecution=[workflowId=${workflowId}, runId=${runId}]`;
}

/** Adds an execution that has just begun. */
export function addRun(store: Store, run: Run): void {
  const domain = findDomain(store, run.domain);
  store.runs.set(run.runId, run);
  run.startOrder = domain.runs.push(run);
  domain.openRuns.set(run.workflowId, run);
}

/** Files an execution that has just closed. */
export function fileClosedRun(store: Store, run: Run): void {
  const domain = findDomain(store, run.domain);
  if (isOpen(run) || domain.openRuns.get(run.workflowId) !== run) return;
  domain.openRuns.delete(run.workflowId);
  run.closeOrder = domain.closedRuns.push(run);
}

/** The list of this name, made on first use. */
export function taskListNamed<Task>(lists: Map<string, TaskList<Task>>, name: string): TaskList<Task> {
  const found = lists.get(name);
  if (found !== undefined) return found;
  const made = new TaskList<Task>();
  lists.set(name, made);
  return made;
}
