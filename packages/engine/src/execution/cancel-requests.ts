import type { Transaction } from "../service.ts";
import type { Attributes } from "./events.ts";
import type { Run } from "./run.ts";
import { append } from "./transaction.ts";

/** Records that an open execution is asked to cancel; a second time only unless chosen otherwise. */
export function requestCancel(tx: Transaction, run: Run, from: Attributes<"WorkflowExecutionCancelRequested">): void {
  if (run.cancelRequested && tx.service.choices.repeatedCancelRequests === "absorbed") return;
  append(tx, run, "WorkflowExecutionCancelRequested", from);
}
