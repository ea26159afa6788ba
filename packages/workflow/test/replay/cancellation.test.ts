import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import type { Cancellation, Operation } from "../../src/index.ts";
import { all, cancel, race, sleep, start } from "../../src/index.ts";
import { caught, charge, echo, flow, go, halt, pack, recorded, refund, sent, ship, thrown } from "./shop.ts";

describe("a cancel request from outside", () => {
  const careful = flow(function* () {
    yield* charge(1);
    try {
      yield* sleep(60);
    } finally {
      yield* refund("r");
      yield* ship("back");
    }
  });

  it("is thrown where the body waits, and cleanup runs to its end before the run is canceled", () => {
    const run = step(careful).complete(charge, "r");
    run.cancel();
    expect(sent(run)).toEqual(["CancelTimer 2", "ScheduleActivityTask 3"]);
    run.complete(refund, "x").complete(ship, "p");
    expect(sent(run)).toEqual(["CancelWorkflowExecution"]);
    expect(run.status).toBe("canceled");
    expect(run.error).toMatchObject({ code: "CANCELED", name: "CanceledError" });
  });

  it("comes once: a second one is ignored", () => {
    const run = step(careful).complete(charge, "r").cancel().cancel();
    expect(run.open).toEqual([refund("r")]);
    run.complete(refund, "x").cancel().complete(ship, "p");
    expect(run.status).toBe("canceled");
  });

  it("before the first decision cancels a body that has asked for something", () => {
    const run = step.with({ beforeFirst: (early) => void early.cancel() })(careful);
    expect(run.status).toBe("canceled");
    expect(sent(run)).toEqual(["CancelWorkflowExecution"]);
  });

  it("may be decided otherwise by the workflow", () => {
    const run = step(
      flow(function* () {
        yield* caught(sleep(60));
        return "done anyway";
      }),
    ).cancel();
    expect(run.status).toBe("completed");
    expect(run.result).toBe("done anyway");
  });

  it("may end as another failure", () => {
    const run = step(
      flow(function* () {
        try {
          yield* sleep(60);
        } catch {
          throw Object.assign(new Error("too late to stop"), { code: "TOO_LATE" });
        }
      }),
    ).cancel();
    expect(run.status).toBe("failed");
    expect(run.error).toMatchObject({ code: "TOO_LATE" });
  });

  it("leaves the body free to wait again after it was caught", () => {
    const run = step(
      flow(function* () {
        yield* caught(sleep(60));
        return yield* charge(1);
      }),
    ).cancel();
    expect(run.open).toEqual([charge(1)]);
    expect(run.complete(charge, "r").result).toBe("r");
  });

  it("that a worker answered with details ends the run with them", () => {
    const run = step(
      flow(function* () {
        yield* charge.with({ cancellation: "wait" })(1);
      }),
    );
    run.begin(charge).cancel().cancelActivity(charge, { half: true });
    expect(run.status).toBe("canceled");
    const [canceled] = recorded(run.history, "WorkflowExecutionCanceled");
    expect(run.history.converter.read(canceled?.details as string)).toEqual({ half: true });
  });

  it("of a wait for a handle only ends the wait", () => {
    const run = step(
      flow(function* () {
        const h = yield* start(charge(1));
        const code = yield* thrown(h);
        return [code, yield* h];
      }),
    );
    run.begin(charge).cancel();
    expect(sent(run)).toEqual([]);
    expect(run.complete(charge, "r").result).toEqual(["CANCELED", "r"]);
  });

  it("in a wait for a signal takes none", () => {
    const run = step(
      flow(function* () {
        return [yield* thrown(go.receive()), yield* go.receive()];
      }),
    );
    run.cancel().signal(go, 1);
    expect(run.result).toEqual(["CANCELED", 1]);
  });

  it("is not what a canceled handle inside the workflow is: that alone fails the run", () => {
    const run = step(
      flow(function* () {
        const h = yield* start(sleep(60));
        yield* cancel(h);
        yield* h;
      }),
    );
    expect(run.status).toBe("failed");
    expect(run.error).toMatchObject({ code: "CANCELED", message: "canceled by the workflow" });
  });
});

