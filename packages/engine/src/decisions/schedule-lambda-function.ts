import type { ScheduleLambdaFunctionFailedCause } from "@aws-sdk/client-swf";
import { scheduleLambda } from "../execution/lambdas.ts";
import { append } from "../execution/transaction.ts";
import { optional } from "../input/field.ts";
import { data, lambdaTimeout } from "../input/fields.ts";
import { text } from "../input/text.ts";
import { isOverRate } from "../quotas/quotas.ts";
import type { Completion } from "./decision.ts";
import { decision } from "./decision.ts";

/** The time of a function that nobody has limited, in seconds; the longest, too. */
const defaultTimeout = "900";

/** Schedules a Lambda function. The id must not be that of an open one (reference, section 4.2). */
export const scheduleLambdaFunction = decision({
  type: "ScheduleLambdaFunction",
  attributes: {
    id: text({ min: 1, max: 256 }),
    name: text({ min: 1, max: 64 }),
    control: optional(data),
    input: optional(data),
    startToCloseTimeout: optional(lambdaTimeout),
  },
  apply(completion, { startToCloseTimeout = defaultTimeout, ...said }) {
    const { tx, run, decisionTaskCompletedEventId } = completion;
    const { id, name } = said;
    const cause = refusal(completion, id);
    if (cause === undefined) scheduleLambda(tx, run, { ...said, startToCloseTimeout, decisionTaskCompletedEventId });
    else append(tx, run, "ScheduleLambdaFunctionFailed", { id, name, cause, decisionTaskCompletedEventId });
  },
});

function refusal({ tx: { service }, run }: Completion, id: string): ScheduleLambdaFunctionFailedCause | undefined {
  if (service.functions === undefined) return "LAMBDA_SERVICE_NOT_AVAILABLE_IN_REGION";
  if (run.lambdaIds.has(id)) return "ID_ALREADY_IN_USE";
  if (run.lambdas.size >= service.limits.openLambdaFunctions) return "OPEN_LAMBDA_FUNCTIONS_LIMIT_EXCEEDED";
  return isOverRate(service, "ScheduleLambdaFunction") ? "LAMBDA_FUNCTION_CREATION_RATE_EXCEEDED" : undefined;
}
