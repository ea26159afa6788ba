import type { Service, Touched, Transaction } from "../service.ts";
import { addRun } from "../world/world.ts";
import { close } from "./close.ts";
import { scheduleDecisionTask } from "./decision-tasks.ts";
import { armings, refold } from "./resume.ts";
import type { Run } from "./run.ts";
import { isOpen } from "./run.ts";
import { armSettling } from "./settle.ts";
import { append, begin, withdrawAll } from "./transaction.ts";

/**
 * Runs a transaction: the work, then the decision tasks it made necessary, then the polls that wait for its tasks. If the
 * work throws, which only a mistake in this package can make it do, the executions are taken back to what they were.
 */
export function transact<T>(service: Service, work: (tx: Transaction) => T): T {
  const tx = begin(service);
  const result = attempt(tx, work);
  for (const { run } of tx.touched) {
    if (run.beating.size > 0) forgetClosed(run);
    service.ledger.touch(service.world, run);
  }
  for (const list of tx.offered) service.ledger.handOut(list);
  return result;
}

function attempt<T>(tx: Transaction, work: (tx: Transaction) => T): T {
  try {
    const result = work(tx);
    for (const { run, needsDecision } of tx.touched) {
      scheduleDecisionTask(tx, run, needsDecision);
      enforceHistoryLimit(tx, run);
      if (!isOpen(run)) armSettling(tx.service, run);
    }
    return result;
  } catch (error) {
    for (const touched of tx.touched.toReversed()) takeBack(tx.service, touched);
    throw error;
  }
}

function enforceHistoryLimit(tx: Transaction, run: Run): void {
  if (!isOpen(run) || run.events.length < tx.service.limits.historyEvents - 1) return;
  const { childPolicy } = run.config;
  append(tx, run, "WorkflowExecutionTerminated", { childPolicy, cause: "EVENT_LIMIT_EXCEEDED" });
  close(tx, run);
}

function forgetClosed({ beating, activities }: Run): void {
  for (const scheduledEventId of beating.keys())
    if (!activities.has(scheduledEventId)) beating.delete(scheduledEventId);
}

function takeBack(service: Service, { run, eventsBefore }: Touched): void {
  const { world } = service;
  run.events.length = eventsBefore;
  if (eventsBefore === 0) {
    withdrawAll(run);
    world.runs.delete(run.runId);
    world.domains.get(run.domain)?.openRuns.delete(run.workflowId);
    return;
  }
  refold(run);
  addRun(world, run);
  for (const { arm } of armings(service, run)) arm();
}
