import type { ChildPolicy, Execution, Workflow } from "@sweft/workflow";
import { attributesOf } from "./event.ts";
import type { FakeHistory } from "./fake-history.ts";
import type { FakeHistoryOptions } from "./options.ts";

/** What SWF is told of a run by the one that continues as it. */
interface ContinuedAsNew {
  readonly input?: string;
  readonly taskList: { readonly name: string };
  readonly tagList?: readonly string[];
  readonly newExecutionRunId: string;
  readonly executionStartToCloseTimeout: string;
  readonly taskStartToCloseTimeout: string;
  readonly childPolicy: ChildPolicy;
  readonly taskPriority: string;
}

/** How the history begins of the run that continues another. */
export function nextRun(workflow: Workflow<never[], unknown>, before: FakeHistory): FakeHistoryOptions<never[]> {
  const { execution, converter, timeMs: startMs, events } = before;
  const { workflowId, runId } = execution;
  const [first] = events;
  const last = events.at(-1);
  const told = (last === undefined ? {} : attributesOf(last)) as unknown as ContinuedAsNew;
  const began = (first === undefined ? {} : attributesOf(first)) as { readonly parentWorkflowExecution?: Execution };
  const { parentWorkflowExecution: parent } = began;
  return {
    workflow: workflow.with({
      executionStartToCloseTimeout: Number(told.executionStartToCloseTimeout),
      taskStartToCloseTimeout: Number(told.taskStartToCloseTimeout),
      childPolicy: told.childPolicy,
      taskPriority: Number(told.taskPriority),
    }),
    execution: { workflowId, runId: told.newExecutionRunId },
    converter,
    startMs,
    taskList: told.taskList.name,
    tagList: told.tagList ?? [],
    continuedRunId: runId,
    ...(told.input !== undefined && { input: told.input }),
    ...(parent !== undefined && { parent }),
  };
}