describe("a cancel request in a composite", () => {
  it("cancels every piece of an all, and every entrant of a race", () => {
    const composites: Operation<unknown>[] = [
      all([charge(1), sleep(60), pack(1), go.receive()]),
      race([charge(1), sleep(60), pack(1), go.receive()]),
    ];
    for (const composite of composites) {
      const run = step(
        flow(function* () {
          const code = yield* thrown(composite);
          yield* echo(code);
        }),
      );
      run.begin(charge).begin(pack).cancel();
      expect(sent(run)).toEqual([
        "RequestCancelActivityTask 1.1",
        "CancelTimer 1.2",
        "RequestCancelExternalWorkflowExecution 1.3",
        "ScheduleActivityTask 2",
      ]);
      expect(run.open).toEqual([echo("CANCELED")]);
    }
  });

  it("reaches coroutines inside, whose cleanup runs", () => {
    const run = step(
      flow(function* () {
        yield* all([
          (function* () {
            try {
              yield* charge(1);
            } finally {
              yield* refund("r");
            }
          })(),
          sleep(60),
        ]);
      }),
    );
    run.begin(charge).cancel();
    expect(run.open).toEqual([refund("r")]);
    expect(run.status).toBe("running");
    expect(run.complete(refund, "x").status).toBe("canceled");
  });

  // `wait` "asks and waits for the end", and does so for a plain activity and a retried one; in `all` it does not.
  // (all.ts stops the pieces and throws, without joining those that are still waited for)
  it("waits for pieces whose policy is to be waited for", () => {
    const run = step(
      flow(function* () {
        yield* all([charge.with({ cancellation: "wait" })(1), sleep(60)]);
      }),
    );
    run.begin(charge).cancel();
    expect(run.status).toBe("running");
  });
});

describe("the cancellation of an activity", () => {
  const waiting = (cancellation: Cancellation) =>
    flow(function* () {
      const error = (yield* caught(charge.with({ cancellation })(1))) as { code?: string } | undefined;
      return [error?.code, yield* go.receive()];
    });

  it("by request asks for it and goes on at once", () => {
    const run = step(waiting("request")).begin(charge).cancel();
    expect(sent(run)).toEqual(["RequestCancelActivityTask 1"]);
    expect(run.open).toEqual([go.receive()]);
    expect(run.cancelActivity(charge).signal(go, 1).result).toEqual(["CANCELED", 1]);
  });

  it("with waiting goes on when the worker has answered", () => {
    const run = step(waiting("wait")).begin(charge).cancel();
    expect(sent(run)).toEqual(["RequestCancelActivityTask 1"]);
    expect(run.open).toEqual([charge.with({ cancellation: "wait" })(1)]);
    expect(run.cancelActivity(charge).signal(go, 1).result).toEqual(["CANCELED", 1]);
  });

  it("with waiting takes a result that came first, and throws at the next wait", () => {
    const run = step(waiting("wait")).begin(charge).cancel().complete("1", "r");
    expect(run.status).toBe("canceled");
  });

  it("with waiting goes on at once for an activity that nobody has begun", () => {
    const run = step(waiting("wait")).cancel();
    expect(run.signal(go, 1).result).toEqual(["CANCELED", 1]);
  });

  it("by abandoning it does not even ask, not even at the end", () => {
    const run = step(waiting("abandon")).begin(charge).cancel();
    expect(sent(run)).toEqual([]);
    expect(run.signal(go, 1).result).toEqual(["CANCELED", 1]);
    expect(recorded(run.history, "ActivityTaskCancelRequested")).toEqual([]);
  });

  it.each(["request", "wait", "abandon"] as const)("before it was sent (%s) sends nothing", (cancellation) => {
    const run = step(
      flow(function* () {
        const h = yield* start(charge.with({ cancellation })(1));
        yield* cancel(h);
        return yield* thrown(h);
      }),
    );
    expect(sent(run)).toEqual(["CompleteWorkflowExecution"]);
    expect(run.result).toBe("CANCELED");
  });

  it("that has just completed is not asked for", () => {
    const run = step(
      flow(function* () {
        const h = yield* start(charge(1));
        yield* go.receive();
        yield* cancel(h);
        return yield* h;
      }),
    );
    run.batch(() => run.complete(charge, "r").signal(go, 1));
    expect(sent(run)).toEqual(["CompleteWorkflowExecution"]);
    expect(run.result).toBe("r");
  });

  it("that completes in the same decision after it was asked for is taken back", () => {
    const run = step(
      flow(function* () {
        const h = yield* start(charge(1));
        yield* go.receive();
        yield* cancel(h);
        yield* halt.receive();
      }),
    );
    run.batch(() => run.signal(go, 1).complete(charge, "r"));
    expect(sent(run)).toEqual([]);
  });

  it("that loses against its completion is benign", () => {
    const run = step(
      flow(function* () {
        const h = yield* start(charge(1));
        yield* go.receive();
        yield* cancel(h);
        return yield* halt.receive();
      }),
    );
    run.begin(charge).during(
      () => run.signal(go, 1),
      () => run.complete(charge, "r"),
    );
    expect(recorded(run.history, "RequestCancelActivityTaskFailed")).toHaveLength(1);
    expect(run.signal(halt, "end").result).toBe("end");
  });
});
