import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import Libsql from "libsql";
import { openEngine } from "../../src/index.ts";
import { sqliteStore } from "../../src/sqlite.ts";
import { domain, startMs } from "../support/desk.ts";
import { openFolders } from "./folder.ts";
import { handClock } from "./hand-clock.ts";
import { openRestartable } from "./restartable.ts";

const folderOf = openFolders();

/** What opening a store says. */
function refusalOf(file: string): { code: string; message: string } {
  try {
    sqliteStore(file).close();
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return { code, message };
  }
  throw new Error(`${file} was opened.`);
}

/** A process that has the lock of a store as an engine has it, until it is killed. */
async function ownerOf(file: string) {
  const script = `
    const Libsql = require(${JSON.stringify(require.resolve("libsql"))});
    const holder = new Libsql(process.argv[1] + ".lock", { timeout: 0 });
    holder.exec("BEGIN EXCLUSIVE");
    console.log("open");
    setInterval(() => holder, 1000);`;
  const child = spawn(process.execPath, ["-e", script, file], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return {
    async kill() {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

describe("the file of a store", () => {
  it("belongs to one engine at a time", () => {
    const file = join(folderOf(), "a.db");
    const first = sqliteStore(file);
    expect(refusalOf(file)).toEqual({
      code: "STORE_IN_USE",
      message: `${file} belongs to another engine that is running; close it, or take another file`,
    });
    first.close();
    sqliteStore(file).close();
  });

  it("is the same file by whatever path", () => {
    const folder = folderOf();
    const file = join(folder, "a.db");
    const first = sqliteStore(file);
    symlinkSync(file, join(folder, "link.db"));
    symlinkSync(folder, join(folder, "folder"));
    expect(refusalOf(join(folder, "link.db")).code).toBe("STORE_IN_USE");
    expect(refusalOf(join(folder, "folder", "a.db")).code).toBe("STORE_IN_USE");
    first.close();
  });

  it("belongs to one process at a time, and to nobody once that was killed", async () => {
    const file = join(folderOf(), "a.db");
    sqliteStore(file).close();
    const owner = await ownerOf(file);
    expect(refusalOf(file).code).toBe("STORE_IN_USE");
    await owner.kill();
    sqliteStore(file).close();
  });

  it.each([
    ["DROP TABLE types", "types"],
    ["UPDATE types SET configuration = 'x'", "JSON"],
    ["DELETE FROM history", "event 1 is missing"],
  ])("is given back by an engine that cannot be opened on it: %s", async (sql, why) => {
    const { desk, file } = await openRestartable(folderOf(), handClock(startMs));
    await desk.start();
    await desk.close();
    damage(file(), sql);
    for (let time = 0; time < 2; time++) {
      expect(() => openEngine({ store: sqliteStore(file()) })).toThrow(
        expect.objectContaining({ code: "STORE_UNREADABLE", message: expect.stringContaining(why) }),
      );
    }
  });
});

/** Root may write any file: it does this as another user. */
function asNobody<T>(work: () => T): T {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
  }
}

describe("a file that is no store", () => {
  const strangers: Readonly<Record<string, (file: string) => void>> = {
    "is a database of another program": (file) => {
      const database = new Libsql(file);
      database.exec("CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)");
      database.close();
    },
    "file is not a database": (file) => writeFileSync(file, "Dear diary, ".repeat(1_000)),
    "its layout has version 99, and this engine knows 1 at most": (file) => {
      sqliteStore(file).close();
      const database = new Libsql(file);
      database.exec("PRAGMA user_version = 99");
      database.close();
    },
  };

  it.each(Object.keys(strangers))("is refused and left as it is: %s", (why) => {
    const file = join(folderOf(), "theirs.db");
    strangers[why]?.(file);
    const before = readFileSync(file);
    const { code, message } = refusalOf(file);
    expect(code).toBe("STORE_UNREADABLE");
    expect(message).toContain(`${file} cannot be used as a store: `);
    expect(message).toContain(why);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it("is refused if it is a folder, or in a folder that is not there", () => {
    const folder = folderOf();
    mkdirSync(join(folder, "inner"));
    for (const file of [join(folder, "inner"), join(folder, "none", "a.db")]) {
      const { code, message } = refusalOf(file);
      expect(code).toBe("STORE_UNREADABLE");
      expect(message).toContain(`${file} cannot be used as a store: `);
    }
  });

  it("is refused if it cannot be written", () => {
    const folder = folderOf();
    const file = join(folder, "a.db");
    sqliteStore(file).close();
    chmodSync(folder, 0o777);
    chmodSync(`${file}.lock`, 0o666);
    chmodSync(file, 0o444);
    const before = readFileSync(file);
    expect(asNobody(() => refusalOf(file))).toEqual({
      code: "STORE_UNREADABLE",
      message: `${file} cannot be used as a store: attempt to write a readonly database`,
    });
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

describe("a store whose history is damaged", () => {
  const damages: readonly (readonly [sql: string, why: string])[] = [
    ["UPDATE history SET events = substr(events, 1, 40) WHERE first_event_id = 1", "JSON"],
    ["DELETE FROM history WHERE first_event_id = 1", "event 1 is missing"],
    [`UPDATE history SET events = replace(events, '"eventId":2,', '"eventId":9,')`, "event 2 is missing"],
    ["DELETE FROM history", "event 1 is missing"],
  ];

  it.each(damages)("is refused with what is damaged: %s", async (sql, why) => {
    const { desk, file } = await openRestartable(folderOf(), handClock(startMs));
    await desk.start();
    await desk.signal();
    await desk.signal();
    await desk.close();
    damage(file(), sql);
    expect(() => openEngine({ store: sqliteStore(file()) })).toThrow(
      expect.objectContaining({
        code: "STORE_UNREADABLE",
        message: expect.stringMatching(new RegExp(`the history of execution 1 is damaged \\(.*${why}`)),
      }),
    );
  });

  it("serves everything but the closed execution that is damaged", async () => {
    const { desk, file, restart } = await openRestartable(folderOf(), handClock(startMs));
    const runId = await desk.start();
    await desk.engine.terminateWorkflowExecution({ domain, workflowId: "order-1" });
    await desk.clock.advance(0);
    const other = await desk.start("other");
    await desk.close();
    damage(file(), "UPDATE history SET events = 'x' WHERE execution = 1");
    await restart();
    await expect(desk.events(runId)).rejects.toMatchObject({ code: "STORE_UNREADABLE" });
    expect(await desk.lines(other, "other")).toHaveLength(2);
    await desk.close();
  });
});

function damage(file: string, sql: string): void {
  const database = new Libsql(file);
  database.exec(sql);
  database.close();
}
