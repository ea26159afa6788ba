import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import type { Operation } from "../../src/index.ts";
import { all, cancel, external, race, signal, sleep, start } from "../../src/index.ts";
import { caught, clash, echo, flow, heldOn, recorded, replayedBy, sent, thrown, waits } from "./shop.ts";

const paid = signal<number>("paid");
const bell = signal<undefined>("bell");
const asks = (work: Operation<unknown>) =>
  flow(function* () {
    return yield* work;
  });
const fails = (work: Operation<unknown>) =>
  flow(function* () {
    return yield* caught(work);
  });
/** The one signal that a run has sent. */
const letter = (work: Operation<unknown>, runId = "r") =>
  recorded(
    step.with({ execution: { workflowId: "w", runId } })(asks(work)).history,
    "SignalExternalWorkflowExecutionInitiated",
  )[0];

describe("a signal to another execution", () => {
  it("is one decision, awaited until SWF says that it has arrived", () => {
    const run = step(asks(external("bank", "run/1").signal(paid, 7)));
    expect(run.open).toEqual([external("bank", "run/1").signal(paid, 7)]);
    expect(sent(run)).toEqual(["SignalExternalWorkflowExecution 1"]);
    expect(run.status).toBe("running");
    run.arrive("1");
    expect(run).toMatchObject({ status: "completed", result: undefined });
  });

  it("carries an id that is the run's and the place's own, then the value", () => {
    const one = letter(external("bank").signal(paid, 7));
    expect(one).toMatchObject({
      workflowId: "bank",
      signalName: "paid",
      input: expect.stringMatching(/^sw1 signal [a-z2-7]+\n7$/),
      control: expect.stringMatching(/^sw1 1 1[a-z2-7]+$/),
    });
    expect(one).not.toHaveProperty("runId");
    expect(letter(external("bank").signal(paid, 7))).toEqual(one);
    expect(letter(external("bank").signal(paid, 7), "another")?.input).not.toBe(one?.input);
  });

  it("may carry nothing, any falsy value, or the text of the value alone", () => {
    expect(letter(external("bank").signal(bell))?.input).toMatch(/^sw1 signal [a-z2-7]+$/);
    for (const value of [0, "", false, null]) {
      expect(letter(external("bank").signal(signal("s"), value))?.input).toMatch(
        new RegExp(`^sw1 signal [a-z2-7]+\n${JSON.stringify(value)}$`),
      );
    }
    const plain = external("bank").with({ plain: true });
    expect(letter(plain.signal(paid, 7))?.input).toBe("7");
    expect(letter(plain.signal(bell))).not.toHaveProperty("input");
  });

  it("to an execution that is not open throws, at whichever time SWF finds out", () => {
    const later = step(fails(external("bank", "r").signal(paid, 1))).bounce("1");
    expect(later.result).toMatchObject({
      name: "ExternalError",
      code: "EXTERNAL_UNKNOWN",
      message: "signal paid to bank did not reach it: UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION",
      id: "1",
      workflowId: "bank",
      runId: "r",
      state: "FAILED",
      reason: "UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION",
    });
    const atOnce = step(
      flow(function* () {
        yield* sleep(1);
        return yield* thrown(external("bank").signal(paid, 1));
      }),
    );
    atOnce.refuseNext("SignalExternalWorkflowExecution", "OPERATION_NOT_PERMITTED").fire();
    expect(atOnce.result).toBe("EXTERNAL_FAILED");
  });

  it("fails a workflow that does not catch it, and holds nothing", () => {
    expect(step(asks(external("bank").signal(paid, 1))).bounce("1")).toMatchObject({ status: "failed" });
  });

  it("is work like any other: started, raced, and one of several", () => {
    const run = step(
      flow(function* () {
        const handle = yield* start(external("a").signal(paid, 1));
        const both = yield* all([external("b").signal(paid, 2), echo(3)]);
        const first = yield* race({ told: external("c").signal(paid, 3), late: sleep(9) });
        const before = handle.isReady();
        yield* handle;
        return [both, first, before, handle.isReady()];
      }),
    );
    expect(waits(run)).toEqual(["1", "2.1", "2.2"]);
    run.arrive("2.1").complete(echo, "e");
    run.fire();
    run.arrive("1");
    expect(run.result).toEqual([[undefined, "e"], { winner: "late" }, false, true]);
  });
});

