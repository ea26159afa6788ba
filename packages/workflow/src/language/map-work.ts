import { SweftError } from "../errors/sweft-error.ts";
import type { Timeout } from "../values/duration.ts";
import type { PayloadFormats } from "../values/payload-format.ts";
import type { Activity, ActivityOptions, ActivitySettings } from "./activity.ts";
import { contract } from "./activity.ts";
import type { Command, Coroutine, Operation } from "./command.ts";
import type { FullRetryPolicy, RetryPolicy } from "./retry-policy.ts";
import type { Workflow, WorkflowOptions, WorkflowSettings } from "./workflow.ts";
import { workflow } from "./workflow.ts";

/** An activity or a workflow of one argument, as it was declared: what another execution can call by its name. */
export type Callable<I, R> = Activity<readonly [I], R> | Workflow<readonly [I], R>;

/** What a part of a map does with its items, as data that an execution of its own can read. */
export type Work =
  | { readonly kind: "activity"; readonly options: ActivityOptions }
  | { readonly kind: "workflow"; readonly options: WorkflowOptions };

const timeout = (text: string): Timeout => (text === "NONE" ? "NONE" : Number(text));

function retryOf(policy: FullRetryPolicy | undefined, name: string): { readonly retry?: RetryPolicy } {
  if (policy === undefined) return {};
  const { delaySeconds: delay, maximumDelaySeconds: maximumDelay, withinSeconds: within, when, ...others } = policy;
  if (when === undefined) return { retry: { delay, maximumDelay, ...others, ...(within !== undefined && { within }) } };
  throw new SweftError(
    "OPTION_INVALID",
    `retry.when of ${name} is a function, which another execution cannot be given; name the errors by \`never\`, or map without \`partition\``,
  );
}

/** Another execution can be told the name of a store, but not be given a serializer. */
function payloadsOf(payloads: PayloadFormats | undefined, name: string): { readonly payloads?: PayloadFormats } {
  if (payloads === undefined) return {};
  if (payloads.input?.serializer === undefined && payloads.result?.serializer === undefined) return { payloads };
  throw new SweftError(
    "OPTION_INVALID",
    `${name} declares a serializer, which another execution cannot be given; map without \`partition\`, or leave the serializer to openPayloads`,
  );
}

const defined = <T extends object>(options: T): T =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;

function activityWork({ type, settings }: { type: ActivityOptions; settings: ActivitySettings }): Work {
  const { startToCloseTimeout, scheduleToStartTimeout, scheduleToCloseTimeout, heartbeatTimeout } = settings;
  const { taskList, taskPriority, cancellation, checkArguments, control, retry, payloads } = settings;
  const options = {
    ...type,
    startToCloseTimeout: timeout(startToCloseTimeout),
    scheduleToStartTimeout: timeout(scheduleToStartTimeout),
    scheduleToCloseTimeout: timeout(scheduleToCloseTimeout),
    heartbeatTimeout: timeout(heartbeatTimeout),
    taskPriority: Number(taskPriority),
    cancellation,
    checkArguments,
    ...retryOf(retry, `activity ${type.name}`),
    ...payloadsOf(payloads, `activity ${type.name}`),
    ...defined({ taskList, control } as ActivityOptions),
  };
  return { kind: "activity", options };
}

function workflowWork({ type, settings }: { type: WorkflowOptions; settings: WorkflowSettings }): Work {
  const { executionStartToCloseTimeout, taskStartToCloseTimeout, taskPriority, workflowId: _one, ...others } = settings;
  const { retry, payloads, ...rest } = others;
  const options = {
    ...type,
    ...defined(rest as unknown as WorkflowOptions),
    executionStartToCloseTimeout: Number(executionStartToCloseTimeout),
    taskStartToCloseTimeout: Number(taskStartToCloseTimeout),
    taskPriority: Number(taskPriority),
    ...retryOf(retry, `workflow ${type.name}`),
    ...payloadsOf(payloads, `workflow ${type.name}`),
  };
  return { kind: "workflow", options };
}

/**
 * What calls of an activity or a workflow are, as data.
 * @throws {SweftError} `OPTION_INVALID` if it is neither, or cannot be handed to another execution.
 */
export function workOfCallable(each: unknown): Work {
  const { type, settings } = each as Partial<Callable<unknown, unknown>>;
  if (typeof each === "function" && type !== undefined && settings !== undefined) {
    if ("body" in each) return workflowWork({ type, settings: settings as WorkflowSettings });
    if ("isContract" in each) return activityWork({ type, settings: settings as ActivitySettings });
  }
  throw new SweftError(
    "OPTION_INVALID",
    "a map with `partition` was given a function of this execution, which others cannot call; give an activity or a workflow as it is: map(photos, resize, { partition: 500 })",
  );
}

/** Only the name of the workflow is called: another decider has its body. */
const elsewhere = function* (): Coroutine<unknown> {
  return undefined;
};

/** What calls the work again, from its data. */
export function callableOf({ kind, options }: Work): (item: unknown) => Operation<unknown> {
  if (kind === "activity") return contract<(item: unknown) => unknown>(options as ActivityOptions);
  const child = workflow(options as WorkflowOptions, elsewhere) as unknown as Workflow<readonly [unknown], unknown>;
  return (item) => child(item) as Command<unknown>;
}
