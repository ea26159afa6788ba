import type { EventType } from "@aws-sdk/client-swf";
import type { Service, Touched, Transaction } from "../service.ts";
import type { Attributes } from "./events.ts";
import { makeEvent } from "./events.ts";
import { fold } from "./folds.ts";
import type { Run } from "./run.ts";
import { WAKES } from "./wakes.ts";

/** Begins a transaction at the present time. */
export function begin(service: Service): Transaction {
  const nowMs = service.now();
  return { service, nowMs, at: service.dateOf(nowMs), touched: [], offered: [] };
}

/**
 * Writes an event.
 *
 * @param attributes - Undefined ones are left out. Nested values must be frozen.
 * @returns The new event's id.
 */
export function append<T extends EventType>(tx: Transaction, run: Run, type: T, attributes: Attributes<T>): number {
  const eventId = run.events.length + 1;
  const event = makeEvent(eventId, tx.at, type, attributes);
  const touched = find(tx, run);
  if (touched === undefined) tx.touched.push({ run, needsDecision: WAKES[type], eventsBefore: eventId - 1 });
  else if (WAKES[type]) touched.needsDecision = true;
  run.events.push(event);
  fold(run, event);
  return eventId;
}

function find(tx: Transaction, run: Run): Touched | undefined {
  return tx.touched.find((touched) => touched.run === run);
}

/** True if a decision task is queued behind the present one, or will be when this transaction commits. */
export function hasUnhandledEvents(tx: Transaction, run: Run): boolean {
  return run.scheduledTask !== undefined || find(tx, run)?.needsDecision === true;
}

/** Remembers how to take something back that belongs to `owner`; what was there before is taken back now. */
export function replaceWithdrawal(run: Run, owner: object, withdraw: () => void): void {
  run.withdrawals.get(owner)?.();
  run.withdrawals.set(owner, withdraw);
}

/** Takes back what belongs to `owner`: its deadline, its place in a task list. */
export function withdraw(run: Run, owner: object): void {
  run.withdrawals.get(owner)?.();
  run.withdrawals.delete(owner);
}

/** Takes back everything that an execution has scheduled or offered. */
export function withdrawAll(run: Run): void {
  for (const each of run.withdrawals.values()) each();
  run.withdrawals.clear();
}
