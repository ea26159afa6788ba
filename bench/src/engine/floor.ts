import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import Libsql from "libsql";

/** A workflow of the floor: how many steps it has taken, and its history. */
interface Run {
  readonly key: number;
  readonly steps: number;
  readonly history: object[];
  taken: number;
  saved: number;
}

/**
 * The least that an engine of this kind must do on this machine: every step records its six events with JSON payloads, and
 * is on disk by two commits, one for the decision and one for the activity's result. No validation, no task lists, no
 * deadlines, no second thought: a floor, not an engine.
 */
export interface Floor {
  /** Runs workflows of so many steps side by side; each round of them shares its two commits. */
  run(workflows: number, steps: number): Promise<void>;
  close(): void;
}

/** Opens the floor: on disk, or in memory with no commits at all. */
export function openFloor(durable: boolean): Floor {
  const store = durable ? openTables() : undefined;
  let keys = 0;

  async function round(runs: readonly Run[]): Promise<void> {
    for (const run of runs) decide(run);
    store?.commit(runs);
    const open = runs.filter(({ taken, steps }) => taken <= steps);
    for (const run of open) complete(run);
    store?.commit(open);
    if (store !== undefined) await setImmediate();
  }

  return {
    async run(workflows, steps) {
      const runs = Array.from({ length: workflows }, (): Run => begin(++keys, steps));
      for (let taken = 0; taken <= steps; taken++) await round(runs);
    },
    close: () => store?.close(),
  };
}

function begin(key: number, steps: number): Run {
  const run: Run = { key, steps, history: [], taken: 0, saved: 0 };
  add(run, "WorkflowExecutionStarted", { input: "[]", workflowType: { name: "bench", version: "1" } });
  add(run, "DecisionTaskScheduled", { taskList: { name: "main" }, startToCloseTimeout: "30" });
  return run;
}

function decide(run: Run): void {
  add(run, "DecisionTaskStarted", { scheduledEventId: run.history.length });
  add(run, "DecisionTaskCompleted", { scheduledEventId: run.history.length - 1, startedEventId: run.history.length });
  if (run.taken++ === run.steps) {
    add(run, "WorkflowExecutionCompleted", { result: "0", decisionTaskCompletedEventId: run.history.length });
    return;
  }
  const input = JSON.stringify([{ i: run.taken }]);
  add(run, "ActivityTaskScheduled", {
    activityType: { name: "noop", version: "1" },
    activityId: String(run.taken),
    input,
    taskList: { name: "main" },
    startToCloseTimeout: "60",
    decisionTaskCompletedEventId: run.history.length,
  });
  add(run, "ActivityTaskStarted", { scheduledEventId: run.history.length });
}

function complete(run: Run): void {
  const [scheduledEventId, startedEventId] = [run.history.length - 1, run.history.length];
  add(run, "ActivityTaskCompleted", { result: stepResult(run.taken), scheduledEventId, startedEventId });
  add(run, "DecisionTaskScheduled", { taskList: { name: "main" }, startToCloseTimeout: "30" });
}

function add(run: Run, eventType: string, attributes: object): void {
  run.history.push({ eventId: run.history.length + 1, eventTimestamp: Date.now() / 1_000, eventType, attributes });
}

/** What an activity of the benches answers: about 100 characters. */
export function stepResult(i: number): string {
  return JSON.stringify({ i, ok: true, note: "x".repeat(64), at: "2026-01-01T00:00:00.000Z" });
}

function openTables() {
  const folder = mkdtempSync(join(tmpdir(), "sweft-floor-"));
  const database = new Libsql(join(folder, "floor.db"));
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE chunks (run INTEGER, first INTEGER, events TEXT, PRIMARY KEY (run, first));
    CREATE TABLE runs (run INTEGER PRIMARY KEY, next INTEGER);
  `);
  const addChunk = database.prepare("INSERT INTO chunks VALUES (?, ?, ?)");
  const putRun = database.prepare(
    "INSERT INTO runs VALUES (?, ?) ON CONFLICT (run) DO UPDATE SET next = excluded.next",
  );
  return {
    commit(runs: readonly Run[]): void {
      database.exec("BEGIN IMMEDIATE");
      for (const run of runs) {
        addChunk.run([run.key, run.saved + 1, JSON.stringify(run.history.slice(run.saved))]);
        run.saved = run.history.length;
        putRun.run([run.key, run.saved + 1]);
      }
      database.exec("COMMIT");
    },
    close(): void {
      database.close();
      rmSync(folder, { recursive: true });
    },
  };
}
