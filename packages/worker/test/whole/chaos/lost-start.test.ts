import { afterEach, describe, expect, it, jest } from "@jest/globals";
import { workflow } from "@sweft/workflow";
import type { Place } from "../../setup.ts";
import { openPlace, outage, until } from "../../setup.ts";

jest.setTimeout(180_000);

let place: Place;
afterEach(() => place.close());

describe("a start whose answer was lost", () => {
  it("is recognised although the run ends before it is looked up", async () => {
    const brief = workflow({ name: "brief" }, function* () {
      return "done";
    });
    const closed = () =>
      place.engine.listClosedWorkflowExecutions({ domain: "shop", startTimeFilter: { oldestDate: new Date(0) } });
    let letDecide = () => {};
    const second = new Promise<void>((resolve) => {
      letDecide = resolve;
    });
    place = openPlace({
      interference: {
        async startWorkflowExecution(_input, call, nth) {
          if (nth > 1) return call();
          await call();
          throw outage();
        },
        async pollForDecisionTask(_input, call) {
          await second;
          return call();
        },
        async listOpenWorkflowExecutions(_input, call) {
          letDecide();
          await until(async () => (await closed()).executionInfos?.length === 1);
          return call();
        },
      },
    });
    await place.decider({ workflows: [brief] });
    const run = await place.client.start(brief, { workflowId: "b" });
    expect(await run.result()).toBe("done");
  });
});
