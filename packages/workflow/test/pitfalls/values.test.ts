import { describe, expect, it } from "@jest/globals";
import { openPayloads } from "@sweft/payload";
import { step } from "@sweft/testing";
import type { Converter, Coroutine } from "../../src/index.ts";
import { cached, marker, signal, sleep, start, workflow } from "../../src/index.ts";
import { brief, charge, echo, flow, held, pack, recorded } from "../replay/shop.ts";

// What other engines got wrong about values on their way.

const given = signal("given");

describe.each([[0], [""], [false], [null], [undefined]])("the falsy value %p is not dropped", (value) => {
  const carry = workflow({ name: "carry" }, function* (input: unknown) {
    const effect = yield* cached("effect", () => value);
    const received = yield* given.receive();
    const fromActivity = yield* echo(value);
    const fromChild = yield* pack(value);
    yield* marker("passed", value);
    return { input, effect, received, fromActivity, fromChild };
  });

  it("through input, activity, child, signal, marker and output", () => {
    const run = step(carry, value);
    run.signal(given, value).complete(echo, value);
    expect(run.open).toEqual([pack(value)]);
    run.complete(pack, value);
    const all = { input: value, effect: value, received: value, fromActivity: value, fromChild: value };
    expect(run.result).toEqual(all);
    const markers = recorded(run.history, "MarkerRecorded").filter(({ markerName }) => markerName === "passed");
    expect(
      markers.map(({ details }) => (typeof details === "string" ? run.history.converter.read(details) : undefined)),
    ).toEqual([value]);
  });

  it("as the whole result of a workflow", () => {
    const bare = workflow({ name: "bare" }, function* (input: unknown) {
      return input;
    });
    expect(step(bare, value).result).toBe(value);
  });
});

describe("a codec", () => {
  /** Texts that nobody can read who does not go by this very converter, and that say how often they were read. */
  function codec(): Converter & { reads: number } {
    const plain = openPayloads();
    const turned = (text: string) => [...text].reverse().join("");
    return {
      reads: 0,
      write: (value) => `~${turned(plain.write(value))}`,
      read(text) {
        if (!text.startsWith("~")) throw new Error(`${text} did not go through the codec`);
        this.reads++;
        return plain.read(turned(text.slice(1)));
      },
    };
  }

  it("is on the way of every value, live and in replay alike", () => {
    const converter = codec();
    // The stepper replays from zero before each decision, and compares.
    const run = step.with({ converter })(
      workflow({ name: "coded" }, function* (input: { readonly n: number }) {
        const effect = yield* cached("effect", () => ({ n: 2 }));
        const received = yield* given.receive();
        const result = (yield* echo({ n: 3 })) as { readonly n: number };
        return [input.n, effect.n, received, result.n];
      }),
      { n: 1 },
    );
    run.signal(given, "signaled").complete(echo, { n: 4 });
    expect(run.result).toEqual([1, 2, "signaled", 4]);
    expect(converter.reads).toBeGreaterThan(8);
  });
});

describe("what a workflow yields that is foreign", () => {
  const promise = Promise.resolve(1);
  const places: readonly (readonly [
    string,
    () => Generator<unknown, unknown, unknown>,
    happens: "completes" | "fails" | "nothing",
  ])[] = [
    [
      "first",
      function* () {
        yield promise;
      },
      "nothing",
    ],
    [
      "in the middle",
      function* () {
        yield* charge(1);
        yield promise;
      },
      "completes",
    ],
    [
      "in a fork",
      function* () {
        const handle = yield* start(function* (): Coroutine<unknown> {
          return yield promise as never;
        });
        yield* handle;
      },
      "nothing",
    ],
    [
      "in a catch",
      function* () {
        try {
          yield* charge(1);
        } catch {
          yield promise;
        }
      },
      "fails",
    ],
    [
      "in a finally",
      function* () {
        try {
          yield* charge(1);
        } finally {
          yield promise;
        }
      },
      "completes",
    ],
  ];

  it.each(places)("%s is one clear error that says what to write", (_place, body, happens) => {
    const error = held(flow(body as never), (run) => {
      if (happens === "completes") run.complete(charge, "r");
      if (happens === "fails") run.fail(charge, new Error("no"));
    });
    expect(error).toMatchObject({
      code: "FOREIGN_YIELD",
      message: expect.stringMatching(/promise.*(activity|cached)/i),
    });
  });
});

describe("time", () => {
  it("of timers is counted from the decision, never from the machine's clock", () => {
    const nap = flow(function* () {
      yield* sleep("90s");
      yield* sleep("1 day");
    });
    const asked = [0, Date.UTC(2031, 5, 1)].map((startMs) => {
      const run = step.with({ startMs })(nap);
      const first = run.decisions;
      run.advance(3_600_000).fire();
      return [...first, ...run.decisions].flatMap((one) => one.startTimerDecisionAttributes?.startToFireTimeout ?? []);
    });
    expect(asked).toEqual([
      ["90", "86400"],
      ["90", "86400"],
    ]);
  });

  it("of the pauses of a retry is the policy's, however late the failure is heard of", () => {
    const run = step(
      flow(function* () {
        yield* charge.with({ retry: { attempts: 2, delay: "10s" } })(1);
      }),
    );
    run.advance(12_345).fail(charge, new Error("no"));
    expect(brief(run.decisions)).toEqual(["StartTimer 1~2.backoff"]);
    expect(run.decisions[0]?.startTimerDecisionAttributes?.startToFireTimeout).toBe("10");
  });
});
