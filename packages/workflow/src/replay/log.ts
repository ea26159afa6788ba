import type { LogLevel } from "../language/facts.ts";
import type { LogLine } from "../work/run-context.ts";
import type { Execution } from "./marker.ts";

/** Tells a logger what a run says. One that fails must not change what the workflow does: a replay would not call it. */
export function tell(
  onLog: ((line: LogLine) => void) | undefined,
  level: LogLevel,
  message: string,
  fields: LogLine["fields"],
  execution: Execution | undefined,
): void {
  try {
    onLog?.({ level, message, fields, workflowId: execution?.workflowId, runId: execution?.runId });
  } catch {
    // See above.
  }
}
