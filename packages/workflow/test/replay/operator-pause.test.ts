import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import { cached, sleep, start } from "../../src/index.ts";
import { charge, flow, go, recorded, sent, thrown, waits } from "./shop.ts";

const completed = { state: "completed", error: undefined };

describe("a paused run", () => {
  const code = flow(function* () {
    const side = yield* start(function* () {
      return [yield* go.receive(), yield* go.receive()];
    });
    const receipt = yield* charge(1);
    const at = yield* cached("rate", () => 3);
    return [receipt, at, yield* side];
  });

  it("decides nothing but answers, and goes on in order when it is resumed", () => {
    const run = step(code);
    expect(run.operator.pause()).toEqual(completed);
    run.signal(go, 1).complete(charge, "r").signal(go, 2);
    expect(sent(run)).toEqual([]);
    expect(waits(run)).toEqual(["2", "1.1"]);
    expect(run.operator.resume()).toEqual(completed);
    expect(run.result).toEqual(["r", 3, [1, 2]]);
  });

  it("goes on at the time of the decision that resumes it", () => {
    const run = step(
      flow(function* () {
        yield* go.receive();
        yield* sleep(5);
        return "done";
      }),
    );
    run.operator.pause();
    run.signal(go).advance(60_000);
    run.operator.resume();
    expect(waits(run)).toEqual(["2"]);
    expect(run.fire().result).toBe("done");
  });

  it("resumes in the middle of a batch", () => {
    const run = step(
      flow(function* () {
        return [yield* go.receive(), yield* go.receive(), yield* go.receive(), yield* go.receive()];
      }),
    );
    run.batch(() => {
      run.signal(go, 1);
      run.operator.pause();
      run.signal(go, 2).signal(go, 3);
      run.operator.resume();
      run.signal(go, 4);
    });
    expect(run.result).toEqual([1, 2, 3, 4]);
  });

  it("keeps what was refused, too", () => {
    const run = step(
      flow(function* () {
        yield* go.receive();
        return yield* thrown(charge(1));
      }),
    );
    run.refuseNext(charge, "ACTIVITY_TYPE_DEPRECATED");
    run.operator.pause();
    run.operator.complete("1");
    expect(sent(run)).toEqual([]);
    expect(recorded(run.history, "ScheduleActivityTaskFailed")).toHaveLength(1);
    expect(run.status).toBe("running");
    run.operator.resume();
    expect(run.result).toBe("SCHEDULE_FAILED");
  });

  it("may still be operated, and canceled", () => {
    const run = step(code);
    run.operator.pause();
    run.operator.complete("2", "by hand");
    run.signal(go, 1);
    expect(waits(run)).toEqual(["1.1"]);
    run.cancel();
    expect(run.status).toBe("canceled");
  });

  it("whose body ends takes in what was kept, before it closes", () => {
    const run = step(
      flow(function* () {
        try {
          yield* charge(1);
        } finally {
          yield* go.receive();
        }
      }),
    );
    run.operator.pause();
    run.signal(go, 1);
    run.operator.fail("1", new Error("no"));
    expect(run.status).toBe("running");
    run.operator.resume();
    expect(run.status).toBe("failed");
  });

  it("fetches no text before it is resumed, and all before they are needed", () => {
    const text = JSON.stringify("far away");
    const away = new Set<string>();
    let fetched = 0;
    const plain = { write: (value: unknown) => JSON.stringify(value), read: (at: string) => JSON.parse(at) as unknown };
    const run = step.with({
      converter: { ...plain, missing: (at: string) => away.has(at) },
      fetch: (texts) => {
        fetched += texts.length;
        for (const one of texts) away.delete(one);
      },
    })(
      flow(function* () {
        return [yield* go.receive(), yield* charge(1)];
      }),
    );
    run.operator.pause();
    away.add(text);
    run.signal(go, "far away").signal("other", 5);
    expect(fetched).toBe(0);
    run.operator.resume();
    expect(fetched).toBe(1);
    expect(run.complete(charge, "r").result).toEqual(["far away", "r"]);
  });
});
