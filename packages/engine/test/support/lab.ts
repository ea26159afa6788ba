import type { LambdaFunction } from "../../src/index.ts";
import { lambda } from "./decisions.ts";
import type { Desk } from "./desk.ts";
import { domain, openDesk } from "./desk.ts";

export const lambdaRole = "arn:aws:iam::123456789012:role/swf-lambda";
export const double: LambdaFunction = ({ n }: { readonly n: number }) => 2 * n;
export const never = () => new Promise<never>(() => {});

/** An execution with a role, on an engine with functions. */
export async function openLab(functions: Readonly<Record<string, LambdaFunction>>, more: object = {}) {
  const desk = await openDesk({ functions, ...more });
  return { desk, runId: await desk.start("order-1", { lambdaRole }) };
}

/** How many Lambda functions the execution's description counts as open. */
export async function openLambdas({ engine }: Desk, runId: string): Promise<unknown> {
  const execution = { workflowId: "order-1", runId };
  const { openCounts } = await engine.describeWorkflowExecution({ domain, execution });
  return openCounts?.openLambdaFunctions;
}

/** What a function leaves, called once: the result of LambdaFunctionCompleted, or the attributes of LambdaFunctionFailed. */
export async function outcome(called: LambdaFunction, more: object = {}): Promise<unknown> {
  const { desk, runId } = await openLab({ f: called });
  await desk.decide(lambda("a", "f", more));
  await desk.poll();
  const completed = (await desk.last(runId, "LambdaFunctionCompleted")) as { readonly result?: string } | undefined;
  const failed = await desk.last(runId, "LambdaFunctionFailed");
  await desk.engine.close();
  return completed?.result ?? failed;
}
