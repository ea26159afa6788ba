import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine, EngineApi } from "@sweft/engine";
import { openEngine } from "@sweft/engine";
import { serveEngine } from "@sweft/engine/http";
import { sqliteStore } from "@sweft/engine/sqlite";
import { openHttpClient } from "./http-client.ts";

/** An engine to be measured. */
export interface Subject {
  readonly api: EngineApi;
  close(): Promise<void>;
}

/** Where executions are kept. */
export type Keeping = "memory" | "disk";

/** How calls get to the engine. */
export type Way = "in process" | "HTTP";

export const domain = "bench";
export const taskList = { name: "main" };
export const workflowType = { name: "bench", version: "1" };
export const activityType = { name: "noop", version: "1" };

/** Opens an engine with a domain and types. */
export async function openSubject(keeping: Keeping, way: Way): Promise<Subject> {
  const folder = mkdtempSync(join(tmpdir(), "sweft-bench-"));
  const engine = openEngine({
    // One execution may take as many signals as a sample has.
    limits: { historyEvents: 10_000_000 },
    ...(keeping === "disk" ? { store: sqliteStore(join(folder, "engine.db")) } : {}),
  });
  await register(engine);
  const reached = way === "HTTP" ? await overHttp(engine) : { api: engine, close: async () => {} };
  return {
    api: reached.api,
    async close() {
      await reached.close();
      await engine.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Registers the domain and its types. */
export async function register(engine: Engine): Promise<void> {
  await engine.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: "1" });
  await engine.registerWorkflowType({
    domain,
    ...workflowType,
    defaultTaskList: taskList,
    defaultChildPolicy: "TERMINATE",
    defaultExecutionStartToCloseTimeout: "86400",
    defaultTaskStartToCloseTimeout: "60",
  });
  await engine.registerActivityType({
    domain,
    ...activityType,
    defaultTaskList: taskList,
    defaultTaskScheduleToStartTimeout: "3600",
    defaultTaskScheduleToCloseTimeout: "3600",
    defaultTaskStartToCloseTimeout: "60",
    defaultTaskHeartbeatTimeout: "NONE",
  });
}

async function overHttp(engine: Engine): Promise<Subject> {
  const server = await serveEngine(engine);
  const client = openHttpClient(server.port);
  return {
    api: client.api,
    async close() {
      client.close();
      await server.close();
    },
  };
}
