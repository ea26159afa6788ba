import type { ChildPolicy } from "@aws-sdk/client-swf";
import type { Service, Transaction } from "../service.ts";
import { removeOpenRun } from "../world/world.ts";
import type { Attributes } from "./events.ts";
import type { Run } from "./run.ts";
import { append, withdrawAll } from "./transaction.ts";

/**
 * Does what follows at once from a closing event that has just been written: deadlines and tasks vanish. What others must hear of it
 * comes after the commit (settle.ts). Open counts stay as they are (reference, section 4.2).
 */
export function close(tx: Transaction, run: Run): void {
  withdrawAll(run);
  removeOpenRun(tx.service.world, run);
}

/** Terminates an open execution. */
export function terminate(
  tx: Transaction,
  run: Run,
  attributes: Attributes<"WorkflowExecutionTerminated"> & { readonly childPolicy: ChildPolicy },
): void {
  append(tx, run, "WorkflowExecutionTerminated", attributes);
  close(tx, run);
}

/** Ends an execution whose time is up. */
export function timeOutExecution(service: Service, run: Run): void {
  service.transact((tx) => {
    const { childPolicy } = run.config;
    append(tx, run, "WorkflowExecutionTimedOut", { timeoutType: "START_TO_CLOSE", childPolicy });
    close(tx, run);
  });
}
