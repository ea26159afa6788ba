import { describe, expect, it } from "@jest/globals";
import { openRun, workflow } from "@sweft/workflow";
import { RunCache } from "../../src/deciding/run-cache.ts";

const open = () => openRun(workflow({ name: "order" }, function* () {}));

describe("the cache of live runs", () => {
  it("gives a run to one decision at a time", () => {
    const cache = new RunCache(2);
    const run = open();
    cache.keep("a", run);
    expect(cache.take("a")).toBe(run);
    expect(cache.take("a")).toBeUndefined();
  });

  it("drops the run that was kept longest ago", () => {
    const cache = new RunCache(2);
    for (const id of ["a", "b", "a", "c"]) cache.keep(id, open());
    expect(["a", "b", "c"].map((id) => cache.take(id) !== undefined)).toEqual([true, false, true]);
  });

  it("keeps none if it has no room", () => {
    const cache = new RunCache(0);
    cache.keep("a", open());
    expect(cache.take("a")).toBeUndefined();
  });
});
