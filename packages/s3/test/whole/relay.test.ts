import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SWF } from "@aws-sdk/client-swf";
import { afterAll, beforeAll, expect, it, jest } from "@jest/globals";
import { openEngine } from "@sweft/engine";
import type { EngineServer } from "@sweft/engine/http";
import { serveEngine } from "@sweft/engine/http";
import { openPayloads } from "@sweft/payload";
import { openClient } from "@sweft/worker";
import { buildSync } from "esbuild";
import type { Place } from "../support/place.ts";
import { openPlace } from "../support/place.ts";
import { batonOf, LEGS, relay } from "./relay.ts";

jest.setTimeout(600_000);

const folder = mkdtempSync(join(tmpdir(), "sweft-relay-"));
const program = join(folder, "worker.cjs");
const engine = openEngine({ seed: 1 });
let place: Place;
let server: EngineServer;
let swf: SWF;
const workers: ChildProcess[] = [];

beforeAll(async () => {
  buildSync({
    entryPoints: [require.resolve("./worker-process.ts")],
    outfile: program,
    bundle: true,
    format: "cjs",
    platform: "node",
    conditions: ["source"],
    logLevel: "error",
  });
  place = await openPlace();
  server = await serveEngine(engine, { closeSeconds: 1 });
  const credentials = { accessKeyId: "id", secretAccessKey: "secret" };
  swf = new SWF({ endpoint: server.url, region: "eu-west-1", credentials });
});
afterAll(async () => {
  for (const worker of workers) worker.kill("SIGKILL");
  swf.destroy();
  await server.close();
  await engine.close();
  await place.close();
  rmSync(folder, { recursive: true });
});

/** Starts a worker, and tells what it prints. */
function startWorker(env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ["--no-warnings", program], {
    env: { ...process.env, SWF_URL: server.url, S3_URL: place.front.endpoint, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  workers.push(child);
  let printed = "";
  child.stdout.on("data", (text) => {
    printed += text;
  });
  return {
    async says(line: RegExp): Promise<void> {
      while (!line.test(printed)) await once(child.stdout, "data");
    },
    async kill(): Promise<void> {
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
    },
  };
}

/** The nth thing that is put from now on never arrives, nor what comes after; resolves when somebody tries. */
function putIsLost(nth: number): Promise<void> {
  let puts = 0;
  return new Promise((resolve) => {
    place.front.fault = ({ method }) => {
      if (method === "PUT") puts++;
      if (puts < nth) return undefined;
      resolve();
      return { hang: true };
    };
  });
}

it("carries 50 MB through ten activities and three deaths of its workers, and makes no object twice", async () => {
  const payloads = openPayloads({ store: place.store() });
  const client = openClient({ api: swf, domain: "sports", payloads });
  const first = startWorker({ STALL_AT: "4" });
  await first.says(/open/);
  const run = await client.start(relay, { workflowId: "final" }, batonOf(0));

  // Killed while an activity runs.
  await first.says(/leg 4/);
  await first.kill();

  // Killed while an activity puts its result.
  const second = startWorker();
  await second.says(/leg 7/);
  await putIsLost(1);
  await second.kill();
  place.front.fault = () => undefined;

  // Killed while the decider puts what it hands on, after the activity has put its result.
  const third = startWorker();
  await third.says(/leg/);
  await putIsLost(2);
  await third.kill();
  place.front.fault = () => undefined;

  startWorker();
  const { digest, baton } = await run.result();
  const expected = createHash("sha256").update(batonOf(LEGS)).digest("hex");
  expect(digest).toBe(expected);
  expect(createHash("sha256").update(baton).digest("hex")).toBe(expected);

  // What the start gives, what each activity takes and gives, and the result: an object each.
  const { stored } = place.front;
  const objects: string[] = [];
  for await (const { key } of place.store().list?.("sports/") ?? []) objects.push(key);
  expect(objects).toHaveLength(1 + 2 * LEGS + 1);
  expect(objects.sort()).toEqual([...new Set(stored)].sort());
  // Deciders that know nothing of each other schedule attempts anew; what the history holds is not put again.
  expect(stored).toHaveLength(objects.length);

  expect(JSON.stringify(await run.history()).length).toBeLessThan(100_000);
});
