import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, utimesSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SWF } from "@aws-sdk/client-swf";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import type { PayloadsOptions } from "@sweft/payload";
import { fileStore, openPayloads, staticKeys } from "@sweft/payload";
import { writeContinued } from "@sweft/workflow";
import { run } from "../../src/index.ts";
import type { Served } from "../clients/served.ts";
import { served } from "../clients/served.ts";
import type { World } from "../fake-io.ts";
import { fakeIo, linesIn } from "../fake-io.ts";

jest.setTimeout(180_000);

const domain = "shop";
const credentials = { AWS_ACCESS_KEY_ID: "any", AWS_SECRET_ACCESS_KEY: "any", AWS_REGION: "us-east-1" };
const before = { ...process.env };
let engine: Served;
let swf: SWF;
let folder: string;

beforeAll(async () => {
  Object.assign(process.env, credentials);
  engine = await served();
  swf = new SWF({ endpoint: engine.url });
  const workflow = { name: "order", version: "1" };
  for (const name of [domain, "empty"]) await swf.registerDomain({ name, workflowExecutionRetentionPeriodInDays: "1" });
  await swf.registerWorkflowType({ domain, ...workflow });
  const limits = {
    executionStartToCloseTimeout: "3600",
    taskStartToCloseTimeout: "60",
    childPolicy: "TERMINATE",
  } as const;
  await swf.startWorkflowExecution({
    domain,
    workflowId: "o",
    workflowType: workflow,
    taskList: { name: "t" },
    ...limits,
  });
});
afterAll(async () => {
  swf.destroy();
  await engine.stop();
  for (const name of Object.keys(credentials)) delete process.env[name];
  Object.assign(process.env, before);
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sweft-gc-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Puts payloads of a run that the service does not know, three days ago; answers what refers to them. */
async function old(texts: readonly string[], options: PayloadsOptions = {}): Promise<readonly string[]> {
  const payloads = openPayloads({ store: fileStore(folder), inlineLimit: 0, ...options });
  const scope = { domain, workflowId: "gone", runId: "r" };
  const references = await Promise.all(texts.map((text) => payloads.seal(text, { scope })));
  const time = new Date(Date.now() - 3 * 86_400_000);
  for (const file of await files()) utimesSync(file, time, time);
  return references;
}

async function files(): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

const signal = (input: string) => swf.signalWorkflowExecution({ domain, workflowId: "o", signalName: "s", input });

async function gc(more: string, world: World = {}) {
  const io = fakeIo({ folders: [folder], ...world });
  const store = world.modules === undefined ? folder : "payloads.mjs";
  const args = `payloads gc --domain ${domain} --endpoint ${engine.url} --store ${store} ${more}`;
  const exitCode = await run(args.split(" ").filter(Boolean), io);
  return { exitCode, ...io.printed };
}

describe("sweft payloads gc", () => {
  it("tells what nobody can ask for, and deletes it if told so", async () => {
    const [kept = ""] = await old(["kept", "lost", "lost, too"]);
    await signal(kept);
    const found = await gc("");
    expect({ exitCode: found.exitCode, err: found.err }).toEqual({ exitCode: 0, err: "" });
    expect(linesIn(found.out)).toEqual([
      "domain shop: 1 open and 0 closed executions known",
      expect.stringMatching(/^garbage: 2 objects, 13 bytes, the oldest of 20\d\d-/),
      expect.stringMatching(/^ {2}file shop\/gone\/r\/[0-9a-f]{64}$/),
      expect.stringMatching(/^ {2}file shop\/gone\/r\//),
      "kept: 0 of known executions, 1 that histories refer to, 0 too young",
      "nothing was deleted; --delete does",
    ]);
    expect(await files()).toHaveLength(3);
    expect((await gc("--grace 9days")).out).toContain("3 too young\nnothing to delete\n");
    expect((await gc("--delete")).out).toMatch(/\ndeleted: 2 objects, 13 bytes, the oldest/);
    expect(await files()).toHaveLength(1);
  });

  it("prints its report as JSON, and its progress on stderr", async () => {
    await old(["lost"]);
    const { out, err } = await gc("--json --delete --progress");
    expect(linesIn(out)).toHaveLength(1);
    expect(JSON.parse(out)).toMatchObject({
      domain,
      executions: { open: 1, closed: 0 },
      garbage: { objects: 1, bytes: 4 },
      deleted: { objects: 1 },
      kept: { known: 0 },
      unreadable: [],
    });
    expect(err).toContain("sweft: 1 executions listed\n");
  });

  it("takes stores and payloads from a module, and refuses to delete without the keys", async () => {
    const keys = staticKeys({ current: "k", keys: { k: randomBytes(32) } });
    const options = { store: fileStore(folder), inlineLimit: 0, codecs: { encryption: { keys } } };
    const [inner = ""] = await old(["a signal that was handed on"], options);
    const [carried = "", lost] = await old(
      [JSON.stringify({ args: [], carried: { signals: [{ name: "s", text: inner }] } }), "lost"],
      options,
    );
    expect(lost).toBeDefined();
    await signal(writeContinued(carried));
    const refused = await gc("--delete", { modules: { "/app/payloads.mjs": { store: fileStore(folder) } } });
    expect(refused.exitCode).toBe(1);
    expect(refused.out).toMatch(
      /\ncould not be read: event \d+ of "o", run .*\nnothing more was deleted: something could/s,
    );
    const deleted = await gc("--delete", { modules: { "/app/payloads.mjs": { payloads: openPayloads(options) } } });
    expect(deleted).toMatchObject({ exitCode: 0, out: expect.stringContaining("\ndeleted: 1 object,") });
    expect(await files()).toHaveLength(2);
  });

  it("cleans for one domain alone, and says if there is no such", async () => {
    await old(["lost"]);
    expect(await gc("--domain empty --delete")).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining("of other domains: 1 object\ndeleted: 0 objects, 0 bytes\n"),
    });
    const { exitCode, err } = await gc("--domain none");
    expect({ exitCode, err }).toEqual({
      exitCode: 2,
      err: `sweft: the service could not be asked about domain none at ${engine.url}: Unknown domain: none (SERVICE_FAILED)\n`,
    });
  });

  it.each([
    ["--grace soon", "DURATION_INVALID"],
    ["--grace 1s", "WORKER_OPTION_INVALID"],
  ])("hands on what options cannot be: %s", async (line, code) => {
    expect(await gc(line)).toMatchObject({ exitCode: 2, err: expect.stringContaining(`(${code})`) });
  });
});
