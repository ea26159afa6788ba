import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HistoryEvent } from "@aws-sdk/client-swf";
import { describe, expect, it } from "@jest/globals";
import type { Engine, LambdaContext, LambdaFunction } from "../../src/index.ts";
import { openEngine, virtualClock } from "../../src/index.ts";
import { sqliteStore } from "../../src/sqlite.ts";
import { memoryStore } from "../../src/store/memory.ts";
import { STORES } from "../support/backends.ts";
import { complete, lambda, schedule, timer } from "../support/decisions.ts";
import { domain, refusal, startMs } from "../support/desk.ts";
import { double, never, openLab, openLambdas, outcome } from "../support/lab.ts";

describe("a Lambda function's time", () => {
  it("runs out: the signal aborts, and what comes later is dropped", async () => {
    const seen: unknown[] = [];
    const late = async (_: unknown, { aborted, abortSignal, deadline, getRemainingTimeInMillis }: LambdaContext) => {
      seen.push(deadline.getTime(), getRemainingTimeInMillis(), abortSignal.aborted);
      const reason = await aborted().catch((error: { readonly code: unknown }) => error.code);
      seen.push(reason, abortSignal.aborted, getRemainingTimeInMillis());
      return "late";
    };
    const { desk, runId } = await openLab({ late });
    await desk.decide(lambda("a", "late", { startToCloseTimeout: "30" }));
    await desk.poll();
    expect(await desk.last(runId, "LambdaFunctionTimedOut")).toEqual({
      scheduledEventId: 5,
      startedEventId: 6,
      timeoutType: "START_TO_CLOSE",
    });
    expect(desk.clock.now()).toBe(startMs + 30_000);
    await desk.clock.advance(60_000);
    expect(seen).toEqual([startMs + 30_000, 30_000, false, "LAMBDA_ABORTED", true, 0]);
    expect(await desk.last(runId, "LambdaFunctionCompleted")).toBeUndefined();
    expect(await openLambdas(desk, runId)).toBe(0);
    await desk.engine.close();
  });

  it("comes even if the function hangs and tells nobody", async () => {
    const { desk, runId } = await openLab({ never });
    await desk.decide(lambda("a", "never", { startToCloseTimeout: "1" }));
    await desk.poll();
    expect(await desk.last(runId, "LambdaFunctionTimedOut")).toBeDefined();
    await desk.engine.close();
  });

  it("stands still while it works", async () => {
    let finish = (_: unknown) => {};
    const { desk, runId } = await openLab({
      work: () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    });
    await desk.decide(lambda("a", "work"), timer("t", 5));
    const polled = desk.poll();
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    expect((await desk.lines(runId)).at(-1)).toBe("7 LambdaFunctionStarted");
    expect(desk.clock.now()).toBe(startMs);
    finish("done");
    await polled;
    expect(await desk.last(runId, "LambdaFunctionCompleted")).toMatchObject({ result: '"done"' });
    expect(await desk.last(runId, "TimerFired")).toBeUndefined();
    await desk.engine.close();
  });

  it("passes while it sleeps, and a sleep ends when its time is out", async () => {
    const ended: unknown[] = [];
    const sleeper = async (ms: unknown, { sleep }: LambdaContext) => {
      await sleep(Number(ms)).catch((error: Error) => ended.push(error.name));
    };
    const { desk, runId } = await openLab({ sleeper });
    await desk.decide(lambda("a", "sleeper", { input: "5000", startToCloseTimeout: "5" }));
    await desk.decide();
    expect([await desk.last(runId, "LambdaFunctionTimedOut"), ended]).toEqual([expect.anything(), ["LAMBDA_ABORTED"]]);
    await desk.engine.close();
  });

  it("is no number that is none", async () => {
    const failed = await outcome((_, { sleep }) => sleep(Number.NaN));
    expect(failed).toMatchObject({ reason: "ENGINE_OPTION_INVALID" });
  });

  it("ends with its execution, whose open functions stay counted", async () => {
    const signals: AbortSignal[] = [];
    const { desk, runId } = await openLab({
      wait: async (_, { abortSignal, aborted }) => {
        signals.push(abortSignal);
        await aborted().catch(() => {});
        return "late";
      },
    });
    await desk.decide(lambda("a", "wait"), timer("t", 1));
    await desk.decide(lambda("b", "wait"), complete());
    await desk.clock.advance(2_000_000);
    expect((await desk.lines(runId)).at(-1)).toMatch(/ WorkflowExecutionCompleted$/);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(await openLambdas(desk, runId)).toBe(2);
    await desk.engine.close();
  });

  it("ends with the engine", async () => {
    let signal: AbortSignal | undefined;
    const { desk } = await openLab({
      wait: (_, context) => {
        signal = context.abortSignal;
        return never();
      },
    });
    await desk.decide(lambda("a", "wait"));
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    expect(signal?.aborted).toBe(false);
    await desk.engine.close();
    expect(signal?.aborted).toBe(true);
  });
});

