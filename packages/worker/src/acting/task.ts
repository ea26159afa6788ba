import type { ActivityTask as SwfActivityTask } from "@aws-sdk/client-swf";
import type { Execution, TypeName } from "@sweft/workflow";

/** An activity task: the service's, with all that it may leave out filled in. */
export interface ActivityTask {
  readonly taskToken: string;
  readonly activityId: string;
  readonly execution: Execution;
  readonly type: TypeName;
  readonly input: string | undefined;
}

/** Reads the answer to a poll; undefined if it brought no task. */
export function taskOf(answer: SwfActivityTask): ActivityTask | undefined {
  const { taskToken, activityId = "", workflowExecution, activityType, input } = answer;
  if (taskToken === undefined || taskToken === "") return undefined;
  return {
    taskToken,
    activityId,
    execution: { workflowId: workflowExecution?.workflowId ?? "", runId: workflowExecution?.runId ?? "" },
    type: { name: activityType?.name ?? "", version: activityType?.version ?? "" },
    input: input === "" ? undefined : input,
  };
}
