import type { StartWorkflowExecutionInput } from "@aws-sdk/client-swf";
import type {
  BeginningData,
  CarriedSignal,
  Execution,
  PayloadFormat,
  TypeName,
  WorkflowCallOptions,
} from "@sweft/workflow";
import { packArguments, writeContinued } from "@sweft/workflow";
import { isAnswerLost, isGone, messageOf, nameOf } from "../api/faults.ts";
import { WorkerError } from "../errors.ts";
import type { Service } from "../options.ts";
import { invalid } from "../options.ts";
import type { AnyWorkflow } from "../registration/types.ts";
import { describe, isWorkflow } from "../registration/types.ts";
import { call } from "./call.ts";
import { fitted, INPUT_CHARACTERS } from "./letters.ts";
import { startedByUs } from "./started-by-us.ts";

/** What a single start may set. */
export interface StartOptions extends WorkflowCallOptions {
  /** Names the execution: unique among the open ones of its domain. */
  readonly workflowId: string;
}

/** A workflow that can be given other settings. */
export interface Startable extends AnyWorkflow {
  with(options: WorkflowCallOptions): AnyWorkflow;
}

type Request = StartWorkflowExecutionInput & { readonly workflowId: string };

/**
 * Starts a workflow on the task list it names, or on the one given.
 *
 * @param carried - A signal that the run has from its first moment on.
 */
export async function startRun(
  service: Service,
  taskList: string,
  workflow: Startable,
  options: StartOptions,
  args: readonly unknown[],
  carried?: CarriedSignal,
): Promise<Execution> {
  if (!isWorkflow(workflow)) {
    throw new WorkerError(
      "NOT_A_WORKFLOW",
      `start was given ${describe(workflow)}; give what \`workflow(…)\` returned`,
    );
  }
  if (typeof options !== "object" || options === null) {
    throw invalid(
      "workflowId",
      undefined,
      "the id that names the execution: client.start(order, { workflowId: `o-17` }, …)",
    );
  }
  const { type, settings } = workflow.with(options);
  const request = requestOf(service.domain, taskList, type, settings);
  const format = settings.payloads?.input;
  const text = textOf(service, type, format, args, carried);
  if (text === undefined) return send(service, request);
  const head = carried === undefined ? 0 : writeContinued("", carried.id).length;
  const reader = { workflowId: request.workflowId };
  // With a signal in it, the text is Sweft's own.
  const declared = carried === undefined ? format : { ...format, plain: false };
  const fit = await fitted(service, text, INPUT_CHARACTERS - head, reader, declared);
  return send(service, { ...request, input: carried === undefined ? fit : writeContinued(fit, carried.id) });
}

/** Every value goes along: what is registered as default may be from another time. */
function requestOf(
  domain: string,
  taskList: string,
  { name, version }: TypeName,
  settings: AnyWorkflow["settings"],
): Request {
  const { workflowId, tagList, lambdaRole } = settings;
  if (workflowId === undefined) throw invalid("workflowId", workflowId, "the id that names the execution");
  return {
    domain,
    workflowId,
    workflowType: { name, version },
    taskList: { name: settings.taskList ?? taskList },
    taskPriority: settings.taskPriority,
    executionStartToCloseTimeout: settings.executionStartToCloseTimeout,
    taskStartToCloseTimeout: settings.taskStartToCloseTimeout,
    childPolicy: settings.childPolicy,
    ...(tagList.length === 0 ? {} : { tagList: [...tagList] }),
    ...(lambdaRole === undefined ? {} : { lambdaRole }),
  };
}

/** The arguments as the workflow declares them, with the signal that the run is to have; undefined if there is neither. */
function textOf(
  { payloads }: Service,
  { name: workflow }: TypeName,
  format: PayloadFormat | undefined,
  args: readonly unknown[],
  signal: CarriedSignal | undefined,
): string | undefined {
  const { value, name } = packArguments(args, format, `workflow ${workflow}`);
  if (signal === undefined) return value === undefined ? undefined : payloads.write(value, name, format);
  const carried = { signals: [signal] };
  const isDeclared = format?.serializer !== undefined && value !== undefined;
  const data: BeginningData = isDeclared
    ? { argsText: payloads.write(value, name, format), carried }
    : { args, carried };
  return payloads.write(data, "args");
}

/** The service has no tokens against doubles: a start whose answer was lost, tried again, is refused as a second one. */
async function send(service: Service, request: Request): Promise<Execution> {
  const { workflowId } = request;
  const begunMs = service.clock.now();
  let isAnyLost = false;
  try {
    const { runId = "" } = await call(service, async () => {
      try {
        return await service.api.startWorkflowExecution(request);
      } catch (error) {
        isAnyLost ||= isAnswerLost(error);
        throw error;
      }
    });
    return { workflowId, runId };
  } catch (cause) {
    if (nameOf(cause) !== "WorkflowExecutionAlreadyStartedFault")
      throw isGone(cause) ? notRegistered(request, cause) : cause;
    const runId = isAnyLost ? await startedByUs(service, request, begunMs) : undefined;
    if (runId !== undefined) return { workflowId, runId };
    const advice = "talk to it by client.run, or start under another id";
    const message = `an execution with the workflow id ${JSON.stringify(workflowId)} is open already; ${advice}`;
    throw new WorkerError("WORKFLOW_ALREADY_STARTED", message, { cause });
  }
}

function notRegistered({ workflowType, domain }: Request, cause: unknown): WorkerError {
  const what = `workflow ${workflowType?.name} ${workflowType?.version} cannot be started in domain ${domain}`;
  const advice = "open a decider for it first, which registers both";
  return new WorkerError("TYPE_NOT_REGISTERED", `${what}: ${messageOf(cause)}; ${advice}`, { cause });
}
