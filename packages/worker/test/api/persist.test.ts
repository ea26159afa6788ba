import { describe, expect, it } from "@jest/globals";
import { virtualClock } from "@sweft/engine";
import { isAnswerLost, isOutage, isTransient } from "../../src/api/faults.ts";
import { backoffMs, persist } from "../../src/api/persist.ts";
import { openBusy } from "../../src/clock/busy.ts";
import { outage, refusal } from "../setup.ts";

describe("pauses", () => {
  it("double from 100 ms to 10 s, and half of each is drawn at random", () => {
    const longest = [1, 2, 3, 7, 8, 100].map((attempt) => backoffMs(attempt, () => 1));
    expect(longest).toEqual([100, 200, 400, 6400, 10_000, 10_000]);
    expect(backoffMs(3, () => 0)).toBe(200);
  });
});

describe("persisting", () => {
  const open = (tries: number) => {
    const clock = virtualClock();
    let calls = 0;
    const call = async (): Promise<string> => {
      calls++;
      if (calls <= tries) throw outage();
      return "done";
    };
    return { call, clock, busy: openBusy(clock), calls: () => calls };
  };

  it("tries until it succeeds, and lets virtual time pass meanwhile", async () => {
    const { call, clock, busy } = open(5);
    const beforeMs = clock.now();
    expect(await persist(call, { busy, random: () => 0, untilMs: clock.now() + 10_000 })).toBe("done");
    expect(clock.now() - beforeMs).toBe(50 + 100 + 200 + 400 + 800);
  });

  it("gives up when the next try would come too late", async () => {
    const { call, clock, busy, calls } = open(99);
    const persisting = persist(call, { busy, random: () => 0, untilMs: clock.now() + 200 });
    await expect(persisting).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(calls()).toBe(3);
  });

  it("gives up when it has become pointless", async () => {
    const { call, clock, busy, calls } = open(99);
    const isPointless = (): boolean => calls() === 2;
    const untilMs = clock.now() + 99_999;
    await expect(persist(call, { busy, random: () => 0, untilMs, isPointless })).rejects.toThrow("socket");
    expect(calls()).toBe(2);
  });
});

describe("faults", () => {
  const server = Object.assign(new Error("500"), { name: "InternalFailure", $fault: "server" });
  const caused = new TypeError("fetch failed", { cause: outage() });
  const credentials = Object.assign(new Error("none found"), { name: "CredentialsProviderError" });

  // Each: may it pass, is it surely an outage, may the call have been served?
  it.each([
    [outage(), true, true, true],
    [caused, true, true, true],
    [server, true, true, true],
    [refusal("ThrottlingException"), true, true, false],
    [refusal("ExpiredTokenException"), true, false, true],
    [credentials, true, false, true],
    ["thrown text", true, false, true],
    [refusal("UnknownResourceFault"), false, false, false],
    [refusal("ValidationException"), false, false, false],
    [refusal("AbortError"), false, false, false],
    [Object.assign(new Error("closed"), { name: "ENGINE_CLOSED", $fault: "server" }), false, false, false],
  ])("are told apart: %p", (error, passes, isOut, isLost) => {
    expect([isTransient(error), isOutage(error), isAnswerLost(error)]).toEqual([passes, isOut, isLost]);
  });
});
