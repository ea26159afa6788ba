import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { fileStore, memoryStore, openPayloads } from "@sweft/payload";
import { step } from "@sweft/testing";
import * as interpreter from "@sweft/workflow";
import { activity, cached, sleep, workflow } from "@sweft/workflow";
import { linesIn, oversized } from "../fake-io.ts";
import { MODULE, replayed } from "../replayed.ts";
import { approve, busy, changedOrder, charge, order, ship } from "../shop.ts";

const finished = () => step(order, 5).complete(charge, "paid").complete(ship, "parcel");

describe("sweft replay of a history that fits", () => {
  it("says how the run stands, and how long its history is", async () => {
    const { exitCode, out, err } = await replayed(finished().history.json(), { order });
    expect({ exitCode, out, err }).toEqual({
      exitCode: 0,
      out: "ok          h.json: order 1, completed, 18 events, 3 decisions\n",
      err: "",
    });
  });

  it("takes a run that is still open, wherever its history ends", async () => {
    const { events } = JSON.parse(finished().history.json()) as { events: object[] };
    // What a completion writes appears at once: no history ends amid it.
    const isDecided = (event: object | undefined) => JSON.stringify(event)?.includes("decisionTaskCompletedEventId");
    const lengths = events
      .map((_, at) => at + 1)
      .filter((length) => length < events.length && !isDecided(events[length]));
    expect(lengths).toHaveLength(13);
    for (const length of lengths) {
      const { exitCode, out } = await replayed(JSON.stringify({ events: events.slice(0, length) }), { order });
      expect({ exitCode, length, out }).toEqual({ exitCode: 0, length, out: expect.stringContaining("order 1, open") });
    }
  });

  it("takes a bare list, events in reverse order, seconds since 1970, and a byte order mark", async () => {
    const { events } = JSON.parse(finished().history.json()) as { events: { eventTimestamp: string }[] };
    const other = events
      .map((event) => ({ ...event, eventTimestamp: new Date(event.eventTimestamp).getTime() / 1000 }))
      .reverse();
    expect(await replayed(`\uFEFF${JSON.stringify(other)}`, { order })).toMatchObject({ exitCode: 0 });
  });

  it("reads stdin", async () => {
    const world = { stdin: finished().history.json() };
    const { exitCode, out } = await replayed("", { order }, { histories: ["-"] }, world);
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: expect.stringContaining("stdin: order 1, completed") });
  });

  it("finds workflows in lists, records and the default export, by name and version", async () => {
    const other = workflow({ name: "order", version: "2" }, function* () {
      yield* sleep("1s");
    });
    for (const exports of [{ all: [other, order] }, { all: { other, order } }, { default: order, other }]) {
      expect(await replayed(finished().history.json(), exports)).toMatchObject({ exitCode: 0 });
    }
  });

  it("takes one workflow exported twice, with other settings", async () => {
    const exports = { order, again: order, urgent: order.with({ taskPriority: 5 }) };
    expect(await replayed(finished().history.json(), exports)).toMatchObject({ exitCode: 0 });
  });

  it("never runs a function of cached(), neither one that is recorded nor one that would run next", async () => {
    let calls = 0;
    const asking = workflow({ name: "asking" }, function* () {
      yield* cached("first", () => ++calls);
      yield* approve.receive();
      yield* cached("second", () => ++calls);
    });
    const run = step(asking);
    const before = calls;
    run.history.signaled("approve", true).decisionStarted();
    expect(await replayed(run.history.json(), { asking })).toMatchObject({ exitCode: 0 });
    expect(calls).toBe(before);
  });

  it("takes a run that was held by a bug that is fixed now", async () => {
    const buggy = workflow({ name: "order" }, function* (): interpreter.Coroutine<void> {
      throw new TypeError("oops");
    });
    const run = step.with({ holds: "keep" })(buggy);
    expect(await replayed(run.history.json(), { order })).toMatchObject({ exitCode: 0 });
  });

  it("notes another result and another reason than were recorded, which break no decider", async () => {
    const other = workflow({ name: "order" }, function* (total: number) {
      yield* charge(total);
      return { parcel: yield* ship("Ada") };
    });
    const { exitCode, out } = await replayed(finished().history.json(), { other });
    expect(exitCode).toBe(0);
    expect(linesIn(out)[1]).toBe(
      '  note      the result is now {"parcel":"parcel"}; recorded is {"receipt":"paid","parcel":"parcel"}',
    );
    const failing = (message: string) =>
      workflow({ name: "failing" }, function* () {
        yield* sleep("1s");
        throw new Error(message);
      });
    const failed = step(failing("a")).fire();
    expect((await replayed(failed.history.json(), { now: failing("a") })).out).not.toContain("note");
    expect((await replayed(failed.history.json(), { now: failing("b") })).out).toContain(
      "  note      the reason is now Error: b; recorded is Error: a\n",
    );
  });
});

