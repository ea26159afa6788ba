import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { outcomeOf } from "../../src/execution/lambda-outcome.ts";
import type { LambdaContext } from "../../src/index.ts";
import { double, outcome } from "../support/lab.ts";

/** What the functions below do not look at. */
const context = {} as LambdaContext;

describe("what a Lambda function leaves", () => {
  it.each([
    ["what JSON says", (input: unknown) => input, { input: '{"a":[1,null]}' }, '{"a":[1,null]}'],
    ["an empty object for no input", (input: unknown) => input, {}, "{}"],
    ["an empty object for an empty input", (input: unknown) => input, { input: "" }, "{}"],
    ["null for nothing", () => undefined, {}, "null"],
    ["null for what has no text", () => () => 1, {}, "null"],
    ["what a promise brings", async () => "x", {}, '"x"'],
  ])("is JSON, as is what it gets: %s", async (_what, lambdaFunction, more, result) => {
    expect(await outcome(lambdaFunction, more)).toBe(result);
  });

  it.each([
    ["an error", () => Promise.reject(new RangeError("far")), {}, "RangeError", "far"],
    [
      "an error thrown at once",
      () => {
        throw new Error("now");
      },
      {},
      "Error",
      "now",
    ],
    ["a text", () => Promise.reject("no"), {}, "string", "no"],
    ["nothing", () => Promise.reject(), {}, "undefined", "undefined"],
    ["an object without a prototype", () => Promise.reject(Object.create(null)), {}, "Error", ""],
    [
      "an error that does not want to be read",
      () =>
        Promise.reject(
          new Proxy(
            {},
            {
              get() {
                throw new Error("no");
              },
            },
          ),
        ),
      {},
      "Error",
      "",
    ],
    [
      "an input that is no JSON",
      double,
      { input: "{" },
      "InvalidRequestContentException",
      "Could not parse request body into json",
    ],
    ["a result that has no JSON", () => 1n, {}, "Error", "Unable to stringify response body"],
    [
      "a result that is too long",
      () => "x".repeat(32_767),
      {},
      "Function.ResponseSizeTooLarge",
      "Response payload size (32769 characters) exceeded maximum allowed payload size (32768 characters).",
    ],
  ])("is a failure by %s", async (_what, lambdaFunction, more, errorType, errorMessage) => {
    expect(await outcome(lambdaFunction, more)).toEqual({
      scheduledEventId: 5,
      startedEventId: 6,
      reason: errorType,
      details: JSON.stringify({ errorType, errorMessage }),
    });
  });

  it("may be a result of 32,768 characters", async () => {
    expect(await outcome(() => "x".repeat(32_766))).toHaveLength(32_768);
  });

  it("is cut, reasons and details, to what an event takes, and to whole characters", async () => {
    const error = Object.assign(new Error("\u0000".repeat(40_000)), { name: `${"n".repeat(255)}😀` });
    const failed = (await outcome(() => Promise.reject(error))) as { reason: string; details: string };
    expect(failed.reason).toBe("n".repeat(255));
    expect(failed.details.length).toBeLessThanOrEqual(32_768);
    expect(JSON.parse(failed.details)).toEqual({ errorType: failed.reason, errorMessage: "\u0000".repeat(5_000) });
  });

  it("is any JSON that it was given, unchanged", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const text = JSON.stringify(value);
        expect(await outcomeOf((input) => input, text, context)).toEqual({ kind: "completed", result: text });
      }),
    );
  });

  it("fits into an event, whatever it throws or returns", async () => {
    const anything = fc.oneof(fc.anything(), fc.string({ unit: "binary", maxLength: 40_000, size: "max" }));
    await fc.assert(
      fc.asyncProperty(anything, anything, fc.boolean(), async (name, message, throws) => {
        const thing = { name, message };
        const left = await outcomeOf(
          () => (throws ? Promise.reject(thing) : Promise.resolve(thing)),
          undefined,
          context,
        );
        if (left.kind === "completed") {
          expect(left.result.length).toBeLessThanOrEqual(32_768);
          return;
        }
        expect(left.reason.length).toBeLessThanOrEqual(256);
        expect(left.details.length).toBeLessThanOrEqual(32_768);
        expect(JSON.parse(left.details)).toEqual({ errorType: left.reason, errorMessage: expect.any(String) });
      }),
    );
  });
});
