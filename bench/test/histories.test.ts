import { expect, it } from "@jest/globals";
import { openPayloads } from "@sweft/payload";
import { recorded, sequential } from "../src/replay/histories.ts";

it("makes histories longer than SWF bears, whose cost is measured, too", () => {
  const events = recorded(openPayloads(), sequential, 4_200);
  expect(events.length).toBeGreaterThan(25_000);
  expect(events.at(-1)?.eventType).toBe("WorkflowExecutionCompleted");
});
