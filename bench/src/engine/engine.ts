import type { EngineApi } from "@sweft/engine";
import { compareLater } from "../measure.ts";
import type { Report } from "../report.ts";
import type { Driver } from "./driver.ts";
import { callByCall, openDriver, start } from "./driver.ts";
import { openFloor } from "./floor.ts";
import type { Keeping, Way } from "./subject.ts";
import { domain, openSubject } from "./subject.ts";
import { benchTime } from "./time.ts";
import { openWorkers } from "./workers.ts";

const PLACES: readonly (readonly [Keeping, Way])[] = [
  ["memory", "in process"],
  ["disk", "in process"],
  ["memory", "HTTP"],
  ["disk", "HTTP"],
];

const loneSteps = 50;
const manyExecutions = 200;
const manySteps = 10;

/** Measures calls and steps of the engine, in memory and on disk, in process and over HTTP, beside a floor. */
export async function benchEngine(report: Report): Promise<void> {
  report.begin("signals", "Signals to one execution, one after another and 100 at a time.");
  for (const [keeping, way] of PLACES) {
    const subject = await openSubject(keeping, way);
    const workflowId = await start(subject.api);
    const signal = () => subject.api.signalWorkflowExecution({ domain, workflowId, signalName: "paid", input: "[1]" });
    const took = await compareLater({ one: signal, many: () => Promise.all(Array.from({ length: 100 }, signal)) });
    report.add({
      kept: keeping,
      way,
      "one by one µs": took.one * 1_000,
      "one by one /s": Math.round(1_000 / took.one),
      "100 at a time /s": Math.round(100_000 / took.many),
    });
    await subject.close();
  }

  report.begin(
    "calls",
    "A step call by call: a decision and an activity, two polls and two answers, with nothing between them.",
  );
  for (const keeping of ["memory", "disk"] as const) {
    const subject = await openSubject(keeping, "in process");
    const { run } = await compareLater({ run: () => callByCall(subject.api, loneSteps) });
    report.add({ kept: keeping, "step µs": (run / loneSteps) * 1_000 });
    await subject.close();
  }
  await benchSteps(report, "steps", "ready-made answers, so that the engine alone is measured", openDriver);
  await benchSteps(report, "workers", "Sweft's own decider and activity worker", openWorkers);
  await benchTime(report);
}

async function benchSteps(
  report: Report,
  series: string,
  by: string,
  open: (api: EngineApi, lanes: number) => Driver | Promise<Driver>,
): Promise<void> {
  report.begin(series, `Steps by ${by}. A step is a decision and an activity: two polls, two answers.`);
  for (const [keeping, way] of PLACES) {
    const crowd = await openSubject(keeping, way);
    const floor = openFloor(keeping === "disk");
    // Each with pollers of its own, for idle ones would take the other's tasks.
    const alone = await openSubject(keeping, way);
    const one = await open(alone.api, 1);
    const all = await open(crowd.api, manyExecutions);
    const took = await compareLater({
      lone: () => one.run(1, loneSteps),
      loneFloor: () => floor.run(1, loneSteps),
      many: () => all.run(manyExecutions, manySteps),
      manyFloor: () => floor.run(manyExecutions, manySteps),
    });
    const perSecond = (ms: number) => Math.round((manyExecutions * manySteps * 1_000) / ms);
    report.add({
      kept: keeping,
      way,
      "lone step µs": (took.lone / loneSteps) * 1_000,
      "floor µs": (took.loneFloor / loneSteps) * 1_000,
      "lone ÷ floor": took.lone / took.loneFloor,
      "200 at once steps/s": perSecond(took.many),
      "floor steps/s": perSecond(took.manyFloor),
      "rate ÷ floor": took.manyFloor / took.many,
    });
    floor.close();
    for (const each of [one, all, alone, crowd]) await each.close();
  }
}