describe("a Lambda function and the store", () => {
  it("runs once the store has what led to it, whichever store that is", async () => {
    const histories = [];
    for (const open of Object.values(STORES)) {
      const { store, remove } = open();
      const { desk, runId } = await openLab({ double }, { store });
      await desk.decide(lambda("a", "double", { input: '{"n":1}' }), lambda("b", "no"));
      await desk.decide(lambda("c", "double"), schedule("d"));
      await desk.poll();
      histories.push(await desk.events(runId));
      await desk.engine.close();
      remove();
    }
    expect(histories[2]).toEqual(histories[1]);
    // A store on disk hands tasks out just before its commit: a little later among the rest.
    for (const events of histories) {
      expect(events.some(({ eventType }) => eventType === "LambdaFunctionCompleted")).toBe(true);
    }
  });

  it("runs again after a restart, and only times out if its time has passed meanwhile", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sweft-lambda-"));
    const path = join(folder, "engine.db");
    const { desk, runId } = await openLab({ wait: (_, { aborted }) => aborted() }, { store: sqliteStore(path) });
    await desk.decide(lambda("short", "wait", { startToCloseTimeout: "20" }), lambda("long", "wait"), timer("t", 10));
    await desk.poll();
    await desk.engine.close();

    const inputs: unknown[] = [];
    const desk2 = await reopen(path, {
      wait: (_, { getRemainingTimeInMillis }) => {
        inputs.push(getRemainingTimeInMillis());
        return "again";
      },
    });
    await desk2.clock.advance(0);
    const lines = (await historyOf(desk2.engine, runId)).map(({ eventType }) => eventType);
    expect(lines.filter((line) => line?.startsWith("Lambda"))).toEqual([
      "LambdaFunctionScheduled",
      "LambdaFunctionScheduled",
      "LambdaFunctionStarted",
      "LambdaFunctionStarted",
      "LambdaFunctionTimedOut",
      "LambdaFunctionCompleted",
    ]);
    expect(inputs).toEqual([840_000]);
    await desk2.engine.close();
    rmSync(folder, { recursive: true });
  });

  it("is started after a restart if it was only scheduled", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sweft-lambda-"));
    const path = join(folder, "engine.db");
    const { desk, runId } = await openLab({ double }, { store: sqliteStore(path) });
    await desk.decide(lambda("a", "double", { input: '{"n":4}' }));
    await desk.engine.close();
    const { engine, clock } = await reopen(path, { double });
    await clock.advance(0);
    const completed = (await historyOf(engine, runId)).find(({ eventType }) => eventType === "LambdaFunctionCompleted");
    expect(completed?.lambdaFunctionCompletedEventAttributes?.result).toBe("8");
    await engine.close();
    rmSync(folder, { recursive: true });
  });

  it("is given up when the store fails, before anybody called it", async () => {
    const calls: unknown[] = [];
    const store = memoryStore();
    let isBroken = false;
    const { desk } = await openLab(
      { f: (input: unknown) => calls.push(input) },
      {
        store: {
          ...store,
          durable: true,
          commit(...changes: Parameters<typeof store.commit>) {
            if (isBroken) throw new Error("disk full");
            store.commit(...changes);
          },
        },
      },
    );
    const task = await desk.poll();
    isBroken = true;
    expect((await refusal(desk.respond(task, lambda("a", "f")))).name).toBe("InternalFailure");
    await desk.clock.advance(1_000);
    expect(calls).toEqual([]);
    await desk.engine.close();
  });
});

/** A second engine on the file of a first, a minute later. */
async function reopen(path: string, functions: Readonly<Record<string, LambdaFunction>>) {
  const clock = virtualClock({ startMs: startMs + 60_000 });
  return { clock, engine: openEngine({ store: sqliteStore(path), clock, functions }) };
}

async function historyOf({ getWorkflowExecutionHistory }: Engine, runId: string): Promise<HistoryEvent[]> {
  const { events = [] } = await getWorkflowExecutionHistory({ domain, execution: { workflowId: "order-1", runId } });
  return events;
}
