import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import { activity, all, marker, sleep, workflow } from "../../src/index.ts";
import { caught, charge, clash, echo, flow, go, pack, refund, replayedBy, ship } from "./shop.ts";

const both = flow(function* () {
  yield* charge(1);
  yield* ship("Ada");
});
const half = step(both).complete(charge, "r").history;

describe("code that no longer fits", () => {
  it("with two activities swapped is refused, and says what differs, where, and what to do", () => {
    const error = clash(
      flow(function* () {
        yield* ship("Ada");
        yield* charge(1);
      }),
      half,
    );
    expect(error).toMatchObject({
      name: "NondeterminismError",
      code: "NONDETERMINISM",
      eventId: 6,
      id: "1",
      differences: [{ field: "type", recorded: "charge 1", asked: "ship 1" }],
    });
    expect(error.message.replace(/\(at .*?\)/, "(at …)")).toBe(
      'event 6 does not fit command 1, activity ship 1: type: recorded charge 1, asked ship 1 (at …). The workflow code has changed under a running execution; deploy the code that wrote this history, give the changed workflow a new version, or write `if (yield* patched("ship-instead-of-charge")) { yield* ship(…); /* new */ } else { yield* charge(…); /* old */ }`',
    );
  });

  it("with two activities swapped in an all is refused", () => {
    const { history } = step(
      flow(function* () {
        yield* all([charge(1), ship("Ada")]);
      }),
    );
    expect(
      clash(
        flow(function* () {
          yield* all([ship("Ada"), charge(1)]);
        }),
        history,
      ),
    ).toMatchObject({ id: "1.1" });
  });

  it("with two calls of one activity swapped is refused by their arguments", () => {
    const { history } = step(
      flow(function* () {
        yield* all([charge(1), charge(2)]);
      }),
    );
    expect(
      clash(
        flow(function* () {
          yield* all([charge(2), charge(1)]);
        }),
        history,
      ),
    ).toMatchObject({
      id: "1.1",
      differences: [{ field: "arguments", recorded: [1], asked: [2] }],
    });
  });

  it("with an activity removed is refused", () => {
    expect(
      clash(
        flow(function* () {
          yield* ship("Ada");
        }),
        half,
      ),
    ).toMatchObject({ eventId: 6, id: "1" });
    const error = clash(
      flow(function* () {
        yield* charge(1);
      }),
      half,
    );
    expect(error).toMatchObject({
      eventId: 12,
      id: "2",
      differences: [{ field: "command", recorded: "ActivityTaskScheduled 2 ship", asked: undefined }],
    });
    expect(error.message).toContain(
      "event 12 recorded ActivityTaskScheduled 2 ship, but the code asks for the end of the workflow (CompleteWorkflowExecution) there.",
    );
  });

  it("with an activity removed at the end, where the code waits for something else, is refused", () => {
    const error = clash(
      flow(function* () {
        yield* charge(1);
        yield* go.receive();
      }),
      half,
    );
    expect(error.message).toContain("recorded ActivityTaskScheduled 2 ship, but the code asks for nothing there (at ");
  });

  it("with an activity, a timer or a child inserted is refused", () => {
    for (const inserted of [() => refund("x"), () => sleep(5), () => pack(1)]) {
      const code = flow(function* () {
        yield* charge(1);
        yield* inserted();
        yield* ship("Ada");
      });
      expect(clash(code, half)).toMatchObject({ code: "NONDETERMINISM", eventId: 12, id: "2" });
    }
  });

  it("with other arguments is refused, and shows both", () => {
    expect(
      clash(
        flow(function* () {
          yield* charge(2);
          yield* ship("Ada");
        }),
        half,
      ),
    ).toMatchObject({
      eventId: 6,
      id: "1",
      differences: [{ field: "arguments", recorded: [1], asked: [2] }],
    });
    const { history } = step(
      flow(function* () {
        yield* echo();
      }),
    );
    expect(
      clash(
        flow(function* () {
          yield* echo(1);
        }),
        history,
      ),
    ).toMatchObject({
      differences: [{ field: "arguments", recorded: [], asked: [1] }],
    });
  });

  it("with another version of an activity is refused", () => {
    const newer = activity({ name: "charge", version: "2" }, async (total: number) => `${total}`);
    expect(
      clash(
        flow(function* () {
          yield* newer(1);
          yield* ship("Ada");
        }),
        half,
      ),
    ).toMatchObject({
      differences: [{ field: "type", recorded: "charge 1", asked: "charge 2" }],
    });
  });

  it("with another length of a timer is refused", () => {
    const { history } = step(
      flow(function* () {
        yield* sleep("1m");
      }),
    );
    expect(
      clash(
        flow(function* () {
          yield* sleep("2m");
        }),
        history,
      ),
    ).toMatchObject({
      id: "1",
      differences: [{ field: "seconds", recorded: "60", asked: "120" }],
    });
  });

  it("with another child, or the child under another workflow id, is refused", () => {
    const other = workflow({ name: "unpack" }, function* (value?: unknown) {
      return yield* echo(value);
    });
    const { history } = step(
      flow(function* () {
        yield* pack(1);
      }),
    );
    expect(
      clash(
        flow(function* () {
          yield* other(1);
        }),
        history,
      ),
    ).toMatchObject({
      differences: [{ field: "type", recorded: "pack 1", asked: "unpack 1" }],
    });
    const named = (workflowId: string) =>
      flow(function* () {
        yield* pack.with({ workflowId })(1);
      });
    expect(clash(named("b"), step(named("a")).history)).toMatchObject({
      differences: [{ field: "workflowId", recorded: "a", asked: "b" }],
    });
    expect(
      clash(
        flow(function* () {
          yield* pack(2);
        }),
        history,
      ),
    ).toMatchObject({ differences: [{ field: "arguments", recorded: [1], asked: [2] }] });
  });

  it("that goes on where the history has ended is refused", () => {
    const { history } = step(both).complete(charge, "r").complete(ship, "p");
    const error = clash(
      flow(function* () {
        yield* both.body();
        yield* refund("r");
      }),
      history,
    );
    expect(error).toMatchObject({
      eventId: history.events.length,
      differences: [{ field: "command", recorded: "WorkflowExecutionCompleted" }],
    });
    expect(error.message).toContain("but the code asks for activity refund 1 (3) there");
  });

  it("that ends otherwise than recorded is refused", () => {
    const { history } = step(both).fail(charge, new Error("no"));
    expect(
      clash(
        flow(function* () {
          yield* caught(both.body());
        }),
        history,
      ).message,
    ).toContain(
      "recorded WorkflowExecutionFailed, but the code asks for the end of the workflow (CompleteWorkflowExecution) there",
    );
  });

  it("that asks for more before a recorded end is refused", () => {
    const { history } = step(both).complete(charge, "r").complete(ship, "p");
    const error = clash(
      flow(function* () {
        yield* both.body();
        yield* marker("new");
      }),
      history,
    );
    expect(error.message).toContain(
      'recorded the end of the workflow, but the code asks for marker "new" (new) before it',
    );
    expect(error).toMatchObject({ eventId: history.events.length, id: "new" });
  });

  it("is told of at the first difference, in whatever decision it stands", () => {
    const { history } = step(both).complete(charge, "r").complete(ship, "p");
    expect(
      clash(
        flow(function* () {
          yield* charge(1);
          yield* refund("x");
        }),
        history,
      ),
    ).toMatchObject({ eventId: 12, id: "2" });
  });

  it("cannot catch it", () => {
    const code = flow(function* () {
      try {
        yield* charge(2);
      } catch {
        yield* go.receive();
      }
    });
    expect(clash(code, half)).toMatchObject({ code: "NONDETERMINISM" });
  });

  it("fits again when it is put right", () => {
    expect(replayedBy(both, half)).toEqual({ status: "blocked", decisions: [] });
  });
});
