import { mkdtempSync, rmSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, jest } from "@jest/globals";
import Libsql from "libsql";
import { run } from "../../src/index.ts";
import type { FakeIo, World } from "../fake-io.ts";
import { fakeIo, linesIn } from "../fake-io.ts";

jest.setTimeout(180_000);

/** Runs the command until what it printed tells where it listens. */
async function served(line = "", world: World = {}) {
  const io = fakeIo(world);
  const exit = run(["engine", "--port", "0", ...line.split(" ").filter(Boolean)], io);
  const url = await urlIn(io, exit);
  const post = async (path: string, body: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}${path}`, { method: "POST", headers, body });
    return { status: response.status, text: await response.text() };
  };
  const call = (action: string, input: object) =>
    post("/", JSON.stringify(input), { "X-Amz-Target": `SimpleWorkflowService.${action}` });
  const stop = async () => {
    io.stop();
    return exit;
  };
  return { io, url, post, call, stop, exit };
}

async function urlIn(io: FakeIo, exit: Promise<unknown>): Promise<string> {
  let ended = false;
  void exit.then(() => {
    ended = true;
  });
  while (!ended) {
    const url = /http:\/\/\S+/.exec(io.printed.out)?.[0];
    if (url !== undefined) return url;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`The engine did not start: ${io.printed.err}`);
}

const domain = { name: "d", workflowExecutionRetentionPeriodInDays: "1" };

describe("sweft engine", () => {
  it("serves an engine, tells how to use it, and stops when asked to", async () => {
    const { io, url, call, stop } = await served();
    expect(linesIn(io.printed.out).filter((line) => line.length > 120)).toEqual([]);
    expect(io.printed.out).toContain("region us-east-1, account 123456789012, in memory, on real time");
    expect(io.printed.out).toContain(`aws --endpoint-url ${url} --cli-read-timeout 70 swf list-domains`);
    expect(io.printed.out).toContain(`new SWF({ endpoint: "${url}", region: "us-east-1", credentials })`);
    expect(await call("RegisterDomain", domain)).toEqual({ status: 200, text: "" });
    expect((await call("DescribeDomain", { name: "d" })).text).toContain(
      "arn:aws:swf:us-east-1:123456789012:/domain/d",
    );
    const poll = call("PollForDecisionTask", { domain: "d", taskList: { name: "l" } });
    await call("DescribeDomain", { name: "d" });
    expect(await stop()).toBe(0);
    expect((await poll).text).toBe('{"previousStartedEventId":0,"startedEventId":0}');
    expect(io.printed.err).toBe("");
    await expect(fetch(url)).rejects.toThrow();
  });

  it("hands on what it is told", async () => {
    const { io, post, call, stop } = await served(
      "--account 999999999999 --region eu-west-1 --long-poll 0 --allow-reset",
    );
    await call("RegisterDomain", domain);
    expect((await call("DescribeDomain", { name: "d" })).text).toContain(
      "arn:aws:swf:eu-west-1:999999999999:/domain/d",
    );
    expect((await call("PollForActivityTask", { domain: "d", taskList: { name: "l" } })).text).toBe(
      '{"startedEventId":0}',
    );
    expect(await post("/moto-api/reset", "")).toEqual({ status: 200, text: '{"status":"ok"}' });
    expect((await call("DescribeDomain", { name: "d" })).status).toBe(400);
    expect((await post("/sweft-api/advance", '{"seconds":1}')).status).toBe(404);
    expect(io.printed.out).toContain('region: "eu-west-1"');
    expect(await stop()).toBe(0);
  });

  it("answers to other names only if it is told them", async () => {
    const { url, stop } = await served("--allowed-hosts swf.test,other.test");
    const { port } = new URL(url);
    const statusFor = (name: string) =>
      new Promise((resolve) => {
        request(url, { headers: { Host: `${name}:${port}` } }, ({ statusCode }) => resolve(statusCode)).end();
      });
    expect(await Promise.all(["swf.test", "other.test", "rebound.test", "localhost"].map(statusFor))).toEqual([
      200, 200, 403, 200,
    ]);
    expect(await stop()).toBe(0);
  });

  it("moves virtual time only when told to", async () => {
    const { io, url, post, stop } = await served("--virtual-clock");
    const before = (await (await fetch(`${url}/sweft-api/clock`)).json()) as { readonly now: number };
    const { text } = await post("/sweft-api/advance", '{"seconds":86400}');
    expect(JSON.parse(text)).toEqual({ now: expect.closeTo(before.now + 86_400) });
    expect((await post("/moto-api/reset", "")).status).toBe(404);
    expect(io.printed.out).toContain("on virtual time");
    expect(await stop()).toBe(0);
  });

  it("runs the functions that a module exports as Lambda functions", async () => {
    const double = ({ n }: { readonly n: number }) => n * 2;
    const modules = { "/app/functions.js": { double, version: 1 } };
    const { call, stop } = await served("--functions functions.js", { modules });
    await call("RegisterDomain", domain);
    const type = { name: "w", version: "1" };
    await call("RegisterWorkflowType", { domain: "d", ...type });
    await call("StartWorkflowExecution", {
      domain: "d",
      workflowId: "w",
      workflowType: type,
      taskList: { name: "l" },
      childPolicy: "ABANDON",
      executionStartToCloseTimeout: "60",
      taskStartToCloseTimeout: "60",
      lambdaRole: "arn:aws:iam::123456789012:role/any",
    });
    const poll = async () =>
      JSON.parse((await call("PollForDecisionTask", { domain: "d", taskList: { name: "l" } })).text);
    const attributes = { id: "a", name: "double", input: '{"n":21}' };
    const decisions = [
      { decisionType: "ScheduleLambdaFunction", scheduleLambdaFunctionDecisionAttributes: attributes },
    ];
    await call("RespondDecisionTaskCompleted", { taskToken: (await poll()).taskToken, decisions });
    expect(JSON.stringify((await poll()).events)).toContain('"result":"42"');
    expect(await stop()).toBe(0);
  });

  it("ends with 1 once its store cannot be written, so that somebody starts it again", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sweft-cli-"));
    const file = join(folder, "engine.db");
    const { io, call, exit } = await served(`--store sqlite:${file}`);
    expect((await call("RegisterDomain", domain)).status).toBe(200);
    const other = new Libsql(file);
    other.exec("BEGIN IMMEDIATE"); // and never an end
    expect((await call("RegisterDomain", { ...domain, name: "e" })).status).toBe(500);
    expect(await exit).toBe(1);
    expect(linesIn(io.printed.err).at(-1)).toMatch(/^sweft: The store could not write \(.*locked.*\)/);
    other.close();
    rmSync(folder, { recursive: true });
  }, 180_000);

  it("warns where other machines reach it", async () => {
    const { io, stop } = await served("--host 0.0.0.0 --allow-remote");
    expect(linesIn(io.printed.err)).toEqual([expect.stringContaining("everybody who reaches 0.0.0.0")]);
    expect(await stop()).toBe(0);
  });

  it.each([
    ["--port x", '--port is "x"; write a whole number from 0 to 65535 (USAGE_INVALID)'],
    ["--port 65536", '--port is "65536"; write a whole number from 0 to 65535'],
    ["--port 1.5", '--port is "1.5"; write a whole number'],
    ["--port", "option '--port <port>' argument missing; `sweft engine --help` says what to write"],
    ["--long-poll -1", '--long-poll is "-1"; write a number from 0 to 86400'],
    ["--long-poll 1e9", '--long-poll is "1e9"; write a number'],
    ["--account 12", '--account is "12"; write 12 digits'],
    ["--region eu/west", '--region is "eu/west"; write a region such as eu-west-1'],
    ["--quotas none", '--quotas is "none"; write off or real'],
    ["--store disk", '--store is "disk"; write memory or sqlite:FILE'],
    ["--store sqlite:", '--store is "sqlite:"; write memory or sqlite:FILE'],
    ["--host 0.0.0.0", "--host 0.0.0.0 would let other machines use the engine; add --allow-remote if they shall"],
    ["--host no.such.host.invalid", "add --allow-remote"],
    ["--port 0 --host no.such.host.invalid --allow-remote", "(ADDRESS_UNAVAILABLE)"],
    ["--functions none.js", "the module none.js cannot be loaded: Cannot find module"],
    ["more", "error: too many arguments".replace("error: ", "")],
    ["--virtual", "unknown option '--virtual'"],
  ])("answers `sweft engine %s` with what to write", async (line, told) => {
    const io = fakeIo();
    expect(await run(["engine", ...line.split(" ")], io)).toBe(2);
    expect(io.printed.out).toBe("");
    expect(linesIn(io.printed.err).at(-1)).toContain(told);
  });

  it("says that a port is taken, and that a file cannot be used", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    const io = fakeIo();
    expect(await run(["engine", "--port", `${port}`], io)).toBe(2);
    expect(io.printed.err).toMatch(new RegExp(`^sweft: .* port ${port}: .*EADDRINUSE.* \\(ADDRESS_UNAVAILABLE\\)\n$`));
    other.close();
    const nowhere = fakeIo();
    const file = join(tmpdir(), "no", "such", "folder", "engine.db");
    expect(await run(["engine", "--port", "0", "--store", `sqlite:${file}`], nowhere)).toBe(2);
    expect(linesIn(nowhere.printed.err)).toHaveLength(1);
    expect(nowhere.printed.err).toMatch(/^sweft: .* \([A-Z_]+\)\n$/);
  });
});
