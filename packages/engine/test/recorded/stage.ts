import type { ActivityTask, DecisionTask, HistoryEvent } from "@aws-sdk/client-swf";
import type { Engine } from "../../src/index.ts";
import { openEngine, virtualClock } from "../../src/index.ts";

/** A fresh engine whose time moves only when it is told to, and what a driver remembers of it. */
export interface Stage {
  readonly engine: Engine;
  readonly domain: string;
  /** The engine's run id for each recorded one. */
  readonly runIds: Map<string, string>;
  /** Tokens of started tasks, by the event that started them. */
  readonly tokens: Map<number, string>;
  /** Moves time to a moment, through everything that falls due on the way; never back. */
  advanceTo(ms: number): Promise<void>;
  /** Lets happen what is due now. */
  settle(): Promise<void>;
  /** Takes the decision task of one execution. Tasks of others that come first are kept until they are asked for. */
  decisionTaskOf(runId: string, taskList: string, identity: string | undefined): Promise<DecisionTask>;
  /** Takes the next activity task of a list. */
  activityTaskOn(taskList: string, identity: string | undefined): Promise<ActivityTask>;
  /** All events of a run. */
  events(workflowId: string, runId: string): Promise<readonly HistoryEvent[]>;
}

/** Opens a stage at a moment, in epoch milliseconds, with a domain. */
export async function openStage(domain: string, startMs: number): Promise<Stage> {
  const clock = virtualClock({ startMs });
  const engine = openEngine({ clock, seed: "recorded", longPollSeconds: 0 });
  const kept = new Map<string, DecisionTask>();
  let release = clock.hold();
  await engine.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: "90" });

  async function advance(ms: number): Promise<void> {
    release();
    try {
      await clock.advance(ms);
    } finally {
      release = clock.hold();
    }
  }
  /** Waits for a poll's answer: an empty one comes only when time is free to move. */
  async function answered<Task>(poll: Promise<Task>): Promise<Task> {
    const [task] = await Promise.all([poll, advance(0)]);
    return task;
  }
  return {
    engine,
    domain,
    runIds: new Map(),
    tokens: new Map(),
    advanceTo: (ms) => advance(Math.max(0, ms - clock.now())),
    settle: () => advance(0),
    async decisionTaskOf(runId, taskList, identity) {
      for (;;) {
        const found = kept.get(runId);
        if (found !== undefined) {
          kept.delete(runId);
          return found;
        }
        const task = await answered(engine.pollForDecisionTask({ domain, taskList: { name: taskList }, identity }));
        if (!task.taskToken) throw new Error(`no decision task of the execution waits on ${taskList}`);
        kept.set(String(task.workflowExecution?.runId), task);
      }
    },
    async activityTaskOn(taskList, identity) {
      const task = await answered(engine.pollForActivityTask({ domain, taskList: { name: taskList }, identity }));
      if (!task.taskToken) throw new Error(`no activity task waits on ${taskList}`);
      return task;
    },
    async events(workflowId, runId) {
      const events: HistoryEvent[] = [];
      let nextPageToken: string | undefined;
      do {
        const execution = { workflowId, runId };
        const page = await engine.getWorkflowExecutionHistory({ domain, execution, nextPageToken });
        events.push(...(page.events ?? []));
        nextPageToken = page.nextPageToken;
      } while (nextPageToken !== undefined);
      return events;
    },
  };
}
