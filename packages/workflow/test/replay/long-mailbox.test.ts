import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import { signal, sleep } from "../../src/index.ts";
import { flow, go } from "./shop.ts";

const many = 500;
const numbered = signal<number>("numbered");
const upTo = Array.from({ length: many }, (_, i) => i);

describe("a long line of signals", () => {
  it("is taken in the order of arrival, while others join it", () => {
    const run = step.with({ verify: false })(
      flow(function* () {
        const taken: number[] = [];
        while (taken.length < 2 * many) {
          if (taken.length === many / 2) yield* sleep(1);
          taken.push(yield* numbered.receive());
        }
        return [taken, yield* numbered.pending()];
      }),
    );
    const send = (from: number) =>
      run.batch(() => {
        for (const i of upTo) run.history.signaled("numbered", from + i);
      });
    send(0);
    send(many);
    expect(run.fire().result).toEqual([[...upTo, ...upTo.map((i) => many + i)], 0]);
  });

  it("is kept in a pause, and delivered after it", () => {
    const run = step.with({ verify: false })(
      flow(function* () {
        for (const _ of upTo) yield* go.receive();
        return yield* numbered.pending();
      }),
    );
    run.operator.pause();
    run.batch(() => {
      for (const i of upTo) run.history.signaled("go").signaled("numbered", i);
    });
    run.operator.resume();
    expect(run.result).toBe(many - 1);
  });
});
