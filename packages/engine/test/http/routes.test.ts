import { afterEach, describe, expect, it } from "@jest/globals";
import { realClock, virtualClock } from "../../src/index.ts";
import type { Served } from "./support.ts";
import { openServed } from "./support.ts";

const startMs = 1_700_000_000_123;
const domain = { name: "d", workflowExecutionRetentionPeriodInDays: "1" };

let served: Served;
afterEach(async () => {
  await served.close();
  expect(served.bugs).toEqual([]);
});

const post = (path: string, body = "") => served.send({ path, body });
const domains = async () => (await served.call("ListDomains", { registrationStatus: "REGISTERED" })).json?.domainInfos;

describe("POST /moto-api/reset", () => {
  it("forgets everything and answers polls empty, where it is allowed", async () => {
    served = await openServed({ allowReset: true });
    await served.call("RegisterDomain", domain);
    const poll = served.call("PollForActivityTask", { domain: "d", taskList: { name: "l" } });
    expect(await domains()).toHaveLength(1);
    expect(await post("/moto-api/reset")).toMatchObject({ status: 200, text: '{"status":"ok"}' });
    expect(await domains()).toEqual([]);
    expect((await poll).text).toBe('{"startedEventId":0}');
  });

  it("is not there unless it is allowed", async () => {
    served = await openServed();
    await served.call("RegisterDomain", domain);
    expect(await post("/moto-api/reset")).toMatchObject({ status: 404, json: { __type: "PATH_UNKNOWN" } });
    expect(await domains()).toHaveLength(1);
    expect((await served.send({ method: "GET", path: "/moto-api/reset" })).status).toBe(405);
  });
});

describe("the clock of a server on virtual time", () => {
  const opened = () => openServed({}, { clock: virtualClock({ startMs, manual: true }) });
  const clock = () => served.send({ method: "GET", path: "/sweft-api/clock" });

  it("is told to move, and tells the time", async () => {
    served = await opened();
    expect((await clock()).text).toBe('{"now":1700000000.123}');
    expect((await post("/sweft-api/advance", '{"seconds":60.5}')).text).toBe('{"now":1700000060.623}');
    expect((await clock()).text).toBe('{"now":1700000060.623}');
  });

  it("moves waiting polls to their end, and only by being told to", async () => {
    served = await opened();
    await served.call("RegisterDomain", domain);
    const poll = served.call("PollForActivityTask", { domain: "d", taskList: { name: "l" } });
    await domains();
    await post("/sweft-api/advance", '{"seconds":60}');
    expect((await poll).text).toBe('{"startedEventId":0}');
  });

  it.each([
    ["", "SerializationException"],
    ["60", "SerializationException"],
    ["{}", "ValidationException"],
    ['{"seconds":"60"}', "ValidationException"],
    ['{"seconds":-1}', "ValidationException"],
    ['{"seconds":1e300}', "ValidationException"],
    ['{"seconds":1e999}', "ValidationException"],
  ])("does not move for %p", async (body, name) => {
    served = await opened();
    const { status, json } = await post("/sweft-api/advance", body);
    expect({ status, type: String(json?.__type).split("#")[1] }).toEqual({ status: 400, type: name });
    expect((await clock()).text).toBe('{"now":1700000000.123}');
  });

  it("is not there on real time", async () => {
    served = await openServed({}, { clock: realClock() });
    expect(await clock()).toMatchObject({ status: 404, json: { message: expect.stringContaining("real time") } });
    expect(await post("/sweft-api/advance", '{"seconds":1}')).toMatchObject({ status: 404 });
  });
});
