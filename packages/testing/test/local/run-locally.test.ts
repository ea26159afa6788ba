import { describe, expect, it, jest } from "@jest/globals";
import type { Coroutine } from "@sweft/workflow";
import { activity, all, cached, contract, info, log, marker, now, race, sleep, start, workflow } from "@sweft/workflow";
import { replace, runLocally, signalAfter } from "../../src/index.ts";
import { approve, cart, charge, order, refund } from "../shop.ts";

jest.setTimeout(180_000);

/** An activity that notes when it runs. */
const noted = (notes: string[], fail: () => boolean = () => false) =>
  activity({ name: "note" }, async (text: string) => {
    notes.push(`${text} begins`);
    await Promise.resolve();
    notes.push(`${text} ends`);
    if (fail()) throw Object.assign(new Error(`${text} failed`), { code: "NOTE_FAILED" });
    return text.toUpperCase();
  });

describe("runLocally", () => {
  it("calls the activities and returns what the workflow returns", async () => {
    const result = await runLocally(order, [cart]);
    expect(result).toEqual({ receipt: "receipt over 5", parcel: "parcel to Ada" });
  });

  it("types arguments and result", async () => {
    const receipt: string = (await runLocally(order, [cart])).receipt;
    expect(receipt).toBe("receipt over 5");
    // @ts-expect-error: an order takes a cart
    await expect(runLocally(order, ["cart"])).resolves.toBeDefined();
  });

  it("runs one activity at a time, in the order asked", async () => {
    const notes: string[] = [];
    const note = noted(notes);
    const parallel = workflow({ name: "parallel" }, function* () {
      return yield* all([note("a"), note("b")]);
    });
    expect(await runLocally(parallel, [])).toEqual(["A", "B"]);
    expect(notes).toEqual(["a begins", "a ends", "b begins", "b ends"]);
  });

  it("gives activities a copy of their arguments, as a worker does", async () => {
    const spoil = activity({ name: "spoil" }, async (list: number[]) => list.push(9));
    const spoiling = workflow({ name: "spoiling" }, function* () {
      const list = [1];
      yield* spoil(list);
      return list;
    });
    expect(await runLocally(spoiling, [])).toEqual([1]);
  });

  it("reports a result that cannot be written as the activity's failure", async () => {
    const odd = activity({ name: "odd" }, async () => () => {});
    const asking = workflow({ name: "asking" }, function* () {
      yield* odd();
    });
    await expect(runLocally(asking, [])).rejects.toMatchObject({
      code: "ACTIVITY_FAILED",
      cause: { code: "PAYLOAD_UNSERIALIZABLE" },
    });
  });

  it("calls cached functions once, async ones too", async () => {
    let calls = 0;
    const quoting = workflow({ name: "quoting" }, function* () {
      const quotes = yield* all([cached("a", async () => ++calls), cached("b", () => ++calls)]);
      yield* sleep("1h");
      return quotes;
    });
    expect(await runLocally(quoting, [])).toEqual([1, 2]);
    expect(calls).toBe(2);
    expect(await runLocally(quoting, [], { cached: { a: 7, b: async () => 8 } })).toEqual([7, 8]);
  });

  it("logs, and records markers, once", async () => {
    const lines: string[] = [];
    const telling = workflow({ name: "telling" }, function* () {
      yield* log("begun");
      yield* marker("milestone", { at: 1 });
      yield* sleep(1);
      const { workflowId } = yield* info();
      yield* log("ended", { workflowId });
    });
    const execution = { workflowId: "w7", runId: "r" };
    await runLocally(telling, [], {
      execution,
      onLog: ({ message, fields }) => lines.push(`${message} ${JSON.stringify(fields)}`),
    });
    expect(lines).toEqual(["begun undefined", 'ended {"workflowId":"w7"}']);
  });
});

