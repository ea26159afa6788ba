import { once } from "node:events";
import { afterEach, describe, expect, it } from "@jest/globals";
import { serveEngine } from "../../src/http/index.ts";
import type { Engine } from "../../src/index.ts";
import { openEngine } from "../../src/index.ts";
import { refusal } from "../support/desk.ts";
import type { Served } from "./support.ts";
import { openServed, requestText } from "./support.ts";

const polled = (action: string) => requestText(action, '{"domain":"d","taskList":{"name":"l"}}');
const domain = { name: "d", workflowExecutionRetentionPeriodInDays: "1" };

let served: Served;
afterEach(async () => {
  await served?.close();
  expect(served.bugs).toEqual([]);
});

/** An engine whose operations wait until they are let go. */
function gated() {
  const gate = { reached: 0, open: () => {} };
  const opened = new Promise<void>((resolve) => {
    gate.open = resolve;
  });
  const wrap = (engine: Engine): Engine => {
    const api: Engine = {
      ...engine,
      async listDomains(input) {
        gate.reached++;
        await opened;
        return engine.listDomains(input);
      },
    };
    return Object.assign(api, { world: () => api });
  };
  return { gate, wrap };
}

async function reached(what: () => boolean): Promise<void> {
  while (!what()) await new Promise((resolve) => setImmediate(resolve));
}

describe("the close of a server", () => {
  it("answers waiting polls empty, and leaves the engine open", async () => {
    served = await openServed();
    await served.engine.registerDomain(domain);
    const [decision, activity, idle] = [served.connect(), served.connect(), served.connect()];
    idle.write(requestText("DescribeDomain", '{"name":"d"}'));
    await idle.until("domainInfo");
    decision.write(polled("PollForDecisionTask"));
    activity.write(polled("PollForActivityTask"));
    await served.call("DescribeDomain", { name: "d" });
    await served.server.close();
    expect(await decision.ended).toMatch(
      /200 OK.*Connection: close.*\n\{"previousStartedEventId":0,"startedEventId":0\}$/s,
    );
    expect(await activity.ended).toMatch(/200 OK.*\n\{"startedEventId":0\}$/s);
    await idle.ended;
    expect((await served.engine.describeDomain({ name: "d" })).domainInfo?.status).toBe("REGISTERED");
  });

  it("answers polls empty as the engine does elsewhere", async () => {
    served = await openServed({}, { choices: { emptyPollTaskToken: "empty" } });
    await served.engine.registerDomain(domain);
    const [decision, activity] = [served.connect(), served.connect()];
    decision.write(polled("PollForDecisionTask"));
    activity.write(polled("PollForActivityTask"));
    await served.call("DescribeDomain", { name: "d" });
    await served.server.close();
    const [, decisionTask] = (await decision.ended).split("\r\n\r\n");
    const [, activityTask] = (await activity.ended).split("\r\n\r\n");
    expect(JSON.parse(String(decisionTask))).toEqual({ previousStartedEventId: 0, startedEventId: 0, taskToken: "" });
    expect(JSON.parse(String(activityTask))).toEqual({ startedEventId: 0, taskToken: "" });
  });

  it("lets requests in hand finish, and takes no new connections", async () => {
    const { gate, wrap } = gated();
    served = await openServed({ closeSeconds: 600 }, {}, wrap);
    const inHand = served.call("ListDomains", { registrationStatus: "REGISTERED" });
    await reached(() => gate.reached === 1);
    const closed = served.server.close();
    expect(served.server.close()).toBe(closed);
    await expect(served.send({ method: "GET" })).rejects.toMatchObject({ code: "ECONNREFUSED" });
    gate.open();
    expect(await inHand).toMatchObject({ status: 200, headers: { connection: "close" }, json: { domainInfos: [] } });
    await closed;
  });

  it("serves what a client has sent behind its poll, and answers polls empty at once", async () => {
    const { gate, wrap } = gated();
    served = await openServed({ closeSeconds: 600 }, {}, wrap);
    await served.engine.registerDomain(domain);
    const raw = served.connect();
    raw.write(requestText("ListDomains", '{"registrationStatus":"REGISTERED"}'));
    await reached(() => gate.reached === 1);
    const closed = served.server.close();
    raw.write(polled("PollForActivityTask"));
    gate.open();
    expect(await raw.ended).toContain("domainInfos");
    await closed;
  });

  it("waits for nobody longer than it was told", async () => {
    const { gate, wrap } = gated();
    served = await openServed({ closeSeconds: 0.05 }, {}, wrap);
    const raw = served.connect();
    raw.write(requestText("ListDomains", '{"registrationStatus":"REGISTERED"}'));
    await reached(() => gate.reached === 1);
    await served.server.close();
    expect(await raw.ended).toBe("");
    gate.open();
  });

  it("cuts connections on which nothing, or half a request, has come", async () => {
    served = await openServed({ closeSeconds: 600 });
    const [silent, half] = [served.connect(), served.connect()];
    half.write("POST / HT");
    await Promise.all([once(silent.socket, "connect"), once(half.socket, "connect")]);
    await served.send({ method: "GET" });
    await served.server.close();
    expect(await Promise.all([silent.ended, half.ended])).toEqual(["", ""]);
  });

  it("is no reason for the engine to close, but the other way round clients are told", async () => {
    served = await openServed();
    await served.engine.close();
    const { status, json } = await served.call("DescribeDomain", { name: "d" });
    expect({ status, type: json?.__type }).toEqual({
      status: 503,
      type: "com.amazon.coral.availability#ServiceUnavailableException",
    });
  });
});

describe("serveEngine", () => {
  it("says that a port is taken", async () => {
    served = await openServed();
    const { name, message } = await refusal(serveEngine(served.engine, { port: served.server.port }));
    expect(name).toBe("ADDRESS_UNAVAILABLE");
    expect(message).toContain(`127.0.0.1, port ${served.server.port}: listen EADDRINUSE`);
  });

  it.each([
    [{ port: -1 }, "port is -1; give a whole number from 0 to 65535."],
    [{ port: 65_536 }, "port is 65536"],
    [{ closeSeconds: -1 }, "closeSeconds is -1"],
    [{ requestSeconds: 0 }, "requestSeconds is 0"],
    [{ credentials: [] }, "credentials is an empty list"],
    [{ allowedHost: [] } as object, 'serveEngine has no option "allowedHost"; write allowedHosts.'],
  ])("refuses the options %j", async (options, message) => {
    const engine = openEngine();
    expect(await refusal(serveEngine(engine, options))).toEqual({
      name: "ENGINE_OPTION_INVALID",
      message: expect.stringContaining(message),
    });
    await engine.close();
  });

  it("gives a URL that clients can use, of IPv6 too", async () => {
    const engine = openEngine();
    const server = await serveEngine(engine, { host: "::1" });
    expect(server.url).toBe(`http://[::1]:${server.port}`);
    expect(await (await fetch(server.url)).text()).toContain("Amazon SWF");
    await server.close();
    await engine.close();
  });
});
