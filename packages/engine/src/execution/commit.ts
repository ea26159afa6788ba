import type { Service, Transaction } from "../service.ts";
import { close } from "./close.ts";
import { scheduleDecisionTask } from "./decision-tasks.ts";
import type { Run } from "./run.ts";
import { isOpen } from "./run.ts";
import { append, begin } from "./transaction.ts";

/** Runs a transaction: the work, then the decision tasks it made necessary, then the polls that wait for its tasks. */
export function transact<T>(service: Service, work: (tx: Transaction) => T): T {
  const tx = begin(service);
  const result = work(tx);
  for (const { run, needsDecision } of tx.touched) {
    scheduleDecisionTask(tx, run, needsDecision);
    enforceHistoryLimit(tx, run);
  }
  for (const list of tx.offered) list.match();
  return result;
}

function enforceHistoryLimit(tx: Transaction, run: Run): void {
  if (!isOpen(run) || run.events.length < tx.service.limits.historyEvents - 1) return;
  const { childPolicy } = run.config;
  append(tx, run, "WorkflowExecutionTerminated", { childPolicy, cause: "EVENT_LIMIT_EXCEEDED" });
  close(tx, run, childPolicy);
}
