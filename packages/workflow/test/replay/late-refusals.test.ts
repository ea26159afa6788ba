import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import { cancel, external, race, signal, sleep, start } from "../../src/index.ts";
import { caught, flow, go, pack, recorded, sent, waits } from "./shop.ts";

const told = signal<number>("told");
const SIGNALS = "SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED";
const CANCELS = "REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED";

describe("a message that SWF first takes, and then refuses for the number of its kind", () => {
  it("is sent again after a pause, and the workflow hears nothing of it", () => {
    const run = step(
      flow(function* () {
        yield* external("other").signal(told, 1);
        return yield* caught(external("other").cancel());
      }),
    );
    run.batch(() => run.history.externalSignalFailed("1", SIGNALS));
    run.batch(() => run.history.externalSignaled("1"));
    const letters = recorded(run.history, "SignalExternalWorkflowExecutionInitiated").map(({ input }) => input);
    expect(letters).toEqual([letters[0], letters[0]]);
    run.batch(() => run.history.externalCancelFailed("2", CANCELS));
    run.batch(() => run.history.externalCancelRequested("2"));
    expect(run.result).toBeUndefined();
    expect(recorded(run.history, "TimerStarted").map(({ timerId }) => String(timerId).replace(/\d+$/, ""))).toEqual([
      "sweft.wake.",
      "sweft.wake.",
    ]);
  });

  it("is not sent again if nobody waits for it any longer", () => {
    const run = step(
      flow(function* () {
        yield* race([external("other").signal(told, 1), sleep(1)]);
        yield* go.receive();
      }),
    );
    run.fire();
    run.batch(() => run.history.externalSignalFailed("1.1", SIGNALS));
    expect(sent(run)).toEqual([]);
    expect(run.signal(go).status).toBe("completed");
  });

  it("is sent again for a child that is to be canceled, too", () => {
    const run = step(
      flow(function* () {
        const child = yield* start(pack.with({ cancellation: "wait" })(1));
        yield* child.started;
        yield* cancel(child);
        return yield* caught(child);
      }),
    );
    run.begin(pack);
    expect(waits(run)).toEqual(["1"]);
    run.batch(() => run.history.externalCancelFailed("1", CANCELS));
    expect(recorded(run.history, "RequestCancelExternalWorkflowExecutionInitiated")).toHaveLength(2);
  });
});
