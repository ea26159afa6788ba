import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import type { Engine } from "../../src/index.ts";
import { realClock } from "../../src/index.ts";
import { OPERATIONS } from "../../src/operations/table.ts";
import type { Got, Served } from "./support.ts";
import { openServed, requestText, stoppedClock } from "./support.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const domain = { name: "d", workflowExecutionRetentionPeriodInDays: "7" };
const signedFor = (region: string, key = "AKID") => ({
  Authorization: `AWS4-HMAC-SHA256 Credential=${key}/20231114/${region}/swf/aws4_request, SignedHeaders=host, Signature=0`,
});

const infosIn = (json: Got["json"]) => (json?.executionInfos ?? []) as readonly { readonly execution: object }[];

describe("the wire", () => {
  let served: Served;
  beforeAll(async () => {
    served = await openServed({}, { clock: stoppedClock });
    await served.call("RegisterDomain", domain);
  });
  afterAll(() => served.close());
  afterEach(() => expect(served.bugs).toEqual([]));

  it("answers as the service does: JSON, its length, and a request id", async () => {
    const { status, headers, json, text } = await served.call("DescribeDomain", { name: "d" });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      "content-type": "application/json",
      "content-length": `${Buffer.byteLength(text)}`,
      "x-amzn-requestid": expect.stringMatching(UUID),
    });
    expect(json).toEqual({
      domainInfo: { name: "d", status: "REGISTERED", arn: "arn:aws:swf:us-east-1:123456789012:/domain/d" },
      configuration: { workflowExecutionRetentionPeriodInDays: "7" },
    });
  });

  it("answers operations that return nothing with an empty body", async () => {
    const { status, headers, text } = await served.call("RegisterDomain", { ...domain, name: "void" });
    expect({ status, text }).toEqual({ status: 200, text: "" });
    expect(headers).toMatchObject({ "content-length": "0", "content-type": "application/json" });
  });

  it.each([
    "SimpleWorkflowService.ListDomains",
    "com.amazonaws.swf.service.model.SimpleWorkflowService.ListDomains",
    "ListDomains",
  ])("takes the target %s, and ignores the encoding amz-1.0", async (target) => {
    const headers = { "X-Amz-Target": target, "Content-Encoding": "amz-1.0" };
    const { status, json } = await served.send({ headers, body: '{"registrationStatus":"REGISTERED"}' });
    expect(status).toBe(200);
    expect(json?.domainInfos).toBeInstanceOf(Array);
  });

  it("ignores members that are null or unknown", async () => {
    const { status } = await served.call("DescribeDomain", { name: "d", reason: null, unheard: { of: [1] } });
    expect(status).toBe(200);
  });

  it("writes and reads times as epoch seconds with milliseconds", async () => {
    await served.call("RegisterWorkflowType", { domain: "d", name: "t", version: "1" });
    await served.call("StartWorkflowExecution", {
      domain: "d",
      workflowId: "w",
      workflowType: { name: "t", version: "1" },
      taskList: { name: "l" },
      executionStartToCloseTimeout: "60",
      taskStartToCloseTimeout: "60",
      childPolicy: "ABANDON",
      tagList: ["a"],
    });
    const open = (oldestDate: number, latestDate: number) =>
      served.call("ListOpenWorkflowExecutions", { domain: "d", startTimeFilter: { oldestDate, latestDate } });
    const { json } = await open(1_700_000_000.123, 1_700_000_000.123);
    const [info] = infosIn(json);
    expect(info).toMatchObject({ startTimestamp: 1_700_000_000.123, tagList: ["a"] });
    expect((await open(1_700_000_000.124, 1_700_000_001)).json?.executionInfos).toEqual([]);
    expect((await open(1, 1_700_000_000)).json?.executionInfos).toEqual([]);
    const history = await served.call("GetWorkflowExecutionHistory", { domain: "d", execution: info?.execution });
    expect(history.json?.events).toEqual([
      expect.objectContaining({ eventTimestamp: 1_700_000_000.123, eventId: 1, eventType: "WorkflowExecutionStarted" }),
      expect.objectContaining({ eventTimestamp: 1_700_000_000.123, eventId: 2 }),
    ]);
    expect(history.text).not.toContain("null");
  });

  it.each([
    [
      "a fault of the model",
      "DescribeDomain",
      '{"name":"no"}',
      "com.amazonaws.swf.base.model#UnknownResourceFault",
      "Unknown domain: no",
    ],
    [
      "a broken rule",
      "DescribeDomain",
      "{}",
      "com.amazon.coral.validate#ValidationException",
      "1 validation error detected: Value null at 'name'",
    ],
    [
      "a wrong type",
      "DescribeDomain",
      '{"name":1}',
      "com.amazon.coral.service#SerializationException",
      "Expected a string",
    ],
    [
      "a date that is none",
      "ListOpenWorkflowExecutions",
      '{"domain":"d","startTimeFilter":{"oldestDate":"now"}}',
      "com.amazon.coral.service#SerializationException",
      "Expected a valid date",
    ],
    [
      "a date beyond all dates",
      "ListOpenWorkflowExecutions",
      '{"domain":"d","startTimeFilter":{"oldestDate":1e300}}',
      "com.amazon.coral.service#SerializationException",
      "Expected a valid date",
    ],
    ["what is not JSON", "DescribeDomain", "{", "com.amazon.coral.service#SerializationException", "not JSON"],
    ["no body", "DescribeDomain", "", "com.amazon.coral.service#SerializationException", "not JSON"],
    ["null", "DescribeDomain", "null", "com.amazon.coral.service#SerializationException", "found null"],
    ["a list", "DescribeDomain", "[]", "com.amazon.coral.service#SerializationException", "found a list"],
    ["a text", "DescribeDomain", '"x"', "com.amazon.coral.service#SerializationException", "found a string"],
    [
      "an unknown operation",
      "Nope",
      "{}",
      "com.amazon.coral.service#UnknownOperationException",
      'There is no "SimpleWorkflowService.Nope"',
    ],
    [
      "a name that every object has",
      "constructor",
      "{}",
      "com.amazon.coral.service#UnknownOperationException",
      "There is no",
    ],
  ])("answers %s with its type and message", async (_, action, body, type, message) => {
    const { status, json, headers } = await served.call(action, undefined, { body });
    expect({ status, ...json }).toEqual({ status: 400, __type: type, message: expect.stringContaining(message) });
    expect(headers).toMatchObject({
      "content-type": "application/json",
      "x-amzn-requestid": expect.stringMatching(UUID),
    });
  });

  it("answers a request without a target", async () => {
    const { status, json } = await served.send({ body: "{}" });
    expect(status).toBe(400);
    expect(json?.message).toContain("The request has no X-Amz-Target");
  });

  it("refuses text that is no UTF-8", async () => {
    const body = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    const { status, json } = await served.call("DescribeDomain", undefined, { body });
    expect({ status, type: json?.__type }).toEqual({
      status: 400,
      type: "com.amazon.coral.service#SerializationException",
    });
  });

  it.each(["[", '{"a":', '{"name":['])("is not harmed by a request as deep as its size allows: %s…", async (open) => {
    const close = [...open]
      .reverse()
      .flatMap((char) => (char === "[" ? "]" : char === "{" ? "}" : []))
      .join("");
    const depth = Math.floor(1_000_000 / (open.length + close.length));
    const body = `{"name":${open.repeat(depth)}1${close.repeat(depth)}}`;
    const { status, json } = await served.call("DescribeDomain", undefined, { body });
    expect({ status, type: json?.__type }).toEqual({
      status: 400,
      type: "com.amazon.coral.service#SerializationException",
    });
  });

  it("answers pipelined requests in their order, on one connection", async () => {
    const raw = served.connect();
    raw.write(requestText("DescribeDomain", '{"name":"d"}') + requestText("DescribeDomain", '{"name":"no"}'));
    const came = await raw.until("Unknown domain: no");
    expect(came.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 400"]);
  });

  it("serves a health text, and says what other paths and methods are", async () => {
    const health = await served.send({ method: "GET" });
    expect(health).toMatchObject({ status: 200, headers: { "content-type": "text/plain" } });
    expect(health.text.trimEnd().split("\n")).toHaveLength(1);
    expect(await served.send({ method: "GET", path: "/favicon.ico" })).toMatchObject({
      status: 404,
      json: { __type: "PATH_UNKNOWN", message: expect.any(String) },
    });
    expect(await served.send({ path: "/constructor" })).toMatchObject({ status: 404 });
    expect(await served.send({ method: "PUT" })).toMatchObject({
      status: 405,
      headers: { allow: "POST, GET" },
      json: { __type: "METHOD_UNKNOWN", message: "/ takes POST, GET" },
    });
  });

  it("reads the region from the credential scope, and the account from a key of 12 digits: worlds of their own", async () => {
    const said = async (headers: Record<string, string>) =>
      (await served.call("DescribeDomain", { name: "d" }, { headers })).json?.message;
    expect(await said(signedFor("us-east-1"))).toBeUndefined();
    expect(await said(signedFor("us-east-1", "123456789012"))).toBeUndefined();
    expect(await said(signedFor("us-gov-east-1"))).toBe("Unknown domain: d");
    expect(await said(signedFor("us-east-1", "999999999999"))).toBe("Unknown domain: d");
    const headers = signedFor("eu-west-1", "999999999999");
    await served.call("RegisterDomain", domain, { headers });
    const { json } = await served.call("DescribeDomain", { name: "d" }, { headers });
    expect(json?.domainInfo).toMatchObject({ arn: "arn:aws:swf:eu-west-1:999999999999:/domain/d" });
  });

  it("takes requests signed as in the old days, or not at all", async () => {
    for (const Authorization of [
      "AWS3 AWSAccessKeyId=AKID,Algorithm=HmacSHA256,Signature=x",
      "Basic x",
      "AWS4-HMAC-SHA256 x",
    ]) {
      expect(await served.call("DescribeDomain", { name: "d" }, { headers: { Authorization } })).toMatchObject({
        status: 200,
      });
    }
  });
});

