import { describe, expect, it } from "@jest/globals";
import { lambda } from "../support/decisions.ts";
import { openDesk, refusal, startMs } from "../support/desk.ts";
import { double, lambdaRole, openLab, openLambdas } from "../support/lab.ts";

describe("Lambda functions", () => {
  it("are scheduled, started by a transaction of their own, and wake the decider when they end", async () => {
    const { desk, runId } = await openLab({ double });
    await desk.decide(lambda("a", "double", { input: '{"n":21}', control: "c" }));
    expect((await desk.lines(runId)).slice(4)).toEqual(["5 LambdaFunctionScheduled"]);
    await desk.poll();
    expect((await desk.lines(runId)).slice(4)).toEqual([
      "5 LambdaFunctionScheduled",
      "6 LambdaFunctionStarted",
      "7 LambdaFunctionCompleted",
      "8 DecisionTaskScheduled",
      "9 DecisionTaskStarted",
    ]);
    expect(await desk.last(runId, "LambdaFunctionScheduled")).toEqual({
      id: "a",
      name: "double",
      input: '{"n":21}',
      control: "c",
      startToCloseTimeout: "900",
      decisionTaskCompletedEventId: 4,
    });
    expect(await desk.last(runId, "LambdaFunctionStarted")).toEqual({ scheduledEventId: 5 });
    expect(await desk.last(runId, "LambdaFunctionCompleted")).toEqual({
      scheduledEventId: 5,
      startedEventId: 6,
      result: "42",
    });
    await desk.engine.close();
  });

  it("run side by side, and end in the order in which they are done", async () => {
    const { desk, runId } = await openLab({
      after: async (ms, { sleep }) => {
        await sleep(Number(ms));
        return ms;
      },
    });
    await desk.decide(lambda("slow", "after", { input: "30000" }), lambda("quick", "after", { input: "10000" }));
    for (const expected of [10_000, 30_000]) {
      await desk.decide();
      expect(await desk.last(runId, "LambdaFunctionCompleted")).toMatchObject({ result: String(expected) });
      expect(desk.clock.now()).toBe(startMs + expected);
    }
    await desk.engine.close();
  });

  it("fail as Lambda does when nobody registered the name; an ARN names a function, too", async () => {
    const { desk, runId } = await openLab({ double });
    await desk.decide(lambda("a", "triple"));
    await desk
      .poll()
      .then((task) =>
        desk.respond(
          task,
          lambda("b", "arn:aws:lambda:us-east-1:123456789012:function:double:1", { input: '{"n":2}' }),
        ),
      );
    const errorMessage = "Function not found: arn:aws:lambda:us-east-1:123456789012:function:triple";
    expect(await desk.last(runId, "LambdaFunctionFailed")).toEqual({
      scheduledEventId: 5,
      startedEventId: 6,
      reason: "ResourceNotFoundException",
      details: JSON.stringify({ errorType: "ResourceNotFoundException", errorMessage }),
    });
    await desk.poll();
    expect(await desk.last(runId, "LambdaFunctionCompleted")).toMatchObject({ result: "4" });
    await desk.engine.close();
  });

  it("cannot start without a role", async () => {
    const desk = await openDesk({ functions: { double } });
    const runId = await desk.start();
    await desk.decide(lambda("a", "double"));
    await desk.poll();
    expect((await desk.lines(runId)).slice(4, 7)).toEqual([
      "5 LambdaFunctionScheduled",
      "6 StartLambdaFunctionFailed",
      "7 DecisionTaskScheduled",
    ]);
    expect(await desk.last(runId, "StartLambdaFunctionFailed")).toEqual({
      scheduledEventId: 5,
      cause: "ASSUME_ROLE_FAILED",
      message: expect.stringContaining("lambdaRole"),
    });
    expect(await openLambdas(desk, runId)).toBe(0);
    await desk.engine.close();
  });

  it("cannot be scheduled under the id of an open one, beyond the limit, or where there is no Lambda", async () => {
    const limits = { openLambdaFunctions: 2 };
    const { desk, runId } = await openLab({ wait: (_, { aborted }) => aborted() }, { limits });
    await desk.decide(lambda("a", "wait"), lambda("a", "wait"), lambda("b", "wait"), lambda("c", "wait"));
    const refused = (await desk.events(runId)).flatMap(({ scheduleLambdaFunctionFailedEventAttributes: said }) =>
      said === undefined ? [] : [said],
    );
    const [name, decisionTaskCompletedEventId] = ["wait", 4];
    expect(refused).toEqual([
      { id: "a", name, cause: "ID_ALREADY_IN_USE", decisionTaskCompletedEventId },
      { id: "c", name, cause: "OPEN_LAMBDA_FUNCTIONS_LIMIT_EXCEEDED", decisionTaskCompletedEventId },
    ]);
    expect(await openLambdas(desk, runId)).toBe(2);
    await desk.engine.close();

    const without = await openDesk();
    const other = await without.start("order-1", { lambdaRole });
    await without.decide(lambda("a", "wait"));
    expect((await without.lines(other)).slice(4)).toEqual([
      "5 ScheduleLambdaFunctionFailed",
      "6 DecisionTaskScheduled",
    ]);
    const cause = "LAMBDA_SERVICE_NOT_AVAILABLE_IN_REGION";
    expect(await without.last(other, "ScheduleLambdaFunctionFailed")).toMatchObject({ cause });
    await without.engine.close();
  });

  it("may take the id of one that has ended", async () => {
    const { desk, runId } = await openLab({ double });
    await desk.decide(lambda("a", "double"));
    await desk.decide(lambda("a", "double"));
    await desk.poll();
    expect(await desk.last(runId, "LambdaFunctionCompleted")).toMatchObject({ scheduledEventId: 11 });
    await desk.engine.close();
  });

  it.each(["0", "901", "NONE", "-1", "1.5", "x"])("refuse the time-out %s", async (startToCloseTimeout) => {
    const { desk, runId } = await openLab({ double });
    const refused = await refusal(desk.decide(lambda("a", "double", { startToCloseTimeout })));
    expect(refused).toEqual({
      name: "ValidationException",
      message: expect.stringContaining(
        "scheduleLambdaFunctionDecisionAttributes.startToCloseTimeout' failed to satisfy constraint: Member must be an integer from 1 to 900",
      ),
    });
    expect(await desk.last(runId, "LambdaFunctionScheduled")).toBeUndefined();
    await desk.engine.close();
  });
});
