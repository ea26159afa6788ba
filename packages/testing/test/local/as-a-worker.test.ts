import { describe, expect, it } from "@jest/globals";
import { activityContext } from "@sweft/worker";
import { activity, CanceledError, workflow } from "@sweft/workflow";
import { runLocally } from "../../src/index.ts";

describe("an activity run locally", () => {
  it("sees its attempt and its id, as in a worker", async () => {
    const seen: unknown[] = [];
    const flaky = activity({ name: "flaky", retry: { attempts: 3, delay: 1 } }, async () => {
      const { attempt, activityId, workflowExecution } = activityContext();
      seen.push([attempt, activityId, workflowExecution.workflowId]);
      if (attempt < 3) throw new Error("not yet");
      return attempt;
    });
    const flow = workflow({ name: "flow" }, function* () {
      return yield* flaky();
    });
    expect(await runLocally(flow, [])).toBe(3);
    expect(seen).toEqual([
      [1, "1", expect.any(String)],
      [2, "1~2", expect.any(String)],
      [3, "1~3", expect.any(String)],
    ]);
  });

  it("that says it was canceled is canceled, and not tried again", async () => {
    let runs = 0;
    const stops = activity({ name: "stops", retry: 3 }, async () => {
      runs++;
      throw new CanceledError("enough");
    });
    const flow = workflow({ name: "flow" }, function* () {
      try {
        return yield* stops();
      } catch (error) {
        return (error as { code?: string }).code;
      }
    });
    expect(await runLocally(flow, [])).toBe("ACTIVITY_CANCELED");
    expect(runs).toBe(1);
  });
});
