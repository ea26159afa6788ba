import { describe, expect, it } from "@jest/globals";
import type { Report } from "../src/report.ts";
import { BENCHES, run } from "../src/run.ts";

/** Runs the benches with one whose figures are as long as those of `replay` get. */
async function ran(...args: readonly string[]) {
  const printed = { out: "", err: "" };
  /** What was printed when each line was added. */
  const afterEach: string[] = [];
  const bench = (report: Report) => {
    report.begin("replay", "Replay.");
    for (const scale of [1, 5]) {
      report.add({
        shape: "sequential",
        activities: 1000 * scale,
        events: 6_008 * scale,
        "replay µs": 10.25 * scale,
        "from JSON µs": 14.25 * scale,
        "JSON.parse µs": 10.25 * scale,
        "generator µs": 0.0312 * scale,
        "events/s": 1_234_567 * scale,
        "from JSON events/s": 1_034_567 * scale,
        "from JSON ÷ JSON.parse": 2.25 * scale,
        "replay ÷ JSON.parse": 1.25 * scale,
        "replay ÷ generator": 333.5 * scale,
      });
      afterEach.push(printed.out);
    }
    report.begin("arguments", "Longer arguments.");
    report.add({ characters: 64, "ns a character": undefined });
    report.add({ characters: 1024, "ns a character": 1.5 });
  };
  const exitCode = await run(args, {
    out: (text) => {
      printed.out += text;
    },
    err: (text) => {
      printed.err += text;
    },
    benches: new Map([["replay", bench]]),
  });
  return { exitCode, ...printed, lines: printed.out.split("\n").slice(0, -1), afterEach };
}

describe("npm run bench", () => {
  it("knows the benches", async () => {
    expect([...BENCHES.keys()]).toEqual(["replay", "engine", "payload"]);
  });

  it.each(["toString", "constructor", "__proto__", "hasOwnProperty", "--jsn", "reply"])("refuses %s", async (name) => {
    const { exitCode, out, err } = await ran(name);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: "" });
    expect(err).toMatch(`There is no ${name}. Write:\nnpm run --silent bench -- NAME… [--json]\n`);
  });

  it("says what to write if nothing was named", async () => {
    expect(await ran()).toMatchObject({ exitCode: 2, out: "", err: expect.stringContaining("one of: replay\n") });
    expect(await ran("--json")).toMatchObject({ exitCode: 2, out: "" });
  });

  it("prints help", async () => {
    const { exitCode, out, err } = await ran("--help");
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: "" });
    expect(out).toContain("npm run --silent bench -- replay --json");
  });

  it("prints tables of at most 120 columns, each line when it is measured", async () => {
    const { exitCode, lines, afterEach } = await ran("replay");
    expect(exitCode).toBe(0);
    expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(120);
    expect(afterEach.map((text) => text.match(/sequential/g)?.length)).toEqual([1, 2]);
    expect(new Set(lines.slice(2, 8).map((line) => line.length)).size).toBe(1);
    expect(lines.slice(-2)).toEqual(["        64          –", "     1,024       1.50"]);
  });

  it("prints JSON whose figures are numbers or absent, with the series of each line", async () => {
    const objects = (await ran("replay", "--json")).lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(objects.map(({ bench, series }) => [bench, series])).toEqual([
      ["replay", "replay"],
      ["replay", "replay"],
      ["replay", "arguments"],
      ["replay", "arguments"],
    ]);
    expect(objects[0]).toMatchObject({ shape: "sequential", "replay µs": 10.25, node: process.version });
    expect(objects[2]).not.toHaveProperty("ns a character");
    expect(objects[3]).toHaveProperty("ns a character", 1.5);
    expect((await ran("replay", "--json")).afterEach.map((text) => text.split("\n").length - 1)).toEqual([1, 2]);
  });
});