describe("errors", () => {
  it("are those a client sees", async () => {
    const note = noted([], () => true);
    const failing = workflow({ name: "failing" }, function* () {
      yield* note("it");
    });
    await expect(runLocally(failing, [])).rejects.toMatchObject({
      name: "ActivityError",
      code: "ACTIVITY_FAILED",
      activity: "note",
      cause: { code: "NOTE_FAILED", message: "it failed" },
    });
  });

  it("of the workflow itself keep code and fields, and what was thrown if it was no error", async () => {
    const refusing = workflow({ name: "refusing" }, function* (thrown: unknown): Coroutine<void> {
      yield* sleep(1);
      throw thrown === "plain" ? thrown : Object.assign(new Error("out of stock"), { code: "OUT", left: 3 });
    });
    await expect(runLocally(refusing, ["error"])).rejects.toMatchObject({
      message: "out of stock",
      code: "OUT",
      left: 3,
    });
    await expect(runLocally(refusing, ["plain"])).rejects.toBe("plain");
  });

  it("are caught by the workflow, and retried by policy with the pauses of its time", async () => {
    let left = 2;
    const note = noted([], () => left-- > 0);
    const stubborn = workflow({ name: "stubborn" }, function* () {
      const began = yield* now();
      const told = yield* note.with({ retry: { attempts: 3, delay: "1m" } })("it");
      return [told, ((yield* now()).getTime() - began.getTime()) / 60_000];
    });
    expect(await runLocally(stubborn, [])).toEqual(["IT", 3]);
  });

  it("that are bugs are thrown as they are", async () => {
    const buggy = workflow({ name: "buggy" }, function* (): Coroutine<number> {
      yield* sleep(1);
      return (undefined as unknown as { length: number }).length;
    });
    await expect(runLocally(buggy, [])).rejects.toThrow(TypeError);
  });

  it("tell of code that is not deterministic", async () => {
    let calls = 0;
    const counting = workflow({ name: "counting" }, function* () {
      yield* sleep(++calls);
    });
    await expect(runLocally(counting, [])).rejects.toMatchObject({
      code: "REPLAY_DIFFERS",
      cause: { code: "NONDETERMINISM" },
    });
    await expect(runLocally(counting, [], { verify: false })).resolves.toBeUndefined();
  });
});

describe("implementations", () => {
  const weigh = contract<(item: string) => number>({ name: "weigh" });
  const weighing = workflow({ name: "weighing" }, function* (item: string) {
    return yield* weigh(item);
  });

  it("of contracts come from the options", async () => {
    const activities = [replace(weigh, (item) => item.length)];
    expect(await runLocally(weighing, ["four"], { activities })).toBe(4);
    // @ts-expect-error: a weight is a number
    replace(weigh, (item) => item);
  });

  it("are missed by name", async () => {
    const missing = { code: "IMPLEMENTATION_MISSING", message: expect.stringContaining("activity weigh") };
    await expect(runLocally(weighing, ["four"])).rejects.toMatchObject(missing);
    await expect(runLocally(weighing, ["four"], { activities: [weigh] })).rejects.toMatchObject(missing);
  });

  it("are replaced, in children too", async () => {
    const parent = workflow({ name: "parent" }, function* () {
      return [yield* charge(cart), (yield* order(cart)).receipt];
    });
    const activities = [replace(charge, async ({ total }) => `replaced ${total}`)];
    expect(await runLocally(parent, [], { activities })).toEqual(["replaced 5", "replaced 5"]);
  });
});

describe("children", () => {
  const failing = workflow({ name: "failing" }, function* (): Coroutine<string> {
    throw Object.assign(new Error("no"), { code: "NO" });
  });

  it("run inside, with the time they take", async () => {
    const nap = workflow({ name: "nap" }, function* (hours: number) {
      yield* sleep(hours * 3600);
      const { parent, workflowId } = yield* info();
      return [parent?.workflowId, workflowId === parent?.workflowId];
    });
    const parent = workflow({ name: "parent" }, function* () {
      const began = yield* now();
      const naps = yield* all([nap(1), nap(2)]);
      return [naps, ((yield* now()).getTime() - began.getTime()) / 3_600_000];
    });
    expect(await runLocally(parent, [])).toEqual([
      [
        ["fake-workflow", false],
        ["fake-workflow", false],
      ],
      3,
    ]);
  });

  it("fail in their parent", async () => {
    const parent = workflow({ name: "parent" }, function* () {
      return yield* failing();
    });
    await expect(runLocally(parent, [])).rejects.toMatchObject({
      code: "CHILD_FAILED",
      cause: { code: "NO", message: "no" },
    });
  });

  it("may be replaced by a workflow of the same type", async () => {
    const parent = workflow({ name: "parent" }, function* () {
      return yield* failing();
    });
    const stub = workflow({ name: "failing" }, function* () {
      yield* sleep(1);
      return "stubbed";
    });
    expect(await runLocally(parent, [], { workflows: [stub] })).toBe("stubbed");
  });

  it("that lost a race are canceled where they wait", async () => {
    const ran: string[] = [];
    const child = workflow({ name: "child" }, function* () {
      ran.push("child begins");
      yield* sleep(1);
      ran.push("child ends");
    });
    const note = noted(ran);
    const parent = workflow({ name: "parent" }, function* () {
      const first = yield* race({ note: note("n"), child: child() });
      yield* sleep("1m");
      return first.winner;
    });
    expect(await runLocally(parent, [], { verify: false })).toBe("note");
    expect(ran).toEqual(["n begins", "n ends", "child begins"]);
  });
});