describe("a cancel request to another execution", () => {
  it("is one decision, awaited until SWF has told it", () => {
    const run = step(asks(external("bank").cancel()));
    expect(run.open).toEqual([{ type: "CancelExternal", workflowId: "bank" }]);
    expect(sent(run)).toEqual(["RequestCancelExternalWorkflowExecution 1"]);
    run.arrive(external("bank").cancel());
    expect(run.status).toBe("completed");
  });

  it("may be refused", () => {
    const run = step(fails(external("bank").cancel())).bounce("1", "OPERATION_NOT_PERMITTED");
    expect(run.result).toMatchObject({
      code: "EXTERNAL_FAILED",
      reason: "OPERATION_NOT_PERMITTED",
      message: "cancel request to bank did not reach it: OPERATION_NOT_PERMITTED",
    });
    const refused = step(
      flow(function* () {
        yield* sleep(1);
        return yield* thrown(external("bank").cancel());
      }),
    );
    refused.refuseNext("RequestCancelExternalWorkflowExecution", "OPERATION_NOT_PERMITTED").fire();
    expect(refused.result).toBe("EXTERNAL_FAILED");
  });
});

describe("a message that nobody waits for any longer", () => {
  it("is not sent if it was not sent yet, and stays sent if it was", () => {
    const run = step(
      flow(function* () {
        const unsent = yield* start(external("a").signal(paid, 1));
        yield* cancel(unsent);
        const handle = yield* start(external("b").signal(paid, 2));
        yield* sleep(1);
        yield* cancel(handle);
        return [yield* thrown(unsent), yield* thrown(handle)];
      }),
    );
    expect(sent(run)).toEqual(["SignalExternalWorkflowExecution 2", "StartTimer 3"]);
    run.fire();
    expect(run.result).toEqual(["CANCELED", "CANCELED"]);
  });

  it("may still arrive, or bounce, which nobody hears", () => {
    const tells = flow(function* () {
      yield* race([external("a").signal(paid, 1), external("b").cancel(), sleep(1)]);
      yield* sleep(9);
    });
    expect(step(tells).fire().arrive("1.1").arrive("1.2").fire().status).toBe("completed");
    expect(step(tells).fire().bounce("1.1").bounce("1.2").fire().status).toBe("completed");
  });

  it("goes out before the close that was decided with it: fire-and-forget commands are not dropped", () => {
    const atOnce = step(
      flow(function* () {
        yield* start(external("a").signal(paid, 1));
        yield* start(external("b").cancel());
        yield* start(function* () {
          yield* external("c").signal(paid, 2);
        });
        return "done";
      }),
    );
    expect(atOnce.result).toBe("done");
    expect(sent(atOnce)).toEqual([
      "SignalExternalWorkflowExecution 1",
      "RequestCancelExternalWorkflowExecution 2",
      "SignalExternalWorkflowExecution 3.1",
      "CompleteWorkflowExecution",
    ]);
  });

  it("keeps no run open while it is under way", () => {
    const run = step(
      flow(function* () {
        yield* start(external("a").signal(paid, 1));
        yield* sleep(1);
        return "done";
      }),
    );
    expect(run.fire().result).toBe("done");
    expect(run.history.open.map(({ kind }) => kind)).toEqual(["external signal"]);
  });
});

describe("code that no longer fits a history with messages", () => {
  const history = step(asks(external("bank").signal(paid, 7))).history;
  it.each<[string, Operation<unknown>, object]>([
    ["another execution", external("shop").signal(paid, 7), { field: "workflowId", recorded: "bank", asked: "shop" }],
    ["one run of it", external("bank", "r").signal(paid, 7), { field: "runId", asked: "r" }],
    [
      "another signal",
      external("bank").signal(signal("sent"), 7),
      { field: "signal", recorded: "paid", asked: "sent" },
    ],
    ["another value", external("bank").signal(paid, 8), { field: "arguments", recorded: [7], asked: [8] }],
  ])("is told so: %s", (_what, work, difference) => {
    expect(clash(asks(work), history).differences).toEqual([difference]);
  });

  it("may be told to take a changed value, and does not look at the order of keys", () => {
    expect(replayedBy(asks(external("bank").with({ checkArguments: false }).signal(paid, 8)), history).status).toBe(
      "blocked",
    );
    const ordered = step(asks(external("bank").signal(signal("s"), { a: 1, b: 2 }))).history;
    expect(replayedBy(asks(external("bank").signal(signal("s"), { b: 2, a: 1 })), ordered).status).toBe("blocked");
  });

  it("is told so if it cancels instead, or somebody else", () => {
    expect(heldOn(asks(external("bank").cancel()), history).message).toContain("recorded Signal");
    const canceled = step(asks(external("bank").cancel())).history;
    expect(clash(asks(external("shop").cancel()), canceled).differences).toEqual([
      { field: "workflowId", recorded: "bank", asked: "shop" },
    ]);
  });
});
