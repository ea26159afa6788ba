import type { OperationName } from "../api.ts";
import { fault } from "../errors.ts";
import type { Service } from "../service.ts";
import type { Meter } from "./meter.ts";
import type { Rate, RatedDecision, WorkflowOperation } from "./numbers.ts";
import { subjectOf } from "./subject.ts";

/**
 * Counts a call, before it is looked at.
 *
 * @throws {EngineError} `ThrottlingException`.
 */
export function countRequest({ meter, now }: Service, name: OperationName): void {
  const rate = meter?.quotas.requests?.[name];
  if (meter !== undefined && rate !== undefined) take(meter, name, rate, now());
}

/**
 * Counts a call for the workflow id that it is about, if it names one. Executions that follow each other under one id share it.
 *
 * @throws {EngineError} `ThrottlingException`.
 */
export function countForWorkflow(service: Service, name: OperationName, input: object): void {
  const { meter } = service;
  const rate = meter?.quotas.perWorkflow?.[name as WorkflowOperation]; // others have no row
  if (meter === undefined || rate === undefined) return;
  const { domain, workflowId } = subjectOf(service, input);
  if (workflowId !== undefined) take(meter, `${name}/${domain}/${workflowId}`, rate, service.now());
}

function take({ buckets }: Meter, name: string, rate: Rate, nowMs: number): void {
  if (!buckets.take(name, rate, nowMs)) throw fault("ThrottlingException", "Rate exceeded");
}

/**
 * Counts a decision that would otherwise be applied.
 *
 * @param list - The task list that gets a task by it, with its domain.
 * @returns True if it comes too fast; then nothing was counted.
 */
export function isOverRate({ meter, now }: Service, type: RatedDecision, list?: string): boolean {
  if (meter === undefined) return false;
  const { quotas, buckets } = meter;
  const nowMs = now();
  const perList = list === undefined ? undefined : quotas.tasksPerSecondPerList;
  const listRate = perList === undefined ? undefined : { bucket: perList, perSecond: perList };
  const listName = `list/${list}`;
  if (listRate !== undefined && !buckets.has(listName, listRate, nowMs)) return true;
  const rate = quotas.decisions?.[type];
  if (rate !== undefined && !buckets.take(type, rate, nowMs)) return true;
  if (listRate !== undefined) buckets.take(listName, listRate, nowMs);
  return false;
}