describe("time and the outside", () => {
  const patient = workflow({ name: "patient" }, function* () {
    const first = yield* race({ yes: approve.receive(), late: sleep("2h") });
    return first.winner;
  });

  it("skips timers, in the order of their times", async () => {
    const order: string[] = [];
    const waiting = workflow({ name: "waiting" }, function* () {
      const nap = function* (name: string, days: number): Coroutine<void> {
        yield* sleep(days * 86_400);
        order.push(name);
      };
      yield* all([yield* start(nap, "long", 300), yield* start(nap, "short", 3)]);
      return yield* now();
    });
    expect(await runLocally(waiting, [], { startMs: 0, verify: false })).toEqual(new Date(300 * 86_400_000));
    expect(order).toEqual(["short", "long"]);
  });

  it("delivers signals at their times", async () => {
    expect(await runLocally(patient, [], { signals: [signalAfter("1h", approve, true)] })).toBe("yes");
    expect(await runLocally(patient, [], { signals: [signalAfter("3h", approve, true)] })).toBe("late");
    // @ts-expect-error: an approval is a boolean
    signalAfter("1h", approve, "yes");
  });

  it("delivers signals of the very beginning before the first decision, in order", async () => {
    const collecting = workflow({ name: "collecting" }, function* () {
      const { historyLength } = yield* info();
      return [yield* approve.receive(), yield* approve.receive(), historyLength];
    });
    const signals = [signalAfter(0, approve, true), signalAfter(0, approve, false)];
    expect(await runLocally(collecting, [], { signals })).toEqual([true, false, 5]);
  });

  it("cancels when it is told to", async () => {
    const cleaned: string[] = [];
    const careful = workflow({ name: "careful" }, function* () {
      try {
        yield* sleep("1 day");
      } finally {
        cleaned.push(yield* refund("r"));
      }
    });
    await expect(runLocally(careful, [], { cancelAfter: "1h", verify: false })).rejects.toMatchObject({
      code: "CANCELED",
    });
    expect(cleaned).toEqual(["refunded r"]);
  });

  it("says what a workflow waits for that nothing can end", async () => {
    const stuck = workflow({ name: "stuck" }, function* () {
      return yield* approve.receive();
    });
    await expect(runLocally(stuck, [])).rejects.toMatchObject({
      code: "DEADLOCK",
      message: expect.stringContaining("workflow stuck (fake-workflow) waits for 1: Receive approve"),
    });
  });

  it("ends a loop that SWF would end", async () => {
    const endless = workflow({ name: "endless" }, function* (): Coroutine<void> {
      for (;;) yield* sleep("1h");
    });
    await expect(runLocally(endless, [])).rejects.toMatchObject({ code: "HISTORY_BUDGET" });
    const boundless = { limits: { historyEvents: 1_000_000 } };
    await expect(runLocally(endless, [], boundless)).rejects.toMatchObject({ code: "HISTORY_TOO_LONG" });
  });

  it("waits for timers by a clock, and lets what is due meanwhile happen first", async () => {
    let nowMs = 1_000_000;
    const clock = {
      now: () => nowMs,
      wait: async (ms: number) => {
        nowMs += ms;
      },
    };
    const slow = activity({ name: "slow" }, async () => {
      nowMs += 90_000;
      return "done";
    });
    const racing = workflow({ name: "racing" }, function* () {
      const first = yield* race({ slow: slow(), late: sleep("1m") });
      const at = yield* now();
      yield* sleep(30);
      return [first.winner, at.getTime(), (yield* now()).getTime()];
    });
    const result = await runLocally(racing, [], { timers: "wait", clock });
    expect(result).toEqual(["late", 1_060_000, 1_090_000]);
    expect(nowMs).toBe(1_090_000);
  });

  it("waits for real by default, when told to wait", async () => {
    const waiting = workflow({ name: "waiting" }, function* () {
      yield* sleep(0);
      return (yield* now()).getTime();
    });
    const before = Date.now();
    expect(await runLocally(waiting, [], { timers: "wait" })).toBeGreaterThanOrEqual(before);
  });

  it.each([
    [{ timers: "never" as never }, 'write "skip" or "wait"'],
    [{ timers: "wait" as const, startMs: 5 }, "leave startMs out"],
  ])("refuses options that make no sense: %j", async (options, message) => {
    await expect(runLocally(patient, [], options)).rejects.toMatchObject({
      code: "OPTION_INVALID",
      message: expect.stringContaining(message),
    });
  });
});
