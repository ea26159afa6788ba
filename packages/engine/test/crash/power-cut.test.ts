import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { engineProgram } from "./engine-process.ts";
import { findings, unsound } from "./findings.ts";
import type { Kept } from "./kept.ts";
import { readKept } from "./kept.ts";
import { openLoad } from "./load.ts";
import type { Sent } from "./marks.ts";

const seed = Number(process.env.FC_SEED ?? 1);

/** How long the engine goes on before the disk is copied, and how much of the log's end does not reach the copy. */
const anyCut = fc.record({
  afterMs: fc.integer({ min: 20, max: 800 }),
  // Seldom more than a few commits, sometimes everything.
  lostBytes: fc.oneof(
    { weight: 2, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 30_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 30_000, max: 4_000_000 }) },
  ),
});

const folder = mkdtempSync(join(tmpdir(), "sweft-power-"));
const file = join(folder, "engine.db");
const engine = engineProgram(folder)(file);
afterAll(async () => {
  await engine.kill();
  rmSync(folder, { recursive: true });
});

/** What the disk held at one moment. */
interface Copy {
  readonly file: string;
  readonly isTorn: boolean;
  /** What clients knew at that moment. */
  readonly sent: readonly Sent[];
}

function copyTo(copy: string, lostBytes: number): boolean {
  for (const suffix of ["", "-wal"]) {
    if (existsSync(`${file}${suffix}`)) copyFileSync(`${file}${suffix}`, `${copy}${suffix}`);
  }
  const log = `${copy}-wal`;
  if (lostBytes === 0 || !existsSync(log)) return false;
  truncateSync(log, Math.max(0, statSync(log).size - lostBytes));
  return true;
}

const eventCount = ({ runs }: Kept) => [...runs.values()].reduce((sum, { events }) => sum + events.length, 0);

describe("what is on the disk when the power fails", () => {
  it("holds all that was acknowledged; and whatever part of the last writes is missing, the rest is sound", async () => {
    engine.start();
    const load = await openLoad(engine, seed);
    const copies: Copy[] = [];
    for (const { afterMs, lostBytes } of fc.sample(anyCut, { seed, numRuns: 14 })) {
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      engine.frozen(() => {
        const copy = join(folder, `copy-${copies.length}.db`);
        const sent = load.marks.all();
        copies.push({ file: copy, isTorn: copyTo(copy, lostBytes), sent });
      });
    }
    await load.finish();
    await engine.kill();

    const counts: number[] = [];
    for (const copy of copies) {
      const kept = await readKept(copy.file);
      counts.push(eventCount(kept));
      expect(copy.isTorn ? unsound(kept) : findings(kept, copy.sent)).toEqual([]);
    }
    expect(load.strange).toEqual([]);
    expect(engine.errors).toEqual([]);
    // The copies were made on the way, and some of them lack something.
    const last = await readKept(file);
    expect(findings(last, load.marks.all())).toEqual([]);
    expect(new Set(copies.map(({ isTorn }) => isTorn))).toEqual(new Set([true, false]));
    expect(Math.max(...counts)).toBeLessThan(eventCount(last));
    process.stdout.write(
      `power cut: ${copies.length} copies of ${Math.min(...counts)} to ${Math.max(...counts)} events\n`,
    );
  }, 180_000);
});
