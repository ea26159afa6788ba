import { describe, expect, it } from "@jest/globals";
import type { Operation } from "../../../src/index.ts";
import { activity, cached, log, marker, nondeterministic, signal, sleep, workflow } from "../../../src/index.ts";
import { charge, expectDifferent, expectSame, expectSameYielded, order } from "../support.ts";

describe("commands compare by everything that was asked", () => {
  it("an activity by its options", () => {
    expectSame(charge.with({ retry: 5 })(1), charge.with({ retry: 5 })(1));
    expectDifferent(charge.with({ retry: 5 })(1), charge.with({ retry: 6 })(1));
    expectDifferent(charge.with({ retry: 5 })(1), charge(1));
    expectDifferent(
      charge.with({ retry: { attempts: 5, on: ["FAILED"] } })(1),
      charge.with({ retry: { attempts: 5, on: ["TIMED_OUT"] } })(1),
    );
    expectSame(
      charge.with({ taskList: "a" }).with({ startToCloseTimeout: "1m" })(1),
      charge.with({ startToCloseTimeout: "1m", taskList: "a" })(1),
    );
  });

  it("a child by its options", () => {
    expectSameYielded(order.with({ workflowId: "o-1" })(1), order.with({ workflowId: "o-1" })(1));
    expectDifferent(order.with({ workflowId: "o-1" })(1), order.with({ workflowId: "o-2" })(1));
    expectDifferent(order.with({ workflowId: "o-1" })(1), order(1));
  });

  it("by name and version", () => {
    const run = () => 1;
    const body = function* () {};
    expectDifferent(activity({ name: "a" }, run)(), activity({ name: "b" }, run)());
    expectDifferent(activity({ name: "a" }, run)(), activity({ name: "a", version: "2" }, run)());
    expectDifferent(workflow({ name: "a" }, body)(), workflow({ name: "a", version: "2" }, body)());
    expectDifferent(activity({ name: "a" }, run)(), workflow({ name: "a" }, body)());
  });

  it("but not by their implementation, which is code and no data", () => {
    expectSame(activity({ name: "a" }, () => 1)(), activity({ name: "a" }, () => 2)());
    expectSameYielded(
      workflow({ name: "a" }, function* () {
        yield* sleep(1);
      })(),
      workflow({ name: "a" }, function* () {})(),
    );
  });

  it("cached by its name alone: the function is no part of it", () => {
    expectSameYielded(
      cached("rate", () => 1),
      cached("rate", async () => 2),
    );
    expectSameYielded(
      cached("rate", () => 1),
      nondeterministic("rate", () => 1),
    );
    expectDifferent(
      cached("rate", () => 1),
      cached("price", () => 1),
    );
  });

  // Walking two iterables, jest compares their symbol properties too, those that are not enumerable included.
  it.each<[string, () => Operation<unknown>, () => Operation<unknown>]>([
    ["cached", () => cached("rate", () => 1), () => cached("rate", () => 2)],
    ["a child with options", () => order.with({ tagList: ["a"] })(1), () => order.with({ tagList: ["a"] })(1)],
  ])("and as made too, not only as yielded: %s", (_name, a, b) => {
    expect(a()).toEqual(b());
  });

  it("timers by their seconds, however these were written", () => {
    expectSame(sleep("1h"), sleep(3600));
    expectDifferent(sleep("1h"), sleep(3601));
  });

  it("signals, markers and lines by name and content", () => {
    expectSame(signal("paid").receive(), signal("paid").receive());
    expectDifferent(signal("paid").receive(), signal("sent").receive());
    expectSame(marker("note", new Set([1])), marker("note", new Set([1])));
    expectDifferent(marker("note", new Set([1])), marker("note", new Set([2])));
    expectDifferent(marker("note"), marker("note", null));
    expectSame(marker("note"), marker("note", undefined));
    expectSame(log("a", { b: 1 }), log.info("a", { b: 1 }));
    expectDifferent(log("a", { b: 1 }), log("a", { b: 2 }));
    expectDifferent(log("a"), log.warn("a"));
    expectDifferent(log("a"), log("a", {}));
  });
});
