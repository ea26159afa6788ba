import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { orderOf, simulated } from "./orders.ts";

const program = join(__dirname, "../dist/main.js");
const cwd = mkdtempSync(join(tmpdir(), "sweft-main-"));
afterAll(() => rmSync(cwd, { recursive: true }));

const sources = join(__dirname, "../src");
const newestMs = Math.max(...readdirSync(sources).map((file) => statSync(join(sources, file)).mtimeMs));
const isBuilt =
  existsSync(program) &&
  existsSync(join(__dirname, "../dist/.tsbuildinfo")) &&
  statSync(join(__dirname, "../dist/.tsbuildinfo")).mtimeMs >= newestMs;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built program as a process of its own; hands it to `meanwhile` as it prints. */
function run(
  args: readonly string[],
  meanwhile: (stdout: string, child: ChildProcess) => void = () => {},
  output: "pipe" | number = "pipe",
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...args], { cwd, stdio: ["ignore", output, "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      stdout += chunk;
      meanwhile(stdout, child);
    });
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      stderr += chunk;
    });
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

beforeAll(() => {
  // A test does not build, and an old program proves nothing.
  if (!isBuilt) throw new Error("examples/orders/dist is missing or older than its sources: run npm run build first");
});

describe("the built program, as a process", () => {
  it("runs the example's orders, each to its end, and ends by itself", async () => {
    const { code, stdout } = await run([]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n20 orders in \d+\.\d s: 11 shipped, 5 refused, 1 refunded, 2 cancelled, 1 failed\n/);
    expect(stdout).not.toContain("\u001b");
    const [folder = ""] = readdirSync(join(cwd, "histories"));
    const histories = readdirSync(join(cwd, "histories", folder)).filter((file) => /^A-\d+\.json$/.test(file));
    expect(histories).toHaveLength(20);
  });

  it("prints what is wrong with a file on the error stream, without a stack", async () => {
    writeFileSync(join(cwd, "mine.json"), JSON.stringify([{ ...orderOf(), express: 1 }]));
    expect(await run(["mine.json"])).toEqual({
      code: 1,
      stdout: "",
      stderr: 'mine.json: order 1 ("T-1"): express is 1; write true or false\nNothing was started.\n',
    });
  });

  it.each([
    ["Ctrl-C", "SIGINT", 130],
    ["SIGTERM", "SIGTERM", 143],
  ] as const)(
    "closes on %s, even if that comes twice at once, with a table and a code of its own",
    async (_, signal, end) => {
      writeFileSync(join(cwd, "flaky.json"), JSON.stringify([simulated("F-1", { cardFailures: 4 })]));
      let isKilled = false;
      const { code, stdout, stderr } = await run(["flaky.json"], (printed, child) => {
        if (isKilled || !printed.includes("stock reserved")) return;
        isKilled = true;
        child.kill(signal);
        child.kill(signal);
      });
      expect([code, stderr]).toEqual([end, ""]);
      expect(stdout).toContain("1 order in ");
      expect(stdout).toContain("F-1  OPEN INTERRUPTED");
    },
  );

  it("closes when who reads its output has read enough, as if nothing were wrong", async () => {
    const { code, stderr } = await run([], (_, child) => void child.stdout?.destroy());
    expect([code, stderr]).toEqual([0, ""]);
  });

  // A disk that is always full is a device that Linux alone has.
  const ifFull = process.platform === "linux" ? it : it.skip;
  ifFull("says without a stack that its output cannot be written, and ends with code 1", async () => {
    const full = openSync("/dev/full", "w");
    for (const args of [[], ["--help"]]) {
      const { code, stderr } = await run(args, undefined, full);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^the output cannot be written: ENOSPC: [^\n]*\n$/);
    }
    closeSync(full);
  });
});
