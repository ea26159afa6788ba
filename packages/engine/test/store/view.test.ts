import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "@jest/globals";
import Libsql from "libsql";
import * as decisions from "../support/decisions.ts";
import type { Desk } from "../support/desk.ts";
import { attributesOf, domain, startMs } from "../support/desk.ts";
import { openFolders } from "./folder.ts";
import { handClock } from "./hand-clock.ts";
import { openRestartable } from "./restartable.ts";

const folderOf = openFolders();
const hasShell = spawnSync("sqlite3", ["-version"]).status === 0;
const sql = "SELECT * FROM events WHERE workflow_id = 'order-1' ORDER BY run_id, event_id";

interface Row {
  readonly domain: string;
  readonly workflow_id: string;
  readonly run_id: string;
  readonly event_id: number;
  readonly at: string;
  readonly type: string;
  readonly attributes: string;
}

/** What the view should show of a history. */
async function expected(desk: Desk, runId: string) {
  return (await desk.events(runId)).map((event) => ({
    domain,
    workflow_id: "order-1",
    run_id: runId,
    event_id: event.eventId,
    at: event.eventTimestamp?.toISOString(),
    type: event.eventType,
    attributes: attributesOf(event),
  }));
}

const read = (rows: readonly Row[]) => rows.map((row) => ({ ...row, attributes: JSON.parse(row.attributes) }));

async function open() {
  const restartable = await openRestartable(folderOf(), handClock(startMs + 123));
  const { desk } = restartable;
  const runId = await desk.start("order-1", { input: 'it\'s "ä" \u0000 \u{1f600}', tagList: ["a", "b"] });
  await desk.decide(decisions.schedule("a"), decisions.timer("t", 7));
  return { ...restartable, runId };
}

describe("the view of events", () => {
  it("shows every event by itself while the engine runs", async () => {
    const { desk, file, runId } = await open();
    const reader = new Libsql(file());
    expect(read(reader.prepare(sql).all() as Row[])).toEqual(await expected(desk, runId));
    await desk.signal();
    const rows = read(reader.prepare(sql).all() as Row[]);
    expect(rows).toEqual(await expected(desk, runId));
    expect(rows.at(-1)).toMatchObject({ event_id: 8, at: "2023-11-14T22:13:20.123Z" });
    reader.close();
    await desk.close();
  });

  const shell = hasShell ? it : it.skip;
  if (!hasShell) console.log("The sqlite3 shell is not installed: its reading of the view is not tested.");
  shell("shows the same in the sqlite3 shell, which does not disturb the engine", async () => {
    const { desk, file, runId } = await open();
    for (let round = 0; round < 3; round++) {
      const output = execFileSync("sqlite3", ["-readonly", "-json", file(), sql], { encoding: "utf8" });
      expect(read(JSON.parse(output) as Row[])).toEqual(await expected(desk, runId));
      await desk.signal();
    }
    // One that may write, and is the last to leave, as far as it knows.
    const output = execFileSync("sqlite3", [file(), `SELECT count(*) FROM events; SELECT count(*) FROM executions`]);
    expect(String(output)).toBe("10\n1\n");
    await desk.signal();
    expect(await desk.lines(runId)).toHaveLength(11);
    await desk.close();
  });

  shell("waits for a shell that writes", async () => {
    const { desk, file, runId } = await open();
    const child = spawn("sqlite3", [file()], { stdio: ["pipe", "pipe", "inherit"] });
    child.stdin.end("BEGIN IMMEDIATE;\n.print writing\n.shell sleep 0.3\nCOMMIT;\n");
    await once(child.stdout, "data");
    await desk.signal();
    expect(await desk.lines(runId)).toHaveLength(8);
    await once(child, "exit");
    await desk.close();
  });
});
