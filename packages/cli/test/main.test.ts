import type { ChildProcess, ChildProcessWithoutNullStreams } from "node:child_process";
import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { step } from "@sweft/testing";
import { buildSync } from "esbuild";
import manifest from "../package.json" with { type: "json" };
import { order } from "./shop.ts";

jest.setTimeout(180_000);

const folder = mkdtempSync(join(tmpdir(), "sweft-main-"));
const program = join(folder, "dist/main.mjs");

beforeAll(() => {
  buildSync({
    entryPoints: [require.resolve("../src/main.ts")],
    outfile: program,
    bundle: true,
    format: "esm",
    platform: "node",
    conditions: ["source"],
    // It loads a binary from beside itself.
    external: ["libsql"],
    // Commander is CommonJS and requires Node's own modules.
    banner: { js: 'import { createRequire as from } from "node:module"; const require = from(import.meta.url);' },
  });
  copyFileSync(require.resolve("../package.json"), join(folder, "package.json"));
  symlinkSync(join(__dirname, "../../../node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "h.json"), step(order, 5).complete("1", "z".repeat(500_000)).history.json());
  writeFileSync(join(folder, "lively.mjs"), "setInterval(() => {}, 1000);\nexport const limit = 5;\n");
});

const engines: ChildProcess[] = [];
afterAll(() => {
  for (const engine of engines) engine.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

/** Starts the program as the shell would. */
const started = (...args: readonly string[]) => spawn(process.execPath, [program, ...args], { cwd: folder });

const exitOf = (child: ChildProcess) => new Promise<number | null>((resolve) => child.on("close", resolve));

async function finished(child: ChildProcessWithoutNullStreams) {
  const [out, err, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), exitOf(child)]);
  return { exitCode, out, err };
}

/** Starts `sweft engine` on a file, and waits until it listens. */
async function engineStarted() {
  const child = started("engine", "--port", "0", "--store", "sqlite:e.db");
  engines.push(child);
  const printed = { out: "", err: "" };
  child.stderr.on("data", (chunk) => {
    printed.err += chunk;
  });
  const exitCode = exitOf(child);
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on("data", (chunk) => {
      printed.out += chunk;
      const found = /http:\/\/\S+/.exec(printed.out)?.[0];
      if (found !== undefined) resolve(found);
    });
    void exitCode.then(() => reject(new Error(`The engine ended: ${printed.err}`)));
  });
  const call = async (action: string, body: object) => {
    const headers = { "X-Amz-Target": `SimpleWorkflowService.${action}` };
    return (await fetch(url, { method: "POST", headers, body: JSON.stringify(body) })).text();
  };
  return { child, printed, exitCode, call };
}

const ran = (...args: readonly string[]) => finished(started(...args));

describe("the program", () => {
  it("prints its version", async () => {
    expect(await ran("--version")).toEqual({ exitCode: 0, out: `${manifest.version}\n`, err: "" });
  });

  it("is started by the command that npm links, which says what to do before the first build", async () => {
    const bin = join(folder, "bin/sweft.js");
    mkdirSync(join(folder, "bin"));
    copyFileSync(join(__dirname, "..", manifest.bin.sweft), bin);
    const unbuilt = await finished(spawn(process.execPath, [bin, "--version"]));
    expect(unbuilt).toEqual({ exitCode: 2, out: "", err: expect.stringMatching(/^sweft: .*`npm run build` first\n$/) });
    copyFileSync(program, join(folder, "dist/main.js"));
    expect(await finished(spawn(process.execPath, [bin, "--version"]))).toMatchObject({
      exitCode: 0,
      out: `${manifest.version}\n`,
    });
  });

  it("prints everything before it exits", async () => {
    const { exitCode, out } = await ran("history", "h.json", "--full");
    expect(exitCode).toBe(0);
    expect(out).toContain("z".repeat(500_000));
    expect(out).toMatch(/DecisionTaskCompleted\n.*\n$/);
  });

  it("ends without a word if its reader leaves early", async () => {
    const child = started("history", "h.json", "--full");
    child.stdout.destroy();
    const [err, exitCode] = await Promise.all([text(child.stderr), exitOf(child)]);
    expect({ err, exitCode }).toEqual({ err: "", exitCode: 0 });
  });

  it("serves an engine until it is asked to stop, answers what waits, and keeps what it was told", async () => {
    const first = await engineStarted();
    await first.call("RegisterDomain", { name: "d", workflowExecutionRetentionPeriodInDays: "1" });
    const poll = first.call("PollForActivityTask", { domain: "d", taskList: { name: "l" } });
    await first.call("ListDomains", { registrationStatus: "REGISTERED" });
    first.child.kill("SIGTERM");
    expect(await poll).toBe('{"startedEventId":0}');
    expect(await first.exitCode).toBe(0);
    expect(first.printed.err).toBe("");

    const second = await engineStarted();
    expect(await second.call("ListDomains", { registrationStatus: "REGISTERED" })).toContain('"name":"d"');
    second.child.kill("SIGINT");
    expect(await second.exitCode).toBe(0);
    expect(second.printed.err).toBe("");
  });

  it("exits although the module keeps the process alive", async () => {
    const { exitCode, err } = await ran("replay", "lively.mjs", "h.json");
    expect({ exitCode, err }).toEqual({ exitCode: 2, err: expect.stringContaining("it exports no workflow") });
  });
});
