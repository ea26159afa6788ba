import type { CarriedSignal } from "@sweft/workflow";
import { isAnswerLost, isGone, read } from "../api/faults.ts";
import type { Service } from "../options.ts";
import { call } from "./call.ts";
import { latestRunId } from "./find.ts";
import { letterId, letterInput, valueText } from "./letters.ts";
import { hasSignal } from "./replies.ts";
import type { Startable, StartOptions } from "./start.ts";
import { startRun } from "./start.ts";

/** What a start with a signal may set. */
export interface SignalWithStartOptions extends StartOptions {
  /** Tells the signal from every other: with the same one it arrives once. 1 to 128 characters without white space and `#`. Default: a new one. */
  readonly signalId?: string;
}

/** What is to be signaled, and started if need be. */
export interface SignalWithStart {
  readonly workflow: Startable;
  readonly options: SignalWithStartOptions;
  readonly signalName: string;
  readonly value: unknown;
  readonly args: readonly unknown[];
}

/** Which run has the signal. */
export interface Signaled {
  readonly workflowId: string;
  /** Undefined if lists lag behind the run that took it. */
  readonly runId: string | undefined;
  readonly isStarted: boolean;
}

/** How often a run may close, and another one open, between two calls. */
const MOST_TRIES = 20;

/**
 * Signals the open run; if there is none, starts one that has the signal from its first moment on: it stands in its input, as what a
 * run hands on to the next does. So whatever happens in between, one run has the signal, once.
 */
export async function signalWithStart(service: Service, taskList: string, asked: SignalWithStart): Promise<Signaled> {
  const { workflow, options, signalName, value, args } = asked;
  const { signalId, ...startOptions } = options ?? {};
  const { workflowId } = startOptions;
  const id = letterId(signalId);
  const text = valueText(service, value, `the value of signal ${signalName}`);
  const input = await letterInput(service, { id }, text, { workflowId });
  const carried: CarriedSignal = { name: signalName, id, ...(text !== undefined && { text }) };
  // With an id of the caller's own, an earlier try may have been answered to nobody.
  let mayHaveArrived = signalId !== undefined;
  for (let tries = 1; ; tries++) {
    try {
      await call(service, async () => {
        try {
          await service.api.signalWorkflowExecution({ domain: service.domain, workflowId, signalName, input });
        } catch (error) {
          mayHaveArrived ||= isAnswerLost(error);
          throw error;
        }
      });
      return { workflowId, runId: await runWith(service, workflowId, id), isStarted: false };
    } catch (error) {
      if (!isGone(error)) throw error;
    }
    const had = mayHaveArrived ? await runWith(service, workflowId, id) : undefined;
    if (had !== undefined) return { workflowId, runId: had, isStarted: false };
    try {
      const { runId } = await startRun(service, taskList, workflow, startOptions, args, carried);
      return { workflowId, runId, isStarted: true };
    } catch (error) {
      // Somebody else was first.
      if (read(error, "code") !== "WORKFLOW_ALREADY_STARTED" || tries >= MOST_TRIES) throw error;
    }
  }
}

/** The latest run of a workflow id, if it has the signal. */
async function runWith(service: Service, workflowId: string, id: string): Promise<string | undefined> {
  const runId = await latestRunId(service, workflowId);
  return runId !== undefined && (await hasSignal(service, { workflowId, runId }, id)) ? runId : undefined;
}
