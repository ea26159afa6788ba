import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { openEngine, virtualClock } from "@sweft/engine";
import { step } from "@sweft/testing";
import { openActivityWorker, openClient, openDecider } from "@sweft/worker";
import { bake, dinner, serve } from "./kitchen.ts";

const readme = readFileSync(join(__dirname, "../../README.md"), "utf8");
const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = ""]) => code);

// Inside the package, so that imports resolve and jest compiles it; its name is in .gitignore.
const folder = mkdtempSync(join(__dirname, ".readme-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("the first example of README.md", () => {
  it("is the program of the tests below, which the type check sees too", () => {
    const program = readFileSync(join(__dirname, "kitchen.ts"), "utf8").replace(
      "../../src/index.ts",
      "@sweft/workflow",
    );
    expect(blocks[0]).toBe(program);
  });

  it("serves two long-running children as each becomes ready", () => {
    const run = step(dinner);
    expect(run.open).toEqual([bake("fruitcake"), bake("bread")]);
    run.complete(bake("bread"), "a warm bread");
    expect(run.open).toMatchObject([{ type: "StartChildWorkflow" }, { activity: { name: "serve" } }]);
    run
      .complete("4", "served a warm bread")
      .complete(bake, "a warm fruitcake")
      .complete("6", "served a warm fruitcake");
    expect(run.result).toEqual(["served a warm bread", "served a warm fruitcake"]);
  });

  it("does so on the engine, where 60 days pass in no time", async () => {
    const clock = virtualClock();
    const api = openEngine({ clock, longPollSeconds: 86_400 });
    const place = { api, clock, domain: "kitchen" };
    const decider = await openDecider({ ...place, workflows: [dinner, bake] });
    const worker = await openActivityWorker({ ...place, activities: [serve] });
    const waiting = { firstMs: 60_000, longestMs: 86_400_000 };
    const startedMs = clock.now();
    const run = await openClient({ ...place, waiting }).start(dinner, { workflowId: "tonight" });
    expect(await run.result()).toEqual(["served a warm bread", "served a warm fruitcake"]);
    expect(clock.now() - startedMs).toBeGreaterThan(60 * 86_400_000);
    await Promise.all([decider.close(), worker.close()]);
    await api.close();
  });
});

describe("every example of README.md", () => {
  it.each(blocks.map((code, i) => [i + 1, code]))("runs: number %i", (number, code) => {
    const file = join(folder, `example-${number}.ts`);
    const imports = String(code).replaceAll('"@sweft/workflow"', '"../../../src/index.ts"');
    writeFileSync(file, `// @ts-nocheck\n${imports}`);
    expect(Object.keys(createRequire(__filename)(file) as object).length).toBeGreaterThan(0);
  });
});
