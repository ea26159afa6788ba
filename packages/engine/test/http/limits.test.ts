import { afterEach, describe, expect, it } from "@jest/globals";
import type { Served } from "./support.ts";
import { openServed, requestText } from "./support.ts";

const LIMIT = 1_048_576;
let served: Served;
afterEach(async () => {
  expect((await served.send({ method: "GET" })).status).toBe(200);
  expect(served.bugs).toEqual([]);
  await served.close();
});

/** A request of exactly so many bytes, if that takes seven digits for its body. */
function sized(bytes: number): string {
  const named = (length: number) => requestText("DescribeDomain", `{"name":"${"x".repeat(length)}"}`);
  const around = named(1_000_000).length - 1_000_000;
  return named(bytes - around);
}

describe("the size of a request", () => {
  it("may be 1 MB, with its headers", async () => {
    served = await openServed();
    const request = sized(LIMIT);
    expect(request.length).toBe(LIMIT);
    const raw = served.connect();
    raw.write(request);
    expect(await raw.until("}")).toMatch(/^HTTP\/1\.1 400 .*ValidationException/s);
  });

  it("may not be a byte more: the connection is cut without an answer", async () => {
    served = await openServed();
    const raw = served.connect();
    raw.write(sized(LIMIT + 1));
    expect(await raw.ended).toBe("");
  });

  it("is known from its header, before anything is read", async () => {
    served = await openServed();
    const raw = served.connect();
    raw.write(["POST / HTTP/1.1", "Host: localhost", `Content-Length: ${10 * LIMIT}`, "", "{"].join("\r\n"));
    expect(await raw.ended).toBe("");
  });

  it("counts in chunks, too", async () => {
    served = await openServed();
    const raw = served.connect();
    raw.write("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
    const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`;
    for (let sent = 0; sent <= LIMIT; sent += 0x10000) raw.write(chunk);
    expect(await raw.ended).toBe("");
  });
});

describe("headers", () => {
  it("may be 16 KiB", async () => {
    served = await openServed();
    const raw = served.connect();
    raw.write(`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"x".repeat(20_000)}\r\n\r\n`);
    expect(await raw.ended).toMatch(/^HTTP\/1\.1 431 .*\{"__type":"HEADERS_TOO_LARGE","message":"[^"]*"\}$/s);
  });
});

describe("a client that is slow", () => {
  const slow = { requestSeconds: 0.05 };

  it.each([
    ["says nothing", ""],
    ["stops amid the headers", "POST / HTTP/1.1\r\nHost: loc"],
    ["stops amid the body", "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{"],
    ["stops amid a chunk", "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{"],
  ])("and %s is told so, and cut", async (_, text) => {
    served = await openServed(slow);
    const raw = served.connect();
    raw.write(text);
    expect(await raw.ended).toMatch(/^HTTP\/1\.1 408 .*Content-Type: application\/json.*"REQUEST_TOO_SLOW"/s);
  });

  it("gets no answer that would be taken for that of its poll", async () => {
    served = await openServed(slow, { longPollSeconds: 600 });
    await served.call("RegisterDomain", { name: "d", workflowExecutionRetentionPeriodInDays: "1" });
    const raw = served.connect();
    raw.write(`${requestText("PollForDecisionTask", '{"domain":"d","taskList":{"name":"l"}}')}POST / HTT`);
    expect(await raw.ended).toBe("");
  });

  it("may wait for a task longer than it may take to ask for one", async () => {
    served = await openServed(slow, { longPollSeconds: 0.5 });
    await served.call("RegisterDomain", { name: "d", workflowExecutionRetentionPeriodInDays: "1" });
    const poll = await served.call("PollForActivityTask", { domain: "d", taskList: { name: "l" } });
    expect(poll.text).toBe('{"startedEventId":0}');
  });
});
