import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import { marker } from "../../src/index.ts";
import { charge, clash, flow, go, recorded, replayedBy, sent } from "./shop.ts";

describe("a marker of the user's own", () => {
  it("is recorded with its details, and resumes at once", () => {
    const run = step(
      flow(function* () {
        yield* marker("paid", { total: 5 });
        yield* marker("paid");
        return "on";
      }),
    );
    expect(sent(run)).toEqual(["RecordMarker paid", "RecordMarker paid", "CompleteWorkflowExecution"]);
    expect(recorded(run.history, "MarkerRecorded").slice(1)).toEqual([
      { markerName: "paid", details: '{"total":5}', decisionTaskCompletedEventId: 4 },
      { markerName: "paid", decisionTaskCompletedEventId: 4 },
    ]);
  });

  it("is compared with the one recorded, by name and by what the details say", () => {
    const marks = (name: string, details: unknown) =>
      flow(function* () {
        yield* marker(name, details);
        yield* charge(1);
      });
    const { history } = step(marks("paid", { total: 5, by: "Ada" }));
    expect(replayedBy(marks("paid", { by: "Ada", total: 5 }), history).status).toBe("blocked");
    expect(clash(marks("paid", { total: 6, by: "Ada" }), history)).toMatchObject({
      differences: [{ field: "details", recorded: { total: 5, by: "Ada" }, asked: { total: 6, by: "Ada" } }],
    });
    expect(clash(marks("charged", { total: 5, by: "Ada" }), history)).toMatchObject({
      code: "NONDETERMINISM",
      id: "paid",
    });
  });

  it("that SWF refuses is only warned of", () => {
    const run = step(
      flow(function* () {
        yield* go.receive();
        yield* marker("paid", 1);
        return yield* charge(1);
      }),
    );
    run.refuseNext("RecordMarker", "OPERATION_NOT_PERMITTED").signal(go, 1);
    expect(run.log).toMatchObject([
      { level: "warn", message: "SWF refused to record marker paid: OPERATION_NOT_PERMITTED" },
    ]);
    expect(run.complete(charge, "r").result).toBe("r");
  });
});
