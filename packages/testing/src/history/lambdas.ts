import type { Attributes } from "./event.ts";
import type { Execution } from "./execution.ts";

/** A Lambda function is started, and ends. */
export function endLambda(
  execution: Execution,
  id: string,
  type: "LambdaFunctionCompleted" | "LambdaFunctionFailed" | "LambdaFunctionTimedOut",
  attributes: Attributes,
): void {
  const lambda = execution.get("Lambda function", id);
  const { scheduledEventId } = lambda;
  const startedEventId = execution.transact(`the start of Lambda function ${id}`, () =>
    execution.append("LambdaFunctionStarted", { scheduledEventId }),
  );
  execution.transact(`${type} of ${id}`, () =>
    execution.append(type, { scheduledEventId, startedEventId, ...attributes }),
  );
  execution.open.delete(lambda);
}

/** The Lambda function runs longer than it may. */
export function timeOutLambda(execution: Execution, id: string): void {
  const { scheduledMs, asked } = execution.get("Lambda function", id);
  execution.reach(scheduledMs + Number(asked.startToCloseTimeout ?? 900) * 1000);
  endLambda(execution, id, "LambdaFunctionTimedOut", { timeoutType: "START_TO_CLOSE" });
}

/** SWF cannot call Lambda for this execution. */
export function refuseLambdaStart(execution: Execution, id: string, cause: string, message: string | undefined): void {
  const lambda = execution.get("Lambda function", id);
  const { scheduledEventId } = lambda;
  execution.transact(`the refusal of Lambda function ${id}`, () =>
    execution.append("StartLambdaFunctionFailed", { scheduledEventId, cause, message }),
  );
  execution.open.delete(lambda);
}
