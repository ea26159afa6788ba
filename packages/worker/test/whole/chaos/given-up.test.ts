import { afterEach, describe, expect, it, jest } from "@jest/globals";
import { openEngine, virtualClock } from "@sweft/engine";
import type { Coroutine } from "@sweft/workflow";
import { all, race, workflow } from "@sweft/workflow";
import type { Place } from "../../setup.ts";
import { openPlace } from "../../setup.ts";

jest.setTimeout(180_000);

function* fails(): Coroutine<never> {
  throw Object.assign(new Error("nobody's business"), { code: "LATE" });
}

function* wins(): Coroutine<string> {
  return "won";
}

let place: Place;
afterEach(() => place.close());

describe("a race whose loser fails in the moment in which it is won", () => {
  const races = workflow({ name: "races" }, function* () {
    return yield* race([wins(), fails()]);
  });
  const nested = workflow({ name: "nested" }, function* () {
    return yield* race([all([]), all([fails()])]);
  });

  it("is won", async () => {
    place = openPlace({ engine: openEngine({ seed: 1, clock: virtualClock() }) });
    await place.decider({ workflows: [races] });
    const run = await place.client.start(races, { workflowId: "r" });
    expect(await run.result()).toBe("won");
  });

  // The inner composite leaves its wait before it gives its pieces up; one that fails in between is nobody's business all the same.
  it("is won even if the loser is a composite whose piece fails", async () => {
    place = openPlace({ engine: openEngine({ seed: 1, clock: virtualClock() }) });
    await place.decider({ workflows: [nested] });
    const run = await place.client.start(nested, { workflowId: "n" });
    expect(await run.result()).toEqual([]);
  });
});
