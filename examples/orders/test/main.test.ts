import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { orderOf, simulated } from "./orders.ts";

const program = join(__dirname, "../dist/main.js");
const cwd = mkdtempSync(join(tmpdir(), "sweft-main-"));
afterAll(() => rmSync(cwd, { recursive: true }));

const sources = join(__dirname, "../src");
const newestMs = Math.max(...readdirSync(sources).map((file) => statSync(join(sources, file)).mtimeMs));
const isBuilt = existsSync(program) && statSync(join(__dirname, "../dist/.tsbuildinfo")).mtimeMs >= newestMs;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built program as a process of its own; hands it to `meanwhile` as it prints. */
function run(
  args: readonly string[],
  meanwhile: (stdout: string, kill: () => void) => void = () => {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...args], { cwd, stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      stdout += chunk;
      meanwhile(stdout, () => child.kill("SIGINT"));
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      stderr += chunk;
    });
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

// Skipped where dist is missing or older than the sources: a test does not build, and an old program proves nothing.
const ifBuilt = isBuilt ? it : it.skip;

describe("the built program, as a process", () => {
  ifBuilt("runs the example's orders, each to its end, and ends by itself", async () => {
    const { code, stdout } = await run([]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n20 orders in \d+\.\d s: 11 shipped, 5 refused, 1 refunded, 2 cancelled, 1 failed\n/);
    expect(stdout).not.toContain("\u001b");
    const [folder = ""] = readdirSync(join(cwd, "histories"));
    const histories = readdirSync(join(cwd, "histories", folder)).filter((file) => /^A-\d+\.json$/.test(file));
    expect(histories).toHaveLength(20);
  });

  ifBuilt("prints what is wrong with a file on the error stream, without a stack", async () => {
    writeFileSync(join(cwd, "mine.json"), JSON.stringify([{ ...orderOf(), express: 1 }]));
    expect(await run(["mine.json"])).toEqual({
      code: 1,
      stdout: "",
      stderr: 'mine.json: order 1 ("T-1"): express is 1; write true or false\nNothing was started.\n',
    });
  });

  ifBuilt("closes on Ctrl-C, even if that comes twice at once, with a table and code 130", async () => {
    writeFileSync(join(cwd, "flaky.json"), JSON.stringify([simulated("F-1", { cardFailures: 4 })]));
    let isKilled = false;
    const { code, stdout } = await run(["flaky.json"], (printed, kill) => {
      if (isKilled || !printed.includes("stock reserved")) return;
      isKilled = true;
      kill();
      kill();
    });
    expect(code).toBe(130);
    expect(stdout).toContain("1 order in ");
    expect(stdout).toContain("F-1  OPEN INTERRUPTED");
  });
});
