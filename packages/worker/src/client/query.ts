import { isWorthRetry } from "@sweft/payload";
import type { Answered, Execution } from "@sweft/workflow";
import { decidedPart, openRun, SweftError } from "@sweft/workflow";
import { WorkerError } from "../errors.ts";
import type { Service } from "../options.ts";
import type { AnyWorkflow } from "../registration/types.ts";
import { describe, isWorkflow } from "../registration/types.ts";
import { call } from "./call.ts";
import { readEvents } from "./history.ts";

/** Answers a query by replaying the history of a run, open or closed, in this process. The run never notices. */
export async function ask(
  service: Service,
  execution: Execution,
  workflow: AnyWorkflow,
  name: string,
  args: readonly unknown[],
): Promise<Answered> {
  const { payloads } = service;
  if (!isWorkflow(workflow)) {
    throw new WorkerError(
      "NOT_A_WORKFLOW",
      `query was given ${describe(workflow)}; give the workflow that the run is of, and then the query`,
    );
  }
  const events = await readEvents(service, execution);
  const type = events[0]?.workflowExecutionStartedEventAttributes?.workflowType;
  if (type?.name !== workflow.type.name || type.version !== workflow.type.version) {
    throw new SweftError(
      "QUERY_FAILED",
      `the run is of workflow ${type?.name} ${type?.version}, and was asked as one of ${workflow.type.name} ${workflow.type.version}; give the workflow that it is of`,
    );
  }
  const digestKeys = await call(service, () => payloads.digestKeys(), isWorthRetry);
  const run = openRun(workflow as never, { converter: payloads, execution, digestKeys });
  // Functions of `cached` are recorded in this part, so none is ever needed.
  for (let replayed = run.advance(decidedPart(events)); replayed.status === "needs"; replayed = run.resume()) {
    const { payloads: texts } = replayed;
    await call(service, () => payloads.fetch(texts), isWorthRetry);
  }
  return run.query(name, args);
}
