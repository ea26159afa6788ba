import { describe, expect, it } from "@jest/globals";
import { external, info, lambda, publish, signal, start, workflow } from "@sweft/workflow";
import type { SentMessage } from "../../src/index.ts";
import { replace, runLocally } from "../../src/index.ts";

const word = signal<string>("word");
const double = lambda<(event: { n: number }) => number>({ name: "double" });

describe("runLocally, where the workflow speaks with others", () => {
  it("lets messages to executions that do not run here arrive, or asks the test", async () => {
    const tells = workflow({ name: "tells" }, function* () {
      yield* external("bank", "r").signal(word, "hello");
      try {
        yield* external("bank").cancel();
      } catch (error) {
        return (error as { code: string }).code;
      }
      return "told";
    });
    expect(await runLocally(tells, [])).toBe("told");
    const heard: SentMessage[] = [];
    const externals = (sent: SentMessage) => heard.push(sent) < 2;
    expect(await runLocally(tells, [], { externals })).toBe("EXTERNAL_UNKNOWN");
    expect(heard).toEqual([
      { workflowId: "bank", runId: "r", signalName: "word", value: "hello" },
      { workflowId: "bank", runId: undefined, signalName: undefined, value: undefined },
    ]);
  });

  it("hands signals to children, to the parent and to the workflow itself", async () => {
    const child = workflow({ name: "child" }, function* () {
      const { parent } = yield* info();
      const heard = yield* word.receive();
      yield* external(parent?.workflowId ?? "").signal(word, `${heard} yourself`);
    });
    const talks = workflow({ name: "talks" }, function* () {
      const handle = yield* start(child());
      yield* handle.signal(word, "hello");
      const back = yield* word.receive();
      const { workflowId } = yield* info();
      yield* external(workflowId).signal(word, "to myself");
      yield* handle;
      return [back, yield* word.receive()];
    });
    expect(await runLocally(talks, [])).toEqual(["hello yourself", "to myself"]);
  });

  it("cancels a child by its workflow id, and the workflow itself", async () => {
    const child = workflow({ name: "child" }, function* () {
      yield* word.receive();
    });
    const stops = workflow({ name: "stops" }, function* () {
      const handle = yield* start(child.with({ workflowId: "c" })());
      yield* handle.started;
      yield* external("c").cancel();
      try {
        yield* handle;
      } catch (error) {
        return (error as { code: string }).code;
      }
      return "it went on";
    });
    expect(await runLocally(stops, [])).toBe("CHILD_CANCELED");
    const ends = workflow({ name: "ends" }, function* () {
      yield* external((yield* info()).workflowId).cancel();
      yield* word.receive();
    });
    await expect(runLocally(ends, [])).rejects.toMatchObject({ code: "CANCELED" });
  });

  it("calls what stands for a Lambda function, and asks for it if there is nothing", async () => {
    const asks = workflow({ name: "asks" }, function* () {
      yield* publish("asking");
      return yield* double({ n: 21 });
    });
    expect(await runLocally(asks, [], { lambdas: [replace(double, ({ n }) => 2 * n)] })).toBe(42);
    const fails = replace(double, () => {
      throw Object.assign(new Error("no"), { code: "NO" });
    });
    await expect(runLocally(asks, [], { lambdas: [fails] })).rejects.toMatchObject({
      code: "LAMBDA_FAILED",
      cause: { code: "NO" },
    });
    await expect(runLocally(asks, [])).rejects.toMatchObject({
      code: "IMPLEMENTATION_MISSING",
      message: expect.stringContaining("Lambda function double"),
    });
    // @ts-expect-error: the response is a number
    replace(double, () => "42");
  });
});
