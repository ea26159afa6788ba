import type { ActivityTask, Decision, DecisionTask, HistoryEvent } from "@aws-sdk/client-swf";
import type { Engine, EngineApi, EngineOptions, VirtualClock } from "../../src/index.ts";
import { openEngine, virtualClock } from "../../src/index.ts";
import type { Backend } from "./backends.ts";
import { PLAIN } from "./backends.ts";

export const domain = "shop";
export const deciders = { name: "deciders" };
export const workers = { name: "workers" };
export const workflowType = { name: "order", version: "1" };
export const activityType = { name: "charge", version: "1" };
export const startMs = 1_700_000_000_000;

/** An engine on virtual time with a domain and two types, and short words for what tests do with it. */
export interface Desk {
  /** The operations, by the transport under test. */
  readonly engine: EngineApi & Pick<Engine, "close">;
  readonly clock: VirtualClock;
  /** Starts an execution and gives its run id. */
  start(workflowId?: string, more?: object): Promise<string>;
  poll(): Promise<DecisionTask>;
  respond(task: DecisionTask, ...decisions: Decision[]): Promise<void>;
  /** Polls and responds. */
  decide(...decisions: Decision[]): Promise<DecisionTask>;
  work(): Promise<ActivityTask>;
  signal(name?: string, workflowId?: string): Promise<void>;
  events(runId: string, workflowId?: string): Promise<HistoryEvent[]>;
  /** The history as `1 WorkflowExecutionStarted` and so on. */
  lines(runId: string, workflowId?: string): Promise<string[]>;
  /** The attributes of the last event of a type. */
  last(runId: string, eventType: string, workflowId?: string): Promise<unknown>;
  /** Closes the engine and all that was opened for it. */
  close(): Promise<void>;
}

export async function openDesk(options: EngineOptions = {}, backend: Backend = PLAIN): Promise<Desk> {
  const clock = virtualClock({ startMs });
  const { store, remove } = backend.openStore();
  const opened = openEngine({ clock, seed: "desk", store, ...options });
  const transport = await backend.openTransport(opened, clock);
  const engine = withClose(transport.api, opened);
  await engine.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: "7" });
  await engine.registerWorkflowType({
    domain,
    ...workflowType,
    defaultTaskList: deciders,
    defaultChildPolicy: "TERMINATE",
    defaultExecutionStartToCloseTimeout: "86400",
    defaultTaskStartToCloseTimeout: "60",
  });
  await engine.registerActivityType({
    domain,
    ...activityType,
    defaultTaskList: workers,
    defaultTaskScheduleToStartTimeout: "NONE",
    defaultTaskScheduleToCloseTimeout: "NONE",
    defaultTaskStartToCloseTimeout: "NONE",
    defaultTaskHeartbeatTimeout: "NONE",
  });
  const desk: Desk = {
    engine,
    clock,
    async start(workflowId = "order-1", more = {}) {
      const { runId } = await engine.startWorkflowExecution({ domain, workflowId, workflowType, ...more });
      return String(runId);
    },
    poll: () => engine.pollForDecisionTask({ domain, taskList: deciders }),
    async respond({ taskToken }, ...decisions) {
      await engine.respondDecisionTaskCompleted({ taskToken, decisions });
    },
    async decide(...decisions) {
      const task = await desk.poll();
      await desk.respond(task, ...decisions);
      return task;
    },
    work: () => engine.pollForActivityTask({ domain, taskList: workers }),
    async signal(signalName = "paid", workflowId = "order-1") {
      await engine.signalWorkflowExecution({ domain, workflowId, signalName });
    },
    async events(runId, workflowId = "order-1") {
      const events: HistoryEvent[] = [];
      let page = await engine.getWorkflowExecutionHistory({ domain, execution: { workflowId, runId } });
      for (;;) {
        events.push(...(page.events ?? []));
        const { nextPageToken } = page;
        if (nextPageToken === undefined) return events;
        const execution = { workflowId, runId };
        page = await engine.getWorkflowExecutionHistory({ domain, execution, nextPageToken });
      }
    },
    async lines(runId, workflowId) {
      return (await desk.events(runId, workflowId)).map(({ eventId, eventType }) => `${eventId} ${eventType}`);
    },
    async last(runId, eventType, workflowId) {
      const found = (await desk.events(runId, workflowId)).findLast((event) => event.eventType === eventType);
      return found === undefined ? undefined : attributesOf(found);
    },
    async close() {
      await transport.close();
      await opened.close();
      remove();
    },
  };
  return desk;
}

/** The operations of one, and the end of the other. */
function withClose(api: EngineApi, { close }: Engine): Desk["engine"] {
  return new Proxy(api as Desk["engine"], {
    get: (target, name: keyof Desk["engine"]) => (name === "close" ? close : target[name]),
  });
}

/** The attributes of an event, whatever its type. */
export function attributesOf(event: HistoryEvent): Readonly<Record<string, unknown>> {
  const entry = Object.entries(event).find(([name]) => name.endsWith("EventAttributes"));
  return (entry?.[1] ?? {}) as Readonly<Record<string, unknown>>;
}

/** What a call rejects with, as name and message. */
export async function refusal(call: Promise<unknown>): Promise<{ name: string; message: string }> {
  try {
    await call;
  } catch (error) {
    const { name, message } = error as Error;
    return { name, message };
  }
  throw new Error("The call was not refused.");
}
