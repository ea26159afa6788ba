import type { Choices } from "../choices.ts";
import { fault } from "../errors.ts";
import type { ActivityState, Run } from "../execution/run.ts";
import { isOpen } from "../execution/run.ts";
import type { DomainRecord, TypeId, TypeKind, TypesByKind } from "./records.ts";
import { TaskList } from "./task-list.ts";

/** An activity task on a list: the activity and the execution it belongs to. */
interface ActivityTaskOffer {
  readonly run: Run;
  readonly activity: ActivityState;
}

/** A domain and what lives in it. Executions that have closed are in the store. */
export interface Domain extends DomainRecord {
  readonly types: TypesByKind;
  /** By workflow id. */
  readonly openRuns: Map<string, Run>;
  readonly decisionLists: Map<string, TaskList<Run>>;
  readonly activityLists: Map<string, TaskList<ActivityTaskOffer>>;
}

/** What one account has in one region: a world of its own. */
export interface World {
  readonly region: string;
  readonly account: string;
  readonly domains: Map<string, Domain>;
  /** By run id: the open executions, and those that have closed and have something left to do. Of this world alone. */
  readonly runs: Map<string, Run>;
}

/** A world with nothing in it. */
export function emptyWorld(region: string, account: string): World {
  return { region, account, domains: new Map(), runs: new Map() };
}

/** Adds a domain in which nothing lives yet. */
export function addDomain(world: World, record: DomainRecord): Domain {
  const domain: Domain = {
    ...record,
    types: { WorkflowType: new Map(), ActivityType: new Map() },
    openRuns: new Map(),
    decisionLists: new Map(),
    activityLists: new Map(),
  };
  world.domains.set(domain.name, domain);
  return domain;
}

/**
 * Finds a domain.
 *
 * @throws {EngineError} `UnknownResourceFault`.
 */
export function findDomain(world: World, name: string): Domain {
  const domain = world.domains.get(name);
  if (domain === undefined) throw fault("UnknownResourceFault", `Unknown domain: ${name}`);
  return domain;
}

/**
 * Finds a domain that takes something new. That a deprecated one refuses is in the documents, the fault is a choice.
 *
 * @throws {EngineError} `UnknownResourceFault`, `DomainDeprecatedFault`.
 */
export function findRegisteredDomain(
  { world, choices }: { readonly world: World; readonly choices: Pick<Choices, "deprecatedDomain"> },
  name: string,
): Domain {
  const domain = findDomain(world, name);
  const isRefused = domain.status === "DEPRECATED" && choices.deprecatedDomain === "refused";
  if (isRefused) throw fault("DomainDeprecatedFault", name);
  return domain;
}

/** The key of a type among its kind: neither part may contain `/`. */
export function typeKey({ name, version }: TypeId): string {
  return `${name}/${version}`;
}

/** A type as messages name it. */
export function typeText(kind: TypeKind, { name, version }: TypeId): string {
  return `${kind}=[name=${name}, version=${version}]`;
}

/**
 * Finds a type.
 *
 * @throws {EngineError} `UnknownResourceFault`.
 */
export function findType<K extends TypeKind>(
  { types }: Domain,
  kind: K,
  id: TypeId,
): NonNullable<ReturnType<TypesByKind[K]["get"]>> {
  const found = types[kind].get(typeKey(id));
  if (found === undefined) throw fault("UnknownResourceFault", `Unknown type: ${typeText(kind, id)}`);
  return found as NonNullable<ReturnType<TypesByKind[K]["get"]>>; // the map of this kind
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
export function findOpenRun(world: World, domainName: string, workflowId: string, runId: string | undefined): Run {
  const run = openRun(findDomain(world, domainName), workflowId, runId);
  if (run === undefined) throw fault("UnknownResourceFault", unknownExecution(workflowId, runId));
  return run;
}

/** The service's words for an execution that does not exist or is closed. */
export function unknownExecution(workflowId: string, runId: string | undefined): string {
  return runId === undefined
    ? `Unknown execution, workflowId = ${workflowId}`
    : `Unknown execution: WorkflowExecution=[workflowId=${workflowId}, runId=${runId}]`;
}

/** Adds an execution: one that has just begun, or that a store has kept. */
export function addRun(world: World, run: Run): void {
  world.runs.set(run.runId, run);
  if (isOpen(run)) findDomain(world, run.domain).openRuns.set(run.workflowId, run);
}

/** Takes an execution that has closed from among the open ones. */
export function removeOpenRun(world: World, run: Run): void {
  const { openRuns } = findDomain(world, run.domain);
  if (openRuns.get(run.workflowId) === run) openRuns.delete(run.workflowId);
}

/** From this number on, lists that nobody uses are forgotten: deciders may make names of their own, again and again. */
const manyLists = 1_000;

/** The list of this name, made on first use. */
export function taskListNamed<Task>(lists: Map<string, TaskList<Task>>, name: string): TaskList<Task> {
  const found = lists.get(name);
  if (found !== undefined) return found;
  if (lists.size >= manyLists) for (const [each, { isIdle }] of lists) if (isIdle) lists.delete(each);
  const made = new TaskList<Task>();
  lists.set(name, made);
  return made;
}