describe("sweft replay of a history that does not fit", () => {
  it("shows the recorded event, the command asked, and how to go on", async () => {
    const { exitCode, out } = await replayed(finished().history.json(), { changedOrder });
    expect(exitCode).toBe(1);
    const [head, recorded, ...rest] = linesIn(out);
    expect(head).toBe("divergence  h.json: order 1, completed, 18 events, 3 decisions");
    expect(recorded).toBe("  recorded  event 6  ActivityTaskScheduled  1  charge 1  input [5]");
    expect(rest.join("\n")).toMatch(/ship/);
    expect(rest.at(-1)).toMatch(/^ {2}NONDETERMINISM: event 6 .*give the changed workflow a new version/);
  });

  it("shows the fields that differ", async () => {
    const dearer = workflow({ name: "order" }, function* (total: number) {
      return yield* charge(total + 1);
    });
    const { exitCode, out } = await replayed(step(order, 5).history.json(), { dearer });
    expect(exitCode).toBe(1);
    expect(linesIn(out).slice(1)).toEqual([
      "  recorded  event 6  ActivityTaskScheduled  1  charge 1  input [5]",
      "  asked     command 1  charge 1  arguments [ 6 ]",
      "  differs   arguments[0]: 5 → 6",
      expect.stringMatching(/^ {2}at {8}.*replay\.test\.ts:\d+:\d+ in body$/),
      '  gate      if (yield* patched("change-charge")) { yield* charge(…); /* new */ } else { yield* charge(…); /* old */ }',
      "  NONDETERMINISM: event 6 does not fit command 1; the workflow code has changed under a running execution: " +
        "deploy the code that wrote this history, give the changed workflow a new version, or write the gate",
    ]);
  });

  it("cuts long arguments around what differs, and keeps each to its line", async () => {
    const send = activity({ name: "send" }, async (_letter: object, _to: string) => {});
    const sending = (word: string, to: string) =>
      workflow({ name: "sending" }, function* () {
        const lines = Array.from({ length: 50 }, (_, at) => ({ at: { line: { text: `line ${at}` } } }));
        yield* send({ lines, end: `${"x".repeat(500)}\n${word}${"y".repeat(500)}` }, to);
      });
    const { out } = await replayed(step(sending("old", "c384")).history.json(), { now: sending("new", "k") });
    const cut = (word: string) => `…${"x".repeat(18)}\\n${word}${"y".repeat(47)}…`;
    expect(linesIn(out).slice(3, -3)).toEqual([
      `  differs   arguments[0].end: ${cut("old")} → ${cut("new")}`,
      '  differs   arguments[1]: "c384" → "k"',
    ]);
    expect(linesIn(out)[2]).toMatch(
      /^ {2}asked {5}command 1 {2}send 1 {2}arguments \[ \{ lines: \[ \{ at: \{ line: .*…$/,
    );
    expect(out.match(/NONDETERMINISM/g)).toHaveLength(1);
    expect(linesIn(out).filter((line) => line.length > 300)).toEqual([]);
  });

  it("finds code that ends the workflow where the history goes on", async () => {
    const hasty = workflow({ name: "waiting" }, function* () {});
    const waiting = workflow({ name: "waiting" }, function* () {
      yield* approve.receive();
    });
    const text = step(waiting).history.json();
    expect(await replayed(text, { waiting })).toMatchObject({ exitCode: 0 });
    const { exitCode, out } = await replayed(text, { hasty });
    expect(exitCode).toBe(1);
    expect(out).toContain("event 4 completed a decision after which the run went on");
  });

  it("takes a close that was refused because of news", async () => {
    const nothing = workflow({ name: "nothing" }, function* () {});
    const run = step.with({ duringFirst: (outside) => outside.signal("approve", true) })(nothing);
    const { events } = JSON.parse(run.history.json()) as { events: { eventType: string }[] };
    const refused = events.findIndex(({ eventType }) => eventType === "CompleteWorkflowExecutionFailed");
    expect(refused).toBeGreaterThan(0);
    const text = JSON.stringify(events.slice(0, refused + 2));
    expect(await replayed(text, { nothing })).toMatchObject({ exitCode: 0 });
  });

  it.each(["hold", "fail"] as const)(
    "tells a bug from a divergence, whatever the workflow does on bugs: %s",
    async (onBug) => {
      const buggy = workflow({ name: "order", onBug }, function* (total: number) {
        yield* charge(total);
        throw new TypeError("receipt is undefined");
      });
      const run = step(order, 5);
      run.history.activityCompleted("1", "paid").decisionStarted();
      const { exitCode, out } = await replayed(run.history.json(), { buggy });
      expect(exitCode).toBe(1);
      expect(linesIn(out)).toEqual([
        "bug         h.json: order 1, open, 10 events, 1 decision",
        "  TypeError: receipt is undefined",
      ]);
    },
  );

  it("goes on with the other files, and the worst of them is the exit code", async () => {
    const files = { "/app/a.json": finished().history.json(), "/app/b.json": step(order, 5).history.json() };
    const first = await replayed("", { changedOrder }, { histories: ["a.json", "b.json"] }, { files });
    expect(first.exitCode).toBe(1);
    expect(first.out.match(/^divergence/gm)).toHaveLength(2);
    const second = await replayed("", { order }, { histories: ["a.json", "no.json", "b.json"] }, { files });
    expect(second.exitCode).toBe(2);
    expect(second.out.match(/^ok/gm)).toHaveLength(2);
    expect(second.err).toMatch(/^error {7}no\.json cannot be read: .* \(HISTORY_UNREADABLE\)\n$/);
  });
});

describe("sweft replay --json", () => {
  it("prints one object a line", async () => {
    const files = { "/app/a.json": finished().history.json(), "/app/b.json": "{}" };
    const args = { histories: ["a.json", "b.json"], json: true } as const;
    const { exitCode, out, err } = await replayed("", { order }, args, { files });
    expect({ exitCode, err }).toEqual({ exitCode: 2, err: "" });
    expect(linesIn(out).map((line) => JSON.parse(line))).toEqual([
      {
        outcome: "ok",
        file: "a.json",
        workflow: { name: "order", version: "1" },
        status: "completed",
        events: 18,
        decisions: 3,
        notes: [],
      },
      {
        outcome: "error",
        file: "b.json",
        code: "HISTORY_INVALID",
        message: expect.stringContaining("no list of events"),
      },
    ]);
  });

  it("names event, command and fields of a divergence", async () => {
    const dearer = workflow({ name: "order" }, function* (total: number) {
      return yield* charge(total + 1);
    });
    const { out } = await replayed(step(order, 5).history.json(), { dearer }, { json: true });
    expect(JSON.parse(out)).toMatchObject({
      outcome: "divergence",
      code: "NONDETERMINISM",
      eventId: 6,
      eventType: "ActivityTaskScheduled",
      id: "1",
      differences: [{ field: "arguments", recorded: [5], asked: [6] }],
      location: { file: expect.stringMatching(/replay\.test\.ts$/), line: expect.any(Number) },
      fix: expect.stringContaining('patched("change-charge")'),
    });
  });

  it("carries values that JSON cannot, as text", async () => {
    const asking = (value: unknown) =>
      workflow({ name: "asking" }, function* () {
        yield* interpreter.marker("seen", value);
        yield* sleep("1s");
      });
    const run = step(asking({ at: new Map([["a", 1n]]) }));
    const { out } = await replayed(run.history.json(), { now: asking({ at: new Set([2n]) }) }, { json: true });
    expect(JSON.parse(out).differences).toEqual([
      { field: "details", recorded: { at: "Map(1) { 'a' => 1n }" }, asked: { at: "Set(1) { 2n }" } },
    ]);
  });
});

describe("sweft replay with payloads out of band", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "sweft-cli-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A history whose activity's result is in the file store of the folder. */
  async function recorded(): Promise<string> {
    const reference = await openPayloads({ store: fileStore(folder) }).seal(oversized());
    const history = step(order, 5).complete(charge, "paid").history;
    return history.json().replace(JSON.stringify('"paid"'), JSON.stringify(reference));
  }

  it("fetches them from the store that --store names", async () => {
    const text = await recorded();
    const args = { store: `file:${folder}` };
    expect(await replayed(text, { order }, args, { folders: [folder], files: { "/app/h.json": text } })).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(/^ok /),
    });
  });

  it("says which option is missing", async () => {
    const { exitCode, err } = await replayed(await recorded(), { order });
    expect(exitCode).toBe(2);
    expect(err).toMatch(
      /^error {7}a payload of h\.json cannot be fetched: it is out of band, in the store [^;.]+; name the folder of that store: --store file:DIRECTORY \(PAYLOAD_UNAVAILABLE\)\n$/,
    );
  });

  it("says that a payload is in another kind of store", async () => {
    const reference = await openPayloads({ store: memoryStore() }).seal(oversized());
    const history = step(order, 5).complete(charge, "paid").history;
    const text = history.json().replace(JSON.stringify('"paid"'), JSON.stringify(reference));
    const world = { folders: [folder], files: { "/app/h.json": text } };
    const { exitCode, err } = await replayed(text, { order }, { store: `file:${folder}` }, world);
    expect(exitCode).toBe(2);
    expect(err).toMatch(
      /: it is in the store memory, and --store names the store \S+; name the store the workers use \(PAYLOAD_UNAVAILABLE\)\n$/,
    );
  });

  it("says what the store does not hold", async () => {
    const text = await recorded();
    const empty = join(folder, "empty");
    mkdirSync(empty);
    const world = { folders: [empty], files: { "/app/h.json": text } };
    const { exitCode, err } = await replayed(text, { order }, { store: `file:${empty}` }, world);
    expect(exitCode).toBe(2);
    expect(err).toMatch(
      /holds nothing under the key [^.;]+; name the folder of the store the workers use \(PAYLOAD_UNAVAILABLE\)\n$/,
    );
  });

  it.each(["s3://bucket", "file:", "file:nowhere"])("refuses --store %s", async (store) => {
    await expect(replayed("{}", { order }, { store })).rejects.toMatchObject({ code: "STORE_INVALID" });
  });
});

describe("sweft replay and the module", () => {
  it("lists what is exported, if nothing fits", async () => {
    const exports = {
      busy,
      changed: workflow({ name: "order", version: "2" }, busy.body),
      charge,
      limit: 5,
      none: null,
    };
    const { exitCode, err } = await replayed(finished().history.json(), exports);
    expect(exitCode).toBe(2);
    expect(err).toBe(
      "error       h.json was recorded with workflow order, version 1, which workflows.js does not export; " +
        "it exports busy 3, order 2 (WORKFLOW_MISSING)\n",
    );
    expect((await replayed(finished().history.json(), {})).err).toContain("it exports no workflow");
  });

  it("refuses to choose between two of one name and version", async () => {
    const { exitCode, err } = await replayed(finished().history.json(), { order, changedOrder });
    expect({ exitCode, err }).toEqual({ exitCode: 2, err: expect.stringContaining("(WORKFLOW_AMBIGUOUS)") });
  });

  it("replays with the copy of the interpreter that the module itself uses", async () => {
    let opened = 0;
    const copy = {
      ...interpreter,
      openRun: (...args: Parameters<typeof interpreter.openRun>) => {
        opened++;
        return interpreter.openRun(...args);
      },
    };
    const world = {
      files: { "/app/h.json": finished().history.json() },
      packages: { "@sweft/workflow": "file:///app/node_modules/@sweft/workflow/dist/index.js" },
      modules: { [MODULE]: { order }, "/app/node_modules/@sweft/workflow/dist/index.js": copy },
    };
    expect(await replayed("", {}, {}, world)).toMatchObject({ exitCode: 0 });
    expect(opened).toBe(1);
  });

  it.each([
    ["no.js", "relative to /app"],
    ["workflows.ts", "compile it and give the JavaScript"],
  ])("says what to give instead of %s", async (module, advice) => {
    await expect(replayed("{}", { order }, { module })).rejects.toMatchObject({
      code: "MODULE_UNREADABLE",
      message: expect.stringContaining(advice),
    });
  });

  it("tells what a module throws while it is loaded", async () => {
    const modules = {
      [MODULE]: () => {
        throw new RangeError("boom");
      },
    };
    await expect(replayed("{}", {}, {}, { modules })).rejects.toMatchObject({
      message: expect.stringContaining("boom"),
    });
  });
});
