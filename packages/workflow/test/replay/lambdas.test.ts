import { describe, expect, it } from "@jest/globals";
import { step } from "@sweft/testing";
import type { Operation } from "../../src/index.ts";
import { all, cancel, lambda, race, sleep, start } from "../../src/index.ts";
import { caught, clash, flow, heldOn, recorded, replayedBy, sent, thrown, waits } from "./shop.ts";

interface Image {
  readonly key: string;
}
const resize = lambda<(image: Image) => { thumbnail: string }>({ name: "resize" });
const tick = lambda<() => void>({ name: "tick" });
const asks = (work: Operation<unknown>) =>
  flow(function* () {
    return yield* work;
  });
const fails = (work: Operation<unknown>) =>
  flow(function* () {
    return yield* caught(work);
  });
const image = { key: "cat" };

describe("a Lambda function", () => {
  it("is one decision with the value itself as input, and resumes with its response", () => {
    const run = step(asks(resize(image)));
    expect(run.open).toEqual([resize(image)]);
    expect(recorded(run.history, "LambdaFunctionScheduled")).toEqual([
      {
        id: "1",
        name: "resize",
        input: '{"key":"cat"}',
        control: expect.stringMatching(/^sw1 1 1[a-z2-7]+$/),
        startToCloseTimeout: "300",
        decisionTaskCompletedEventId: 4,
      },
    ]);
    expect(run.complete(resize, { thumbnail: "t" }).result).toEqual({ thumbnail: "t" });
  });

  it("is given plain JSON or nothing: what that does not carry is an error at the call", () => {
    const stamp = lambda<(at: unknown) => void>({ name: "stamp" });
    for (const input of [new Date(0), { at: new Date(0) }, 1n, [undefined], Number.NaN]) {
      expect(step(fails(stamp(input))).result).toMatchObject({
        code: "ARGUMENTS_UNSERIALIZABLE",
        message: expect.stringMatching(/^the input of Lambda function stamp .* plain JSON/),
      });
    }
    expect(step(asks(stamp({ at: new Date(0).toISOString() }))).open).toHaveLength(1);
  });

  it("may have no input, and any response", () => {
    const run = step(asks(tick.with({ startToCloseTimeout: "15m", control: "mine" })()));
    const [scheduled] = recorded(run.history, "LambdaFunctionScheduled");
    expect(scheduled).toMatchObject({ startToCloseTimeout: "900", control: "sw1 1\nmine" });
    expect(scheduled).not.toHaveProperty("input");
    for (const value of [0, "", false, null, undefined]) {
      const any = lambda<() => unknown>({ name: "any" });
      expect(step(asks(any())).complete(any, value).result).toBe(value);
    }
  });

  it("that fails throws what it threw, as Lambda tells it", () => {
    const run = step(fails(resize(image)));
    const thrown = { errorType: "NoSuchKey", errorMessage: "no cat", stackTrace: ["at handler"] };
    const details = run.history.converter.write(thrown);
    run.history.lambdaFailed("1", new Error("unused"));
    const [event] = run.history.events.filter(({ eventType }) => eventType === "LambdaFunctionFailed");
    const events = run.history.events.map((one) =>
      one === event
        ? {
            ...one,
            lambdaFunctionFailedEventAttributes: {
              ...(one as { lambdaFunctionFailedEventAttributes?: object }).lambdaFunctionFailedEventAttributes,
              reason: "NoSuchKey",
              details,
            },
          }
        : one,
    );
    run.history.decisionStarted();
    const { converter, execution } = run.history;
    const replayed = replayedBy(fails(resize(image)), {
      events: [...events, ...run.history.events.slice(events.length)],
      converter,
      execution,
    });
    expect(replayed).toMatchObject({
      status: "completed",
      result: {
        name: "LambdaError",
        code: "LAMBDA_FAILED",
        message: "Lambda function resize failed: NoSuchKey: no cat",
        lambda: "resize",
        id: "1",
        state: "FAILED",
        reason: "NoSuchKey",
        cause: { name: "NoSuchKey", message: "no cat", stackTrace: ["at handler"] },
      },
    });
  });

  it("that fails throws what Sweft wrote down, too", () => {
    const run = step(fails(resize(image))).fail(resize, Object.assign(new Error("no"), { code: "NO" }));
    expect(run.result).toMatchObject({ code: "LAMBDA_FAILED", cause: { code: "NO", message: "no" } });
  });

  it("may time out, be refused, or not be started", () => {
    const late = step(fails(resize(image))).timeOut(resize);
    expect(late.result).toMatchObject({ code: "LAMBDA_TIMED_OUT", state: "TIMED_OUT", reason: "START_TO_CLOSE" });
    expect(late.history.timeMs).toBe(Date.UTC(2030, 0, 1, 0, 5));
    const refused = step(
      flow(function* () {
        yield* sleep(1);
        return yield* caught(resize(image));
      }),
    );
    refused.refuseNext(resize, "LAMBDA_SERVICE_NOT_AVAILABLE_IN_REGION").fire();
    expect(refused.result).toMatchObject({
      code: "LAMBDA_SCHEDULE_FAILED",
      state: "SCHEDULE_FAILED",
      reason: "LAMBDA_SERVICE_NOT_AVAILABLE_IN_REGION",
    });
    const unstarted = step(fails(resize(image)));
    unstarted.history.lambdaStartFailed("1", "ASSUME_ROLE_FAILED", "no role");
    expect(unstarted.batch(() => undefined).result).toMatchObject({
      code: "LAMBDA_SCHEDULE_FAILED",
      message: "SWF could not start Lambda function resize: ASSUME_ROLE_FAILED, no role",
    });
    expect(step(asks(resize(image))).failToStart(resize).status).toBe("failed");
  });

  it("is work like any other: started, raced, one of several, tried again", () => {
    const run = step(
      flow(function* () {
        const handle = yield* start(resize(image));
        const both = yield* all([tick(), resize({ key: "dog" })]);
        const again = yield* resize.with({ retry: { attempts: 2, delay: 5 } })({ key: "owl" });
        return [both, again, yield* handle];
      }),
    );
    expect(waits(run)).toEqual(["1", "2.1", "2.2"]);
    run.complete("2.2", { thumbnail: "d" }).complete(tick).complete("1", { thumbnail: "c" });
    run.timeOut("3");
    expect(sent(run)).toEqual(["StartTimer 3~2.backoff"]);
    run.fire().complete("3~2", { thumbnail: "o" });
    expect(run.result).toEqual([[undefined, { thumbnail: "d" }], { thumbnail: "o" }, { thumbnail: "c" }]);
  });

  it("cannot be canceled: its wait ends, and what it comes to is heard by nobody", () => {
    const run = step(
      flow(function* () {
        const unsent = yield* start(tick());
        yield* cancel(unsent);
        const first = yield* race([resize(image), sleep(1)]);
        const code = yield* thrown(unsent);
        yield* sleep(9);
        return [first, code];
      }),
    );
    expect(sent(run)).toEqual(["ScheduleLambdaFunction 2.1", "StartTimer 2.2"]);
    run.fire();
    expect(sent(run)).toEqual(["StartTimer 3"]);
    run.complete("2.1", { thumbnail: "late" }).fire();
    expect(run.result).toEqual([undefined, "CANCELED"]);
  });

  it("is waited for nevertheless if its policy says so", () => {
    const run = step(
      flow(function* () {
        const handle = yield* start(resize.with({ cancellation: "wait" })(image));
        yield* sleep(1);
        yield* cancel(handle);
        return yield* handle;
      }),
    );
    run.fire();
    expect(run.status).toBe("running");
    expect(run.complete(resize, { thumbnail: "t" }).result).toEqual({ thumbnail: "t" });
  });

  it("keeps no run open, and is not begun by the decision that ends it", () => {
    const run = step(
      flow(function* () {
        yield* start(resize(image));
        yield* sleep(1);
        yield* start(tick());
        yield* start(tick.with({ cancellation: "abandon" })());
      }),
    );
    run.fire();
    expect(run.status).toBe("completed");
    expect(sent(run)).toEqual(["ScheduleLambdaFunction 4", "CompleteWorkflowExecution"]);
  });
});

describe("code that no longer fits a history with Lambda functions", () => {
  const { history } = step(asks(resize(image)));
  const other = lambda<(image: Image) => unknown>({ name: "crop" });

  it("is told so", () => {
    expect(clash(asks(resize({ key: "dog" })), history).differences).toEqual([
      { field: "arguments", recorded: [image], asked: [{ key: "dog" }] },
    ]);
    expect(clash(asks(other(image)), history).differences).toEqual([
      { field: "name", recorded: "resize", asked: "crop" },
    ]);
    expect(heldOn(asks(sleep(1)), history).message).toContain("recorded LambdaFunctionScheduled 1");
    expect(replayedBy(asks(resize.with({ checkArguments: false })({ key: "dog" })), history).status).toBe("blocked");
    expect(replayedBy(asks(resize.with({ retry: 5 })(image)), history).status).toBe("blocked");
  });
});
