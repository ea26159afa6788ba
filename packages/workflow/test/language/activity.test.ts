import { describe, expect, it } from "@jest/globals";
import { activity, cached, contract, implementationOf } from "../../src/index.ts";
import { charge, expectRefusal, order, ship, yielded } from "./support.ts";

describe("activity", () => {
  it("has a type, its options, and is called for a command", () => {
    expect(ship.type).toEqual({ name: "ship", version: "2" });
    expect(charge.type).toEqual({ name: "charge", version: "1" });
    expect(ship.options).toEqual({ name: "ship", version: "2" });
    expect(yielded(ship("Bremen"))).toEqual({ type: "ScheduleActivity", activity: ship.type, args: ["Bremen"] });
    expect(Object.isFrozen(ship)).toBe(true);
    expect(Object.isFrozen(ship.type)).toBe(true);
  });

  it("runs its implementation on request, plain or async, and passes its errors on", async () => {
    await expect(charge.run(1, 2, 3)).resolves.toBe(3);
    await expect(ship.run("Bremen")).resolves.toBe("to Bremen");
    const lost = new Error("lost");
    const fails = activity({ name: "fails" }, (): number => {
      throw lost;
    });
    await expect(fails.run()).rejects.toBe(lost);
  });

  it("does not run its implementation when it is called", () => {
    let runs = 0;
    const counted = activity({ name: "counted" }, () => ++runs);
    yielded(counted());
    expect(runs).toBe(0);
  });

  it("gives its implementation to tools, by the command or by its twin", () => {
    const run = (cents: number) => cents;
    const pay = activity({ name: "pay" }, run);
    expect(implementationOf(pay(1))).toBe(run);
    expect(implementationOf(yielded(pay(1)) as object)).toBe(run);
    expect(implementationOf(yielded(pay.with({ retry: 2 })(1)) as object)).toBe(run);
    expect(implementationOf(contract<typeof run>({ name: "pay" })(1))).toBeUndefined();
    expect(implementationOf(order(1))).toBeUndefined();
    expect(implementationOf(cached("a", run as () => number))).toBeUndefined();
    expect(implementationOf({ type: "ScheduleActivity" })).toBeUndefined();
  });

  it.each<[string, unknown, string]>([
    ["a generator function", function* pack() {}, "the function pack"],
    ["an async generator function", async function* pack() {}, "the function pack"],
    ["nothing", undefined, "undefined"],
    ["a text", "charge", '"charge"'],
    ["null", null, "null"],
  ])("refuses %s as implementation and says what to give", (_name, implementation, shown) => {
    expectRefusal(
      () => activity({ name: "pack" }, implementation as () => number),
      "ACTIVITY_IS_GENERATOR",
      'activity "pack"',
      shown,
      "give a plain or async function",
      "`workflow`",
    );
  });
});

describe("contract", () => {
  it("makes the same commands as the activity it stands for", () => {
    const far = contract<(address: string) => Promise<string>>({ name: "ship", version: "2" });
    expect(yielded(far("Bremen"))).toEqual(ship("Bremen"));
    expect(far.type).toEqual(ship.type);
    expect([far.isContract, far.with({ retry: 2 }).isContract, ship.isContract]).toEqual([true, true, false]);
  });

  it("has nothing to run, and says so", async () => {
    const far = contract<() => string>({ name: "far" });
    for (const run of [() => far.run(), () => far.with({ retry: 2 }).run()]) {
      await expect(run()).rejects.toMatchObject({
        code: "NO_IMPLEMENTATION",
        message: expect.stringMatching(/activity far is a contract.*declare it with `activity`, or replace it/),
      });
    }
  });
});

describe("activity.with", () => {
  it("puts its options into the command, the later over the earlier, and leaves the declared activity as it was", () => {
    const patient = ship.with({ retry: 2, taskList: "a" }).with({ retry: 5 });
    expect(yielded(patient("Bremen"))).toStrictEqual({
      type: "ScheduleActivity",
      activity: { name: "ship", version: "2" },
      args: ["Bremen"],
      options: { retry: 5, taskList: "a" },
    });
    expect(yielded(ship("Bremen"))).not.toHaveProperty("options");
    expect(patient.type).toEqual(ship.type);
    expect(patient.options).toEqual(ship.options);
  });

  it("runs the same implementation", async () => {
    await expect(ship.with({ retry: 5 }).run("Bremen")).resolves.toBe("to Bremen");
  });

  it("does not see what becomes of the options it was given", () => {
    const options = { taskList: "a" };
    const elsewhere = ship.with(options);
    options.taskList = "b";
    expect(yielded(elsewhere("Bremen"))).toMatchObject({ options: { taskList: "a" } });
  });
});
