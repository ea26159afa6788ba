import { afterEach, describe, expect, it, jest } from "@jest/globals";
import { consoleLogger } from "../../src/index.ts";
import { unfailing } from "../../src/logging/logger.ts";

afterEach(() => {
  jest.restoreAllMocks();
});

describe("the default logger", () => {
  it("prints warnings and errors, one line each, errors with code and causes", () => {
    const printed: unknown[] = [];
    jest.spyOn(console, "error").mockImplementation((line) => void printed.push(line));
    const logger = consoleLogger();
    const cause = new RangeError("no\nfunds");
    const err = Object.assign(new Error("refused", { cause }), { code: "REFUSED" });
    logger.debug({}, "unheard");
    logger.info({}, "unheard");
    logger.warn({ workflowId: "o", cents: 12n }, "slow");
    logger.error({ err }, "failed\nbadly");
    expect(printed).toEqual([
      'sweft warn: slow {"workflowId":"o","cents":"12"}',
      'sweft error: failed\\nbadly {"err":{"name":"Error","code":"REFUSED","message":"refused","cause":{"name":"RangeError","message":"no\\nfunds"}}}',
    ]);
  });

  it("prints the message of a line whose fields cannot be written", () => {
    const printed: unknown[] = [];
    jest.spyOn(console, "error").mockImplementation((line) => void printed.push(line));
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    consoleLogger().error(circle, "round");
    expect(printed).toEqual(["sweft error: round {}"]);
  });
});

describe("an unfailing logger", () => {
  it("writes what it is given, and loses what cannot be written", async () => {
    const lines: string[] = [];
    const logger = unfailing({
      debug: undefined as never,
      info: (_fields, message) => lines.push(message),
      warn: () => {
        throw new Error("disk full");
      },
      error: (async () => {
        throw new Error("disk full");
      }) as never,
    });
    for (const level of ["debug", "info", "warn", "error"] as const) logger[level]({}, level);
    // A rejection that nobody handles would end the process, and this test with it, in the next turn.
    await new Promise((resolve) => setImmediate(resolve));
    expect(lines).toEqual(["info"]);
  });
});
