import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { openEngine } from "../../src/index.ts";
import { sqliteStore } from "../../src/sqlite.ts";
import * as decisions from "../support/decisions.ts";
import type { Desk } from "../support/desk.ts";
import { domain, openDesk, startMs } from "../support/desk.ts";
import { openFolders } from "./folder.ts";
import { handClock } from "./hand-clock.ts";
import { watched } from "./watched-store.ts";

const folderOf = openFolders();
const reason = "database or disk is full";
const refused = { code: "InternalFailure", message: expect.stringContaining(`The store could not write (${reason})`) };

const unhandled: unknown[] = [];
const unhandledRejection = (error: unknown) => unhandled.push(error);
beforeEach(() => {
  process.on("unhandledRejection", unhandledRejection);
});
afterEach(async () => {
  await setImmediate();
  process.off("unhandledRejection", unhandledRejection);
  expect(unhandled.splice(0)).toEqual([]);
});

/** A desk on a file that can be told to take no more. */
async function open() {
  const told: Error[] = [];
  const file = join(folderOf(), "a.db");
  const disk = { commitsLeft: Number.POSITIVE_INFINITY };
  const store = watched(sqliteStore(file), () => {
    if (disk.commitsLeft-- <= 0) throw new Error(reason);
  });
  const clock = handClock(startMs);
  const desk: Desk = { ...(await openDesk({ store, clock, onStoreFailure: (error) => told.push(error) })), clock };
  return { desk, disk, file, told };
}

describe("an engine whose store cannot write any more", () => {
  it("tells nobody of a success, and refuses everything from then on", async () => {
    const { desk, disk, told } = await open();
    const runId = await desk.start();
    await desk.decide(decisions.timer("t", 10));
    expect(told).toEqual([]);
    disk.commitsLeft = 0;
    const waiting = [desk.poll(), desk.work()];
    const [...answers] = await Promise.allSettled([desk.signal(), desk.start("other"), desk.events(runId), ...waiting]);
    expect(answers).toEqual(answers.map(() => ({ status: "rejected", reason: expect.objectContaining(refused) })));
    disk.commitsLeft = 100;
    await desk.clock.advance(20_000);
    for (const call of [() => desk.events(runId), () => desk.signal(), () => desk.poll(), () => desk.start("third")]) {
      await expect(call()).rejects.toMatchObject(refused);
    }
    expect(told).toEqual([expect.objectContaining(refused)]);
    await desk.close();
  });

  it("keeps what it had answered, and goes on from there when it is opened again", async () => {
    const { desk, disk, file } = await open();
    const runId = await desk.start();
    await desk.decide(decisions.timer("t", 10), decisions.schedule("a"));
    const before = await desk.lines(runId);
    disk.commitsLeft = 0;
    await expect(desk.signal()).rejects.toMatchObject(refused);
    await desk.close();
    const clock = handClock(startMs + 20_000);
    const engine = openEngine({ store: sqliteStore(file), clock });
    const execution = { workflowId: "order-1", runId };
    const lines = async () => {
      const { events = [] } = await engine.getWorkflowExecutionHistory({ domain, execution });
      return events.map(({ eventId, eventType }) => `${eventId} ${eventType}`);
    };
    expect(await lines()).toEqual(before);
    await clock.advance(0);
    expect((await lines()).slice(before.length)).toEqual(["7 TimerFired", "8 DecisionTaskScheduled"]);
    await engine.close();
  });

  it("calls no Lambda function that the store does not know of", async () => {
    const calls: unknown[] = [];
    const file = join(folderOf(), "a.db");
    const disk = { isFull: false };
    const store = watched(sqliteStore(file), () => {
      if (disk.isFull) throw new Error(reason);
    });
    const clock = handClock(startMs);
    const desk = await openDesk({ store, clock, functions: { note: (input) => calls.push(input) } });
    await desk.start("order-1", { lambdaRole: "arn:aws:iam::123456789012:role/x" });
    await desk.decide(decisions.lambda("l", "note"));
    disk.isFull = true;
    await clock.advance(0);
    expect(calls).toEqual([]);
    await desk.close();
  });

  it("has told the truth at whatever commit the store failed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 12 }), fc.nat({ max: 3 }), async (commits, together) => {
        const { desk, disk, file } = await open();
        const runId = await desk.start();
        disk.commitsLeft = commits;
        const accepted: string[] = [];
        const send = async (name: string) => {
          await desk.signal(name);
          accepted.push(name);
        };
        for (let round = 0; round < 10; round++) {
          const names = Array.from({ length: together + 1 }, (_, index) => `${round}-${index}`);
          await Promise.allSettled(names.map(send));
        }
        await desk.close();
        const engine = openEngine({ store: sqliteStore(file), clock: handClock(startMs) });
        const execution = { workflowId: "order-1", runId };
        const { events = [] } = await engine.getWorkflowExecutionHistory({ domain, execution });
        const kept = events.flatMap(({ workflowExecutionSignaledEventAttributes: signal }) => signal?.signalName ?? []);
        expect(kept).toEqual(accepted);
        expect(kept).toHaveLength(Math.min(commits, 10) * (together + 1));
        await engine.close();
      }),
      { numRuns: 15 },
    );
  });
});
