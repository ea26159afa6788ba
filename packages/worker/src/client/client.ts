import type { Signal, Workflow } from "@sweft/workflow";
import { legalName } from "@sweft/workflow";
import { WorkerError } from "../errors.ts";
import type { OptionNames } from "../option-names.ts";
import { assertOptions } from "../option-names.ts";
import type { ServiceOptions } from "../options.ts";
import { assertMethods, DEFAULT_TASK_LIST, invalid, SERVICE_OPTIONS, serviceOf } from "../options.ts";
import type { AnyWorkflow } from "../registration/types.ts";
import { describe, isWorkflow } from "../registration/types.ts";
import type { Replies } from "../replies.ts";
import { signalNameOf } from "./letters.ts";
import type { RunHandle, StartedRun } from "./run-handle.ts";
import { openRunHandle } from "./run-handle.ts";
import type { SignalWithStartOptions } from "./signal-with-start.ts";
import { signalWithStart } from "./signal-with-start.ts";
import type { Startable, StartOptions } from "./start.ts";
import { startRun } from "./start.ts";

/** What {@link openClient} takes. */
export interface ClientOptions extends ServiceOptions {
  /** The list of the deciders, where a workflow names none. Default `"default"`. */
  readonly taskList?: string;
  /**
   * How often `result()` asks whether a run has ended: after `firstMs` (default 10), then after pauses that grow by half
   * each time up to `longestMs` (default 2,000). Each question is one GetWorkflowExecutionHistory, of which Amazon SWF
   * allows 60 a second per account. On a virtual clock each is a step of time: give the client the machine's clock there.
   */
  readonly waiting?: { readonly firstMs?: number; readonly longestMs?: number };
  /** What the deciders of this process were given as well: their answers to updates are then seen at once. */
  readonly replies?: Replies;
}

const OPTIONS: OptionNames<ClientOptions> = { ...SERVICE_OPTIONS, taskList: true, waiting: true, replies: true };

const WAITING: OptionNames<Required<ClientOptions>["waiting"]> = { firstMs: true, longestMs: true };

/** Starts workflows and talks to their runs. It holds nothing that need be closed. */
export interface Client {
  /**
   * Starts a workflow.
   *
   * @param workflow - What `workflow(…)` returned.
   * @param options - The workflow id, unique among the open executions of the domain, and whatever `.with` takes.
   * @param args - The workflow's own.
   * @throws {WorkerError} `WORKFLOW_ALREADY_STARTED`, `TYPE_NOT_REGISTERED`, `NOT_A_WORKFLOW`
   * @throws {SweftError} `ID_INVALID`, `OPTION_INVALID`, `DURATION_INVALID`
   * @throws {PayloadError} `PAYLOAD_UNSERIALIZABLE`, `PAYLOAD_TOO_LARGE`, `PAYLOAD_STORE_FAILED`
   */
  start<A extends readonly unknown[], R>(
    workflow: Workflow<A, R>,
    options: StartOptions,
    ...args: NoInfer<A>
  ): Promise<StartedRun<R>>;
  /**
   * Signals the open run of a workflow id; if there is none, starts one that has the signal from its first moment on. Whatever
   * others do meanwhile, one run has the signal, once.
   *
   * @param options - As for {@link Client.start}; `signalId` makes a second call with the same one do nothing more.
   * @returns The run, and whether it was started. Its `runId` is undefined if the service does not list it yet.
   * @throws {WorkerError} as {@link Client.start} does, but for `WORKFLOW_ALREADY_STARTED`
   */
  signalWithStart<A extends readonly unknown[], R, T>(
    workflow: Workflow<A, R>,
    options: SignalWithStartOptions,
    signal: Signal<T, unknown>,
    value: NoInfer<T>,
    ...args: NoInfer<A>
  ): Promise<{ readonly run: RunHandle<R>; readonly isStarted: boolean }>;
  /**
   * A run that exists already. Asks nothing of the service.
   *
   * @param workflow - What it is a run of: then `result()` has its type, and is read as the workflow declares it. Without it results
   * are read as the payloads read what no declaration is known for.
   * @param runId - Without it: for signals and cancellation the open run of that workflow id, for everything else the
   * open or, if there is none, the latest one.
   */
  run<A extends readonly unknown[], R>(workflow: Workflow<A, R>, workflowId: string, runId?: string): RunHandle<R>;
  run<R = unknown>(workflowId: string, runId?: string): RunHandle<R>;
}

/**
 * Opens a client.
 *
 * @throws {WorkerError} `WORKER_OPTION_INVALID`
 * @throws {SweftError} `ID_INVALID`
 */
export function openClient(options: ClientOptions): Client {
  assertOptions("openClient", options, OPTIONS, "openClient({ api, domain })");
  const service = serviceOf(options);
  const taskList = legalName(options.taskList ?? DEFAULT_TASK_LIST, "taskList");
  assertOptions("waiting", options.waiting ?? {}, WAITING, "waiting: { firstMs: 10, longestMs: 2000 }");
  const { firstMs = 10, longestMs = 2000 } = options.waiting ?? {};
  if (!(firstMs > 0 && firstMs <= longestMs)) {
    throw invalid("waiting", `${firstMs} to ${longestMs}`, "firstMs above 0 and at most longestMs");
  }
  const waiting = { firstMs, longestMs };
  const { replies } = options;
  if (replies !== undefined) assertMethods("replies", replies, ["tell", "listen"], "what `openReplies()` returned");
  const open = (
    execution: { readonly workflowId: string; readonly runId: string | undefined },
    workflow?: AnyWorkflow,
  ) => openRunHandle(service, waiting, { ...execution, resultFormat: workflow?.settings.payloads?.result }, replies);
  function run(given: AnyWorkflow | string, ...ids: readonly (string | undefined)[]): RunHandle<never> {
    const isNamed = typeof given === "string";
    if (!isNamed && given !== undefined && !isWorkflow(given)) {
      const advice = "give a workflow id, or what `workflow(…)` returned and then the workflow id";
      throw new WorkerError("NOT_A_WORKFLOW", `run was given ${describe(given)}; ${advice}`);
    }
    const [workflowId = "", runId] = isNamed ? [given, ...ids] : ids;
    return open(
      { workflowId: legalName(workflowId, "workflowId"), runId },
      isNamed ? undefined : given,
    ) as RunHandle<never>;
  }
  return {
    async start(workflow, startOptions, ...args) {
      // The types of arguments and results are the caller's; from here on they are values like any other.
      const startable = workflow as unknown as Startable;
      const execution = await startRun(service, taskList, startable, startOptions, args);
      return open(execution, startable) as StartedRun<never>;
    },
    async signalWithStart(workflow, startOptions, signal, value, ...args) {
      const startable = workflow as unknown as Startable;
      const signalName = signalNameOf(signal);
      const asked = { workflow: startable, options: startOptions, signalName, value, args };
      const { isStarted, ...execution } = await signalWithStart(service, taskList, asked);
      return { run: open(execution, startable) as RunHandle<never>, isStarted };
    },
    run: run as Client["run"],
  };
}
