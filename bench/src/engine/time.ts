import type { Decision, HistoryEvent } from "@aws-sdk/client-swf";
import type { Engine } from "@sweft/engine";
import { openEngine, virtualClock } from "@sweft/engine";
import { median } from "../measure.ts";
import type { Report } from "../report.ts";
import { domain, register, taskList, workflowType } from "./subject.ts";

const timers = 500;
const days = 364;

/** Measures how late timers fire on the real clock, and how long a year takes on the virtual one. */
export async function benchTime(report: Report): Promise<void> {
  report.begin("timers", `${timers} timers of 1 s in as many executions: how long after they were due they fired.`);
  const late = await lateness();
  report.add({ timers, "median ms": median(late), "latest ms": Math.max(...late) });
  report.begin("virtual", `One execution sleeps a day ${days} times on the virtual clock.`);
  report.add({ days, "whole year ms": await year() });
}

async function lateness(): Promise<number[]> {
  const engine = openEngine();
  await register(engine);
  for (let i = 0; i < timers; i++) await engine.startWorkflowExecution({ domain, workflowId: `t${i}`, workflowType });
  for (let i = 0; i < timers; i++) await decide(engine, [timer("t", 1)]);
  const late: number[] = [];
  for (let i = 0; i < timers; i++) {
    const events = await decide(engine, [{ decisionType: "CompleteWorkflowExecution" }]);
    late.push(timeOf(events, "TimerFired") - timeOf(events, "TimerStarted") - 1_000);
  }
  await engine.close();
  return late;
}

async function year(): Promise<number> {
  const engine = openEngine({ clock: virtualClock() });
  await register(engine);
  const start = performance.now();
  const executionStartToCloseTimeout = "31536000";
  await engine.startWorkflowExecution({ domain, workflowId: "year", workflowType, executionStartToCloseTimeout });
  for (let day = 0; day < days; day++) await decide(engine, [timer(String(day), 86_400)]);
  await decide(engine, [{ decisionType: "CompleteWorkflowExecution" }]);
  const ms = performance.now() - start;
  await engine.close();
  return ms;
}

function timer(timerId: string, seconds: number): Decision {
  return { decisionType: "StartTimer", startTimerDecisionAttributes: { timerId, startToFireTimeout: String(seconds) } };
}

async function decide(engine: Engine, decisions: Decision[]): Promise<readonly HistoryEvent[]> {
  const { taskToken, events = [] } = await engine.pollForDecisionTask({ domain, taskList });
  await engine.respondDecisionTaskCompleted({ taskToken, decisions });
  return events;
}

function timeOf(events: readonly HistoryEvent[], type: string): number {
  return Number(events.find(({ eventType }) => eventType === type)?.eventTimestamp);
}
