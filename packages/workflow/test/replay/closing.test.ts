import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import { activity, marker, signal, sleep, start, workflow } from "../../src/index.ts";

const pay = activity({ name: "pay" }, (n: number) => n);
const send = activity({ name: "send", cancellation: "abandon" }, (n: number) => n);
const sub = workflow({ name: "sub" }, function* () {
  yield* sleep("1h");
});
const note = signal<string>("note");

const typesOf = (run: { readonly decisions: readonly { readonly decisionType: string }[] }) =>
  run.decisions.map(({ decisionType }) => decisionType);

describe("a close that SWF refuses because of news", () => {
  it("keeps its outcome and is asked again after the news", () => {
    const flow = workflow({ name: "flow" }, function* () {
      return yield* pay(1);
    });
    const run = step(flow);
    run.during(
      () => run.complete(pay, 17),
      () => run.signal(note, "wait!"),
    );
    const refused = run.history.events.filter(({ eventType }) => eventType === "CompleteWorkflowExecutionFailed");
    expect(refused).toHaveLength(1);
    expect(run.result).toBe(17);
  });

  it.each([
    ["FailWorkflowExecution", () => new Error("no")],
    ["CompleteWorkflowExecution", () => undefined],
  ])("is asked again as %s", (type, error) => {
    const flow = workflow({ name: "flow" }, function* () {
      yield* note.receive();
      const thrown = error();
      if (thrown !== undefined) throw thrown;
    });
    const run = step(flow);
    run.during(
      () => run.signal(note, "a"),
      () => run.signal(note, "b"),
    );
    expect(typesOf(run)).toEqual([type]);
    expect(run.history.isClosed).toBe(true);
  });

  it("does not run the body again, and the news reach nobody", () => {
    let ends = 0;
    const flow = workflow({ name: "flow" }, function* () {
      yield* note.receive();
      ends++;
    });
    const run = step.with({ verify: false })(flow);
    run.during(
      () => run.signal(note, "a"),
      () => run.signal(note, "b"),
    );
    expect([run.status, ends]).toEqual(["completed", 1]);
  });
});

describe("at the workflow's return", () => {
  it("timers are dropped: nothing is sent for them", () => {
    const flow = workflow({ name: "flow" }, function* () {
      yield* start(sleep("1h"));
      yield* note.receive();
    });
    expect(typesOf(step(flow).signal(note, "end"))).toEqual(["CompleteWorkflowExecution"]);
  });

  it("activities in flight get a cancel request, and never block the close", () => {
    const flow = workflow({ name: "flow" }, function* () {
      yield* start(pay(1));
      yield* note.receive();
    });
    const run = step(flow).begin(pay).signal(note, "end");
    expect(typesOf(run)).toEqual(["RequestCancelActivityTask", "CompleteWorkflowExecution"]);
    expect(run.status).toBe("completed");
  });

  it("an activity nobody had taken is canceled at once, which refuses the close, which is asked again", () => {
    const flow = workflow({ name: "flow" }, function* () {
      yield* start(pay(1));
      yield* note.receive();
      return "done";
    });
    const run = step(flow).signal(note, "end");
    expect(run.history.events.map(({ eventType }) => eventType)).toContain("CompleteWorkflowExecutionFailed");
    expect(run.result).toBe("done");
  });

  it("abandoned activities go on", () => {
    const flow = workflow({ name: "flow" }, function* () {
      yield* start(send(1));
      yield* note.receive();
    });
    expect(typesOf(step(flow).signal(note, "end"))).toEqual(["CompleteWorkflowExecution"]);
  });

  it("children in flight are asked to cancel before the close, unless they are abandoned", () => {
    const flow = workflow({ name: "flow" }, function* () {
      yield* start(sub());
      yield* start(sub.with({ onParentClose: "abandon" })());
      yield* note.receive();
    });
    const run = step(flow).begin("1").begin("2").signal(note, "end");
    expect(typesOf(run)).toEqual(["RequestCancelExternalWorkflowExecution", "CompleteWorkflowExecution"]);
  });

  it("what was asked and not sent goes out first, unless its policy would cancel it at once", () => {
    const flow = workflow({ name: "flow" }, function* () {
      yield* note.receive();
      yield* marker("ending", 1);
      yield* start(send(1));
      yield* start(pay(2));
      yield* start(sub.with({ onParentClose: "abandon" })());
      yield* start(sub());
      yield* start(sleep(1));
    });
    const run = step(flow).signal(note, "end");
    expect(typesOf(run)).toEqual([
      "RecordMarker",
      "ScheduleActivityTask",
      "StartChildWorkflowExecution",
      "CompleteWorkflowExecution",
    ]);
  });

  it("coroutines that still run are canceled, and the close waits for their cleanup", () => {
    const flow = workflow({ name: "flow" }, function* () {
      yield* start(function* () {
        try {
          yield* sleep("1h");
        } finally {
          yield* pay(9);
        }
      });
      yield* note.receive();
      return "done";
    });
    const run = step(flow).signal(note, "end");
    expect(typesOf(run)).toEqual(["CancelTimer", "ScheduleActivityTask"]);
    run.complete(pay, 9);
    expect(run.result).toBe("done");
  });

  it("the result is what was returned, whatever is done to it later", () => {
    const kept: { list: number[] } = { list: [] };
    const flow = workflow({ name: "flow" }, function* () {
      kept.list = [1];
      yield* start(function* () {
        try {
          yield* sleep("1h");
        } finally {
          kept.list.push(2);
        }
      });
      yield* note.receive();
      return kept;
    });
    expect(step(flow).signal(note, "end").result).toEqual({ list: [1] });
  });
});