describe("a server", () => {
  it("answers an empty poll with no task token", async () => {
    const served = await openServed({}, { longPollSeconds: 0 });
    await served.call("RegisterDomain", domain);
    const decision = await served.call("PollForDecisionTask", { domain: "d", taskList: { name: "none" } });
    expect(decision.text).toBe('{"previousStartedEventId":0,"startedEventId":0}');
    const activity = await served.call("PollForActivityTask", { domain: "d", taskList: { name: "none" } });
    expect(activity.text).toBe('{"startedEventId":0}');
    await served.close();
  });

  it.each(Object.keys(OPERATIONS))("serves %s", async (action) => {
    const served = await openServed({}, { longPollSeconds: 0 });
    const { status, json } = await served.call(action, {});
    expect({ status, type: json?.__type }).toEqual({
      status: 400,
      type: "com.amazon.coral.validate#ValidationException",
    });
    await served.close();
  });
});

describe("a bug of the engine", () => {
  it("is answered without its text, which goes to onError alone", async () => {
    const bug = new Error("secret");
    const broken = (engine: Engine): Engine => ({
      ...engine,
      listDomains: () => Promise.reject(bug),
      describeDomain: () => {
        throw undefined;
      },
    });
    const served = await openServed({}, { clock: realClock() }, (engine) =>
      Object.assign(broken(engine), { world: () => broken(engine) }),
    );
    const expected = {
      status: 500,
      json: { __type: "com.amazon.coral.service#InternalFailure", message: "The engine failed; its log says why." },
    };
    expect(await served.call("ListDomains", { registrationStatus: "REGISTERED" })).toMatchObject(expected);
    expect(await served.call("DescribeDomain", { name: "d" })).toMatchObject(expected);
    expect(served.bugs).toEqual([bug, undefined]);
    await served.close();
  });

  it("is answered even if onError fails", async () => {
    const fails = (engine: Engine): Engine => {
      const broken = { ...engine, listDomains: () => Promise.reject(new Error("bug")) };
      return Object.assign(broken, { world: () => broken });
    };
    const onError = () => {
      throw new Error("no log");
    };
    const served = await openServed({ onError }, {}, fails);
    expect((await served.call("ListDomains", {})).status).toBe(500);
    await served.close();
  });
});
