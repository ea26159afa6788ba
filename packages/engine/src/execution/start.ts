import type { ChildPolicy, WorkflowExecution, WorkflowTypeConfiguration } from "@aws-sdk/client-swf";
import { yearSeconds } from "../input/fields.ts";
import type { Service, Transaction } from "../service.ts";
import type { DomainRecord, TypeId, TypeRecord } from "../world/records.ts";
import { addRun } from "../world/world.ts";
import { timeOutExecution } from "./close.ts";
import type { Run, RunConfig, RunIdentity } from "./run.ts";
import { emptyRun, timeoutMs } from "./run.ts";
import { append, replaceWithdrawal } from "./transaction.ts";

/** What a start call, a child or a next run may say about the new execution's configuration. */
export interface ConfigOverrides {
  readonly taskList?: { readonly name: string } | undefined;
  readonly taskPriority?: string | undefined;
  readonly executionStartToCloseTimeout?: string | undefined;
  readonly taskStartToCloseTimeout?: string | undefined;
  readonly childPolicy?: ChildPolicy | undefined;
  readonly lambdaRole?: string | undefined;
}

/** A configuration value that must come from somewhere. */
export type RequiredConfig = "executionStartToCloseTimeout" | "taskList" | "taskStartToCloseTimeout" | "childPolicy";

/** Effective values: what was said, else what the type registered as its default (reference, section 4.2). */
export function effectiveConfig(
  said: ConfigOverrides,
  { configuration }: TypeRecord<WorkflowTypeConfiguration>,
): RunConfig | { readonly missing: RequiredConfig } {
  const execution = said.executionStartToCloseTimeout ?? configuration.defaultExecutionStartToCloseTimeout;
  if (execution === undefined) return { missing: "executionStartToCloseTimeout" };
  const taskList = said.taskList ?? configuration.defaultTaskList;
  if (taskList === undefined) return { missing: "taskList" };
  const taskStartToCloseTimeout = said.taskStartToCloseTimeout ?? configuration.defaultTaskStartToCloseTimeout;
  if (taskStartToCloseTimeout === undefined) return { missing: "taskStartToCloseTimeout" };
  const childPolicy = said.childPolicy ?? configuration.defaultChildPolicy;
  if (childPolicy === undefined) return { missing: "childPolicy" };
  return {
    // Decisions may still say NONE; the cap of one year holds all the same.
    executionStartToCloseTimeout: execution === "NONE" ? String(yearSeconds) : execution,
    taskList: taskList as { readonly name: string }, // checked at registration
    taskStartToCloseTimeout,
    childPolicy,
    taskPriority: said.taskPriority ?? configuration.defaultTaskPriority,
    lambdaRole: said.lambdaRole ?? configuration.defaultLambdaRole,
  };
}

/** Everything a new execution is born with. */
export interface NewRun extends RunIdentity {
  readonly domain: DomainRecord;
  readonly workflowType: TypeId;
  readonly config: RunConfig;
  readonly input: string | undefined;
  readonly tagList: readonly string[] | undefined;
  readonly parent?: WorkflowExecution | undefined;
  readonly parentInitiatedEventId?: number;
  readonly continuedExecutionRunId?: string;
}

/** Starts an execution: its first event, its place in the store, its deadline. The commit queues its first decision task. */
export function startRun(tx: Transaction, born: NewRun): Run {
  const { service } = tx;
  const run = emptyRun(born.domain, born);
  addRun(service.world, run);
  append(tx, run, "WorkflowExecutionStarted", {
    input: born.input,
    ...born.config,
    workflowType: born.workflowType,
    // The client's type asks for a mutable list; nobody mutates events.
    tagList: born.tagList as string[] | undefined,
    continuedExecutionRunId: born.continuedExecutionRunId,
    parentWorkflowExecution: born.parent,
    parentInitiatedEventId: born.parentInitiatedEventId ?? 0,
  });
  armExecution(service, run);
  return run;
}

/** Lets an open execution time out. */
export function armExecution(service: Service, run: Run): void {
  const dueMs = run.startMs + timeoutMs(run.config.executionStartToCloseTimeout);
  replaceWithdrawal(
    run,
    run,
    service.schedule(dueMs, () => timeOutExecution(service, run)),
  );
}
