import { describe, expect, it } from "@jest/globals";
import type { Payloads, PayloadsOptions } from "@sweft/payload";
import { memoryStore, openPayloads, staticKeys } from "@sweft/payload";
import type { Decision } from "@sweft/workflow";
import { writeContinued } from "@sweft/workflow";
import { openBusy } from "../../src/clock/busy.ts";
import { systemClock } from "../../src/clock/system-clock.ts";
import { seal, sealPublished } from "../../src/deciding/seal.ts";

const execution = { workflowId: "o-1", runId: "r-1" };

const sealingOf = (payloads: Payloads, requestBytes = 980_000) => {
  const clock = systemClock();
  const busy = openBusy(clock);
  const patience = { busy, random: () => 0, untilMs: clock.now() + 60_000 };
  return { payloads, domain: "shop", execution, requestBytes, patience, isRecorded: () => false };
};

const asks = (text: string): Decision => ({
  decisionType: "ScheduleActivityTask",
  scheduleActivityTaskDecisionAttributes: {
    activityId: "1",
    activityType: { name: "a", version: "1" },
    control: "sw1 1",
    input: text,
    scheduleToCloseTimeout: "NONE",
    scheduleToStartTimeout: "NONE",
    startToCloseTimeout: "NONE",
    heartbeatTimeout: "NONE",
    taskList: { name: "default" },
    taskPriority: "0",
  },
});

const inputOf = (decision: Decision | undefined) => decision?.scheduleActivityTaskDecisionAttributes?.input ?? "";

const text = (letter: string, characters: number) => JSON.stringify(letter.repeat(characters - 2));

const opened = (options: PayloadsOptions = {}) => openPayloads({ store: memoryStore(), ...options });

describe("decisions that are too large for one request together", () => {
  it("are made short by putting out of band the largest, and no more than it takes", async () => {
    const payloads = opened();
    const sizes = [5_000, 20_000, 30_000, 10_000];
    const decisions = sizes.map((size, i) => asks(text(String(i), size)));
    const kept = async (requestBytes: number) =>
      (await seal(decisions, sealingOf(payloads, requestBytes))).map(
        (decision, i) => inputOf(decision) === inputOf(decisions[i]),
      );
    expect(await kept(70_000)).toEqual([true, true, true, true]);
    expect(await kept(60_000)).toEqual([true, true, false, true]);
    expect(await kept(30_000)).toEqual([true, false, false, true]);
    expect(await kept(10_000)).toEqual([true, false, false, false]);
    expect(await kept(1)).toEqual([false, false, false, false]);
  });

  it("count as what they are once they are encrypted", async () => {
    const codecs = { encryption: { keys: staticKeys({ current: "k", keys: { k: new Uint8Array(32) } }) } };
    const decisions = Array.from({ length: 45 }, (_, i) => asks(text(String(i % 10), 20_000)));
    const sealed = await seal(decisions, sealingOf(opened({ codecs })));
    expect(JSON.stringify(sealed).length).toBeLessThan(980_000);
    const isStored = sealed.map((decision) => inputOf(decision).startsWith("sweft:ref:"));
    expect(isStored.filter(Boolean).length).toBeGreaterThan(5);
    expect(isStored.filter(Boolean).length).toBeLessThan(20);
  });

  it("go as they are without a store, as long as the service takes them", async () => {
    const decisions = [asks(text("a", 30_000)), asks(text("b", 30_000))];
    expect(await seal(decisions, sealingOf(openPayloads(), 50_000))).toEqual(decisions);
    const many = Array.from({ length: 40 }, (_, i) => asks(text(String(i % 10), 30_000)));
    await expect(seal(many, sealingOf(openPayloads()))).rejects.toMatchObject({
      code: "DECISION_TOO_LARGE",
      message: expect.stringMatching(/^the 40 decisions of one task have 12\d+ bytes.*no store is set/),
    });
  });
});

