import type { Service, Transaction } from "../service.ts";
import type { Attributes } from "./events.ts";
import { callLambda } from "./lambda-call.ts";
import type { LambdaFunction } from "./lambda-function.ts";
import type { LambdaOutcome } from "./lambda-outcome.ts";
import type { LambdaState, Run } from "./run.ts";
import { timeoutMs } from "./run.ts";
import { append, replaceWithdrawal, withdraw } from "./transaction.ts";

/** Schedules a Lambda function. It is started later, by a transaction of its own. The time-out must be an effective one. */
export function scheduleLambda(tx: Transaction, run: Run, attributes: Attributes<"LambdaFunctionScheduled">): void {
  const scheduledEventId = append(tx, run, "LambdaFunctionScheduled", attributes);
  armLambda(tx.service, run, run.lambdas.get(scheduledEventId) as LambdaState); // the fold has just put it there
}

/**
 * Lets an open Lambda function be started, or run and time out. One that was running when the engine stopped runs again, unless
 * its time is out.
 */
export function armLambda(service: Service, run: Run, lambda: LambdaState): void {
  if (lambda.startedEventId === 0) {
    const cancel = service.schedule(lambda.scheduledMs, () => startLambda(service, run, lambda));
    replaceWithdrawal(run, lambda, cancel);
    return;
  }
  const dueMs = lambda.startedMs + timeoutMs(lambda.startToCloseTimeout);
  const disarm = service.schedule(dueMs, () => timeOut(service, run, lambda));
  const giveUp = service.now() < dueMs ? callNamed(service, run, lambda, dueMs) : () => {};
  replaceWithdrawal(run, lambda, () => {
    disarm();
    giveUp();
  });
}

/** SWF assumes the role of the execution to call Lambda: without one nothing can be started. */
function startLambda(service: Service, run: Run, lambda: LambdaState): void {
  const { scheduledEventId } = lambda;
  service.transact((tx) => {
    withdraw(run, lambda);
    if (run.config.lambdaRole === undefined) {
      const message = "The execution has no role for Lambda: start it with a lambdaRole, or register its type with one";
      append(tx, run, "StartLambdaFunctionFailed", { scheduledEventId, cause: "ASSUME_ROLE_FAILED", message });
      return;
    }
    append(tx, run, "LambdaFunctionStarted", { scheduledEventId });
    armLambda(service, run, lambda);
  });
}

function callNamed(service: Service, run: Run, lambda: LambdaState, dueMs: number): () => void {
  const { startedMs, input } = lambda;
  const call = { ...named(service, lambda.name), input, startedMs, dueMs };
  return callLambda(service, call, (outcome) => end(service, run, lambda, outcome));
}

/** The function that a decision means, by its name or its ARN. One that nobody registered fails as Lambda says it. */
function named(
  { functions, world }: Service,
  said: string,
): { readonly name: string; readonly lambda: LambdaFunction } {
  for (const name of [said, nameInArn(said)]) {
    const lambda = functions?.get(name);
    if (lambda !== undefined) return { name, lambda };
  }
  const name = nameInArn(said);
  const arn = `arn:aws:lambda:${world.region}:${world.account}:function:${name}`;
  const missing = { name: "ResourceNotFoundException", message: `Function not found: ${arn}` };
  return { name, lambda: () => Promise.reject(missing) };
}

function nameInArn(name: string): string {
  return /^arn:.*:function:([^:]+)/.exec(name)?.[1] ?? name;
}

function end(service: Service, run: Run, lambda: LambdaState, outcome: LambdaOutcome): void {
  const { scheduledEventId, startedEventId } = lambda;
  service.transact((tx) => {
    withdraw(run, lambda);
    if (outcome.kind === "completed") {
      append(tx, run, "LambdaFunctionCompleted", { scheduledEventId, startedEventId, result: outcome.result });
    } else {
      const { reason, details } = outcome;
      append(tx, run, "LambdaFunctionFailed", { scheduledEventId, startedEventId, reason, details });
    }
  });
}

function timeOut(service: Service, run: Run, lambda: LambdaState): void {
  const { scheduledEventId, startedEventId } = lambda;
  service.transact((tx) => {
    withdraw(run, lambda);
    append(tx, run, "LambdaFunctionTimedOut", { scheduledEventId, startedEventId, timeoutType: "START_TO_CLOSE" });
  });
}
