import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EventType } from "@aws-sdk/client-swf";
import { afterAll, describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { unfinished } from "./endings.ts";
import { engineProgram } from "./engine-process.ts";
import { findings } from "./findings.ts";
import { readKept } from "./kept.ts";
import { openLoad } from "./load.ts";

/** More kills take longer and find more. */
const kills = Number(process.env.SWEFT_CRASH_KILLS ?? 25);
const seed = Number(process.env.FC_SEED ?? 1);

/** When the engine is killed, counted from its start or from when it serves. */
const anyMoment = fc.oneof(
  { weight: 3, arbitrary: fc.record({ after: fc.constant("ms" as const), count: fc.integer({ min: 1, max: 1_500 }) }) },
  // In the middle of others that are under way.
  {
    weight: 3,
    arbitrary: fc.record({ after: fc.constant("answers" as const), count: fc.integer({ min: 1, max: 600 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ after: fc.constant("spawn" as const), count: fc.integer({ min: 0, max: 300 }) }),
  },
);

/** Some of what must have happened under such a load. */
const EXPECTED: readonly EventType[] = [
  "ActivityTaskCanceled",
  "ActivityTaskFailed",
  "ActivityTaskTimedOut",
  "ChildWorkflowExecutionCanceled",
  "ChildWorkflowExecutionCompleted",
  "DecisionTaskTimedOut",
  "ExternalWorkflowExecutionCancelRequested",
  "ExternalWorkflowExecutionSignaled",
  "TimerFired",
  "WorkflowExecutionCanceled",
  "WorkflowExecutionCompleted",
  "WorkflowExecutionContinuedAsNew",
  "WorkflowExecutionTerminated",
];

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

// An ordinary folder: what is written there is forced to the disk.
const folder = mkdtempSync(join(tmpdir(), "sweft-crash-"));
const file = join(folder, "engine.db");
const engine = engineProgram(folder)(file);
afterAll(async () => {
  await engine.kill();
  rmSync(folder, { recursive: true });
});

describe("an engine on disk that is killed again and again", () => {
  it(
    "keeps all that it has acknowledged, in sound histories, and brings every workflow to its end",
    async () => {
      engine.start();
      const load = await openLoad(engine, seed);
      for (const { after, count } of fc.sample(anyMoment, { seed, numRuns: kills })) {
        if (after !== "spawn") await engine.url();
        // It may take long until so many are answered.
        if (after === "answers") await Promise.race([load.client.answers(count), pause(3_000)]);
        else await pause(count);
        await engine.kill();
        engine.start();
      }
      await load.finish();
      await engine.kill();

      const kept = await readKept(file);
      const { sent, answered } = load.client.counts;
      const told = `${kills} kills, ${sent} requests, ${answered} answered, ${kept.runs.size} executions`;
      process.stdout.write(`crash test: ${told}\n`);
      const { strange } = load;
      expect({
        strange,
        errors: engine.errors,
        findings: findings(kept, load.marks.all()),
        unfinished: unfinished(kept.runs),
      }).toEqual({ strange: [], errors: [], findings: [], unfinished: [] });
      // It has tried what it is about.
      const types = new Set([...kept.runs.values()].flatMap(({ events }) => events.map(({ eventType }) => eventType)));
      expect(EXPECTED.filter((type) => !types.has(type))).toEqual([]);
      const outcomes = new Set(load.marks.all().map(({ outcome }) => outcome));
      expect([...outcomes].sort()).toEqual(["acknowledged", "refused", "unknown"]);
    },
    120_000 + kills * 4_000,
  );
});
