import { SWF } from "@aws-sdk/client-swf";
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import type { Engine } from "@sweft/engine";
import { openEngine } from "@sweft/engine";
import type { EngineServer } from "@sweft/engine/http";
import { serveEngine } from "@sweft/engine/http";
import { openPayloads } from "@sweft/payload";
import type { Coroutine } from "@sweft/workflow";
import {
  activity,
  continueAsNew,
  map,
  query,
  race,
  replay,
  saga,
  shield,
  signal,
  sleep,
  start,
  update,
  withTimeout,
  workflow,
} from "@sweft/workflow";
import type { ActivityWorker, AnyWorkflow, Client, Decider, RunHandle } from "../../src/index.ts";
import { activityContext, openActivityWorker, openClient, openDecider } from "../../src/index.ts";
import { recordingLogger, until } from "../setup.ts";

jest.setTimeout(180_000);

const told: string[] = [];
const tell = activity({ name: "tell" }, async (text: string) => {
  told.push(text);
  return text.toUpperCase();
});
const hang = activity({ name: "hang", heartbeatTimeout: 2, startToCloseTimeout: 3600 }, async (): Promise<string> => {
  return await activityContext().aborted();
});

const item = signal<string>("item");
const close = signal("close");
const items = query<[], readonly string[]>("items");
const add = update<[string], number>("add");

const child = workflow({ name: "child" }, function* (text: string, seconds: number) {
  yield* sleep(seconds);
  return yield* tell(text);
});
/** Two children, served as each becomes ready. */
const dinner = workflow({ name: "dinner" }, function* () {
  const ovens = new Set([yield* start(child("slow", 2)), yield* start(child("quick", 0))]);
  const served: string[] = [];
  while (ovens.size > 0) {
    yield* race([...ovens]);
    for (const oven of ovens) {
      if (!oven.isReady()) continue;
      ovens.delete(oven);
      served.push(oven.result());
    }
  }
  const told = yield* map(["a", "b", "c", "d", "e"], (text) => tell(text), { concurrency: 2 });
  return [...served, ...told];
});
/** Takes items by signals and updates, and goes on as a new run at the first word. */
const cart = workflow({ name: "cart" }, function* (kept: readonly string[]): Coroutine<string> {
  const inside = [...kept];
  yield* items.answer(() => inside);
  yield* item.handle(function* (text) {
    inside.push(yield* tell(text));
  });
  yield* add.answer({
    validate(text) {
      if (text === "") throw Object.assign(new Error("an item has a name"), { code: "NAMELESS" });
    },
    *handle(text) {
      return inside.push(yield* tell(text));
    },
  });
  yield* close.receive();
  if (kept.length === 0) return yield* continueAsNew(cart, inside);
  return inside.join();
});
const trip = workflow({ name: "trip" }, function* () {
  return yield* saga(function* (compensate) {
    yield* tell("hotel");
    compensate(() => tell("no hotel"));
    try {
      yield* withTimeout("1 hour", hang());
    } finally {
      yield* shield(tell("told the guest"));
    }
  });
});

let engine: Engine;
let server: EngineServer;
let swf: SWF;
let client: Client;
let workers: readonly (Decider | ActivityWorker)[];
const logger = recordingLogger();

beforeEach(async () => {
  told.length = 0;
  logger.lines.length = 0;
  engine = openEngine({ seed: 1 });
  server = await serveEngine(engine, { closeSeconds: 1 });
  const credentials = { accessKeyId: "any", secretAccessKey: "any" };
  swf = new SWF({ endpoint: server.url, region: "eu-west-1", credentials });
  const place = { api: swf, domain: "shop", logger };
  client = openClient({ ...place, waiting: { firstMs: 5, longestMs: 50 } });
  workers = await Promise.all([
    openDecider({ ...place, workflows: [child, dinner, cart, trip] }),
    openActivityWorker({ ...place, activities: [tell, hang] }),
  ]);
});

afterEach(async () => {
  // Polls that wait are cut off by the server, and not for their length of a minute.
  const closing = Promise.all(workers.map((worker) => worker.close({ force: true })));
  await server.close();
  await closing;
  swf.destroy();
  await engine.close();
});

/** How a replay from zero of each of its runs ends. */
async function replayed(run: RunHandle<unknown>, code: AnyWorkflow): Promise<string> {
  const again = replay(code as never, await run.history(), { converter: openPayloads() });
  return "decisions" in again && again.decisions.length > 0 ? "decides more" : again.status;
}

const has = async (run: RunHandle<unknown>, eventType: string) =>
  (await run.history()).some((event) => event.eventType === eventType);

describe("through the AWS SDK's own client", () => {
  it("children are served as each becomes ready, and a map follows", async () => {
    const run = await client.start(dinner, { workflowId: "d" });
    expect(await run.result()).toEqual(["QUICK", "SLOW", "A", "B", "C", "D", "E"]);
    expect(await replayed(run, dinner)).toBe("completed");
    expect(logger.codes()).toEqual([]);
  });

  it("a run takes signals, updates and queries, and goes on as a new one", async () => {
    const { run, isStarted } = await client.signalWithStart(cart, { workflowId: "c" }, item, "book", []);
    expect(isStarted).toBe(true);
    expect(await run.update(add, {}, "lamp")).toBe(2);
    await expect(run.update(add, {}, "")).rejects.toMatchObject({
      code: "UPDATE_REJECTED",
      cause: { code: "NAMELESS" },
    });
    expect((await run.query(cart, items)).result).toEqual(["BOOK", "LAMP"]);
    const first = client.run<string>("c", run.runId);
    await run.signal(close);
    await until(() => has(first, "WorkflowExecutionContinuedAsNew"));
    expect(await client.run("c").update(add, {}, "pen")).toBe(3);
    await client.run("c").signal(close);
    expect(await first.result()).toBe("BOOK,LAMP,PEN");
    expect(await replayed(client.run("c", run.runId), cart)).toBe("continued");
    expect(await replayed(client.run("c"), cart)).toBe("completed");
    expect((await client.run("c").query(cart, items)).result).toEqual(["BOOK", "LAMP", "PEN"]);
  });

  it("a cancel undoes what was done, and asks the activity that beats to stop", async () => {
    const run = await client.start(trip, { workflowId: "t" });
    await until(() => has(run, "ActivityTaskStarted").then((started) => started && told.includes("hotel")));
    await until(async () => (await run.history()).filter((e) => e.eventType === "ActivityTaskStarted").length === 2);
    await run.cancel();
    await expect(run.result()).rejects.toMatchObject({ code: "WORKFLOW_CANCELED" });
    expect(told).toEqual(["hotel", "told the guest", "no hotel"]);
    expect(await has(run, "ActivityTaskCancelRequested")).toBe(true);
    expect(await replayed(run, trip)).toBe("canceled");
  });
});
