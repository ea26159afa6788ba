import type { EngineApi } from "@sweft/engine";
import { openActivityWorker, openClient, openDecider } from "@sweft/worker";
import { activity, workflow } from "@sweft/workflow";
import type { StepResult } from "../replay/histories.ts";
import { stepResult } from "../replay/histories.ts";
import type { Driver } from "./driver.ts";
import { domain } from "./subject.ts";

const noop = activity(
  { name: "step", startToCloseTimeout: "1m" },
  (input: { i: number }): StepResult => stepResult(input.i),
);

const steps = workflow({ name: "steps" }, function* (count: number) {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += (yield* noop({ i })).i;
  return sum;
});

let started = 0;

/** The workers that users run: the interpreter, payloads, identity and all. */
export async function openWorkers(api: EngineApi, lanes: number): Promise<Driver> {
  const closing: (() => void)[] = [];
  const respond: EngineApi["respondDecisionTaskCompleted"] = async (input) => {
    const answer = await api.respondDecisionTaskCompleted(input);
    if (input.decisions?.at(-1)?.decisionType === "CompleteWorkflowExecution") closing.shift()?.();
    return answer;
  };
  const watched = new Proxy(api, {
    get: (target, name: keyof EngineApi) => (name === "respondDecisionTaskCompleted" ? respond : target[name]),
  });
  const place = { api: watched, domain, taskList: "workers" };
  const atOnce = { pollers: lanes, concurrency: lanes };
  const decider = await openDecider({ ...place, ...atOnce, workflows: [steps], cachedRuns: lanes * 2 });
  const worker = await openActivityWorker({ ...place, ...atOnce, activities: [noop] });
  const client = openClient(place);
  return {
    async run(executions, count) {
      const closes = Array.from({ length: executions }, () => new Promise<void>((closed) => closing.push(closed)));
      await Promise.all(closes.map(() => client.start(steps, { workflowId: `s${++started}` }, count)));
      await Promise.all(closes);
    },
    async close() {
      await Promise.all([decider.close(), worker.close()]);
    },
  };
}
