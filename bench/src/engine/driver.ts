import { setMaxListeners } from "node:events";
import type { Decision } from "@aws-sdk/client-swf";
import type { EngineApi } from "@sweft/engine";
import { stepResult } from "./floor.ts";
import { activityType, domain, taskList, workflowType } from "./subject.ts";

/** Workers without an interpreter: they poll and answer with ready-made texts, so that what is measured is the engine. */
export interface Driver {
  /** Runs executions of so many activities, one after another each, until all are closed. */
  run(executions: number, steps: number): Promise<void>;
  close(): Promise<void>;
}

interface Running {
  taken: number;
  readonly steps: number;
  readonly closed: () => void;
}

let started = 0;

/** Starts an execution under an id of its own. */
export async function start(api: EngineApi): Promise<string> {
  const workflowId = `w${++started}`;
  await api.startWorkflowExecution({ domain, workflowId, workflowType, input: "[]" });
  return workflowId;
}

/** Runs one execution call by call: nobody waits for a task, so that nothing but the engine's own time passes. */
export async function callByCall(api: EngineApi, steps: number): Promise<void> {
  await start(api);
  for (let i = 0; i < steps; i++) {
    const { taskToken } = await api.pollForDecisionTask({ domain, taskList });
    await api.respondDecisionTaskCompleted({ taskToken, decisions: [scheduled(i)] });
    const task = await api.pollForActivityTask({ domain, taskList });
    await api.respondActivityTaskCompleted({ taskToken: task.taskToken, result: stepResult(i) });
  }
  const { taskToken } = await api.pollForDecisionTask({ domain, taskList });
  await api.respondDecisionTaskCompleted({ taskToken, decisions: [{ decisionType: "CompleteWorkflowExecution" }] });
}

function scheduled(i: number): Decision {
  const attributes = { activityType, activityId: String(i), input: JSON.stringify([{ i }]) };
  return { decisionType: "ScheduleActivityTask", scheduleActivityTaskDecisionAttributes: attributes };
}

/**
 * Opens a driver.
 *
 * @param lanes - Polls of either kind that wait at once.
 */
export function openDriver(api: EngineApi, lanes: number): Driver {
  const running = new Map<string, Running>();
  const gone = new AbortController();
  setMaxListeners(0, gone.signal);
  const options = { abortSignal: gone.signal };

  async function decider(): Promise<void> {
    for (;;) {
      const task = await api.pollForDecisionTask({ domain, taskList, maximumPageSize: 1 }, options);
      const { taskToken, workflowExecution } = task;
      if (taskToken === undefined) continue;
      const id = String(workflowExecution?.workflowId);
      const run = running.get(id);
      if (run === undefined) throw new Error(`${id} is not ours`);
      const { taken, steps, closed } = run;
      if (taken === steps) {
        await api.respondDecisionTaskCompleted({
          taskToken,
          decisions: [{ decisionType: "CompleteWorkflowExecution" }],
        });
        running.delete(id);
        closed();
        continue;
      }
      run.taken++;
      await api.respondDecisionTaskCompleted({ taskToken, decisions: [scheduled(taken)] });
    }
  }

  async function worker(): Promise<void> {
    for (let i = 0; ; i++) {
      const { taskToken } = await api.pollForActivityTask({ domain, taskList }, options);
      if (taskToken === undefined) continue;
      await api.respondActivityTaskCompleted({ taskToken, result: stepResult(i) });
    }
  }

  const loops = Promise.allSettled(Array.from({ length: lanes }, () => [decider(), worker()]).flat());
  return {
    async run(executions, steps) {
      const closes = Array.from({ length: executions }, async () => {
        const workflowId = `w${++started}`;
        const close = new Promise<void>((closed) => running.set(workflowId, { taken: 0, steps, closed }));
        await api.startWorkflowExecution({ domain, workflowId, workflowType, input: "[]" });
        await close;
      });
      await Promise.all(closes);
    },
    async close() {
      gone.abort();
      for (const ended of await loops) {
        if (ended.status === "rejected" && (ended.reason as Error).name !== "AbortError") throw ended.reason;
      }
    },
  };
}
