import { expect, it } from "@jest/globals";
import { sleep, workflow } from "@sweft/workflow";
import { step } from "../../src/index.ts";

const flow = workflow({ name: "flow" }, function* () {
  yield* sleep("1h");
});

it("a run that was terminated, or timed out, is no longer running", () => {
  const terminated = step(flow);
  terminated.history.terminated("enough");
  expect(terminated.status).toBe("terminated");
  const timedOut = step(flow);
  timedOut.history.timedOut();
  expect(timedOut.status).toBe("timed out");
});