describe("the payload of a decision", () => {
  const keysOf = async (decision: Decision) =>
    JSON.stringify(await seal([decision], sealingOf(opened({ inlineLimit: 0 }))));

  it("is stored under the execution that will read it", async () => {
    expect(await keysOf(asks('"x"'))).toContain("key=shop/o-1/r-1/");
    const child: Decision = {
      decisionType: "StartChildWorkflowExecution",
      startChildWorkflowExecutionDecisionAttributes: {
        workflowId: "c-1",
        workflowType: { name: "c", version: "1" },
        input: '["x"]',
      },
    } as Decision;
    expect(await keysOf(child)).toContain("key=shop/c-1/start/");
    const signal = (runId?: string): Decision => ({
      decisionType: "SignalExternalWorkflowExecution",
      signalExternalWorkflowExecutionDecisionAttributes: {
        workflowId: "s-1",
        signalName: "s",
        control: "sw1 1",
        input: "sw1 signal 1\n5",
        ...(runId !== undefined && { runId }),
      },
    });
    expect(await keysOf(signal())).toContain("sw1 signal 1\\nsweft:ref:2");
    expect(await keysOf(signal())).toContain("key=shop/s-1/start/");
    expect(await keysOf(signal("r-2"))).toContain("key=shop/s-1/r-2/");
    const next: Decision = {
      decisionType: "ContinueAsNewWorkflowExecution",
      continueAsNewWorkflowExecutionDecisionAttributes: { input: writeContinued('{"args":[]}') },
    } as Decision;
    expect(await keysOf(next)).toContain("key=shop/o-1/start/");
  });

  it("that the run itself reads and its history refers to are not put again; those that other executions read are", async () => {
    const store = memoryStore();
    let puts = 0;
    const put: typeof store.put = (key, bytes) => {
      puts++;
      return store.put(key, bytes);
    };
    const putsOf = async (decision: Decision): Promise<number> => {
      puts = 0;
      const payloads = openPayloads({ store: { ...store, put } });
      await seal([decision], { ...sealingOf(payloads), isRecorded: () => true });
      return puts;
    };
    const long = text("x", 40_000);
    const child = {
      decisionType: "StartChildWorkflowExecution",
      startChildWorkflowExecutionDecisionAttributes: { workflowId: "c-1", input: long },
    } as Decision;
    const next = {
      decisionType: "ContinueAsNewWorkflowExecution",
      continueAsNewWorkflowExecutionDecisionAttributes: { input: long },
    } as Decision;
    expect(await putsOf(asks(long))).toBe(0);
    expect(await putsOf(child)).toBe(1);
    expect(await putsOf(next)).toBe(1);
  });

  it("that no store takes names the decision and why, by the code that the store gave", async () => {
    const put = () => Promise.reject(Object.assign(new Error("not here"), { code: "PAYLOAD_FORBIDDEN" }));
    const payloads = openPayloads({ store: { ...memoryStore(), put } });
    await expect(seal([asks('"x"'), asks(text("y", 40_000))], sealingOf(payloads))).rejects.toMatchObject({
      code: "PAYLOAD_FORBIDDEN",
      message: expect.stringMatching(
        /^decisions\[1\], ScheduleActivityTask, has a payload of 40000 characters: .*not here$/,
      ),
    });
  });
});

describe("a published state", () => {
  const wide = [asks(text("a", 32_000))];
  const full = Array.from({ length: 30 }, (_, i) => asks(text(String(i % 10), 32_200)));

  it("goes along as it is where there is room, out of band where there is little", async () => {
    const state = text("s", 20_000);
    expect(await sealPublished(state, wide, sealingOf(opened()))).toEqual({ text: state });
    expect(await sealPublished(state, full, sealingOf(opened()))).toEqual({
      text: expect.stringMatching(/^sweft:ref:2/),
    });
    expect(await sealPublished("", full, sealingOf(opened()))).toEqual({ text: "" });
  });

  it("is left out, and fails nothing, where there is no way", async () => {
    expect(await sealPublished(text("s", 20_000), full, sealingOf(openPayloads()))).toEqual({
      leftOut: expect.stringContaining("no store is set"),
    });
  });
});
