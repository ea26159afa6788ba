import { describe, expect, it } from "@jest/globals";
import { openPayloads } from "@sweft/payload";
import type { FakeHistory } from "@sweft/testing";
import { fakeHistory, step } from "@sweft/testing";
import { history } from "../../src/commands/history.ts";
import { fakeIo, linesIn, oversized } from "../fake-io.ts";
import { approve, busy, order } from "../shop.ts";

/** What `sweft history` prints of a text: the title, and the lines of the table without their times. */
async function printed(text: string, full?: true) {
  const io = fakeIo({ files: { "/app/h.json": text } });
  const exitCode = await history({ file: "h.json", ...(full && { full }) }, io);
  const [title, blank, ...table] = linesIn(io.printed.out);
  return { exitCode, title, blank, table, lines: table.map((line) => line.slice(26)), err: io.printed.err };
}

const type = { name: "order", version: "1" };
const begun = (): FakeHistory => fakeHistory({ type, input: "[1]" }).decisionStarted("decider-1");

describe("sweft history", () => {
  it("tells a whole run, decisions indented below the completion that made them", async () => {
    const run = step(busy, 5);
    run.fire().complete(order, { receipt: "r", parcel: "p" }).signal(approve, true);
    const { exitCode, title, blank, lines } = await printed(run.history.json());
    expect({ exitCode, title, blank }).toEqual({
      exitCode: 0,
      title: `busy 3  workflow id fake-workflow  run fake-run  completed, ${run.history.events.length} events, 5 decisions`,
      blank: "",
    });
    expect(lines.slice(0, 9)).toEqual([
      " 1  WorkflowExecutionStarted                busy 3  task list default  input [5]",
      " 2  DecisionTaskScheduled",
      " 3  DecisionTaskStarted",
      " 4  DecisionTaskCompleted",
      expect.stringMatching(/^ 5 {4}MarkerRecorded {24}sweft\.run {2}\{"format":1,/),
      ' 6    MarkerRecorded                        step  details "one"',
      ' 7    MarkerRecorded                        sweft.cached  2  ok "rate"  1.5',
      ' 8    ActivityTaskScheduled                 3  ship 2  input ["Ada\\nLovelace"]',
      " 9    TimerStarted                          4  90 s",
    ]);
    expect(lines.join("\n")).toContain("ActivityTaskCancelRequested           3");
    const initiated = lines.find((line) => line.includes("StartChildWorkflowExecutionInitiated"));
    expect(initiated).toMatch(/5 {2}control mine {2}order 1 {2}workflow id o-1 {2}input \[7\.5\]$/);
    expect(lines.find((line) => line.includes("ChildWorkflowExecutionCompleted"))).toMatch(
      /5 {2}control mine {2}order 1 {2}workflow id o-1 {2}result \{"receipt":"r","parcel":"p"\}$/,
    );
    expect(lines.join("\n")).toMatch(/WorkflowExecutionSignaled +approve {2}input true/);
  });

  it("begins each line with the time in UTC, from ISO 8601 as from seconds since 1970", async () => {
    const history = begun().advance(1234).decide([]);
    const { events } = JSON.parse(history.json()) as { events: { eventTimestamp: string }[] };
    const inSeconds = events.map((event) => ({ ...event, eventTimestamp: Date.parse(event.eventTimestamp) / 1000 }));
    const { table } = await printed(history.json());
    expect(table.map((line) => line.slice(0, 24))).toEqual([
      ...Array.from({ length: 3 }, () => "2030-01-01T00:00:00.000Z"),
      "2030-01-01T00:00:01.234Z",
    ]);
    expect((await printed(JSON.stringify({ events: inSeconds }))).table).toEqual(table);
  });

  it("says of an activity's later events which activity it is", async () => {
    const scheduled = {
      decisionType: "ScheduleActivityTask",
      scheduleActivityTaskDecisionAttributes: {
        activityId: "a7",
        activityType: { name: "charge", version: "1" },
        control: "made by hand",
        taskList: { name: "default" },
        scheduleToCloseTimeout: "60",
        scheduleToStartTimeout: "60",
        startToCloseTimeout: "60",
        heartbeatTimeout: "60",
      },
    } as const;
    const history = begun()
      .decide([scheduled])
      .activityStarted("a7", "worker-1")
      .activityFailed("a7", new Error("no money"));
    const { lines } = await printed(history.json());
    expect(lines.slice(4, 7)).toEqual([
      "5    ActivityTaskScheduled   a7  control made by hand  charge 1",
      "6  ActivityTaskStarted       a7  control made by hand  charge 1  by worker-1",
      expect.stringContaining(
        "7  ActivityTaskFailed        a7  control made by hand  charge 1  Error: no money  details {",
      ),
    ]);
  });

  it("says that a completion decided nothing, and who started a decision", async () => {
    const { lines } = await printed(begun().decide([], "[state]").json());
    expect(lines.slice(2)).toEqual([
      "3  DecisionTaskStarted       by decider-1",
      "4  DecisionTaskCompleted     nothing decided  state [state]",
    ]);
  });

  it("shortens values, unless told otherwise", async () => {
    const text = begun().signaled("long", "y".repeat(500)).json();
    expect((await printed(text)).lines[3]).toBe(`4  WorkflowExecutionSignaled  long  input "${"y".repeat(58)}…`);
    expect((await printed(text, true)).lines[3]).toBe(`4  WorkflowExecutionSignaled  long  input "${"y".repeat(500)}"`);
  });

  it("never cuts a character in two", async () => {
    const text = begun()
      .signaled("long", `${"y".repeat(57)}${"😀".repeat(20)}`)
      .json();
    expect((await printed(text)).lines[3]).toMatch(/y…$/);
  });

  it("says how large a value is that is kept out of band", async () => {
    const stored = new Map<string, Uint8Array>();
    const store = {
      name: "shelf",
      put: async (key: string, bytes: Uint8Array) => void stored.set(key, bytes),
      get: async (key: string) => stored.get(key) ?? new Uint8Array(),
    };
    const reference = await openPayloads({ store }).seal(oversized());
    const { lines } = await printed(fakeHistory({ type, input: reference }).json());
    expect(lines[0]).toBe(
      "1  WorkflowExecutionStarted  order 1  task list default  input (40002 bytes in store shelf)",
    );
  });

  it("shows what others wrote without obeying it", async () => {
    const { lines } = await printed(begun().signaled("evil\u001b[2J\nname\u202e", "x").json());
    expect(lines[3]).toBe('4  WorkflowExecutionSignaled  evil\\u001b[2J\\nname\\u202e  input "x"');
    expect(lines).toHaveLength(5);
  });

  it("takes an event type it does not know, and attributes of the wrong shape", async () => {
    const text = JSON.stringify([
      {
        eventId: 1,
        eventType: "WorkflowExecutionStarted",
        eventTimestamp: 0,
        workflowExecutionStartedEventAttributes: 7,
      },
      { eventId: 2, eventType: "MoonRisen", eventTimestamp: 1.5, moonRisenEventAttributes: { input: "x" } },
      { eventId: 3, eventType: "TimerFired", eventTimestamp: 2, timerFiredEventAttributes: { timerId: 5 } },
    ]);
    const { title, table } = await printed(text);
    expect(title).toBe("open, 3 events, 0 decisions");
    expect(table).toEqual([
      "1970-01-01T00:00:00.000Z  1  WorkflowExecutionStarted",
      "1970-01-01T00:00:01.500Z  2  MoonRisen",
      "1970-01-01T00:00:02.000Z  3  TimerFired",
    ]);
  });

  it("shows a single page, and says that more follow", async () => {
    const { events } = JSON.parse(begun().json()) as { events: unknown[] };
    const { exitCode, lines, err } = await printed(JSON.stringify({ events: events.slice(1), NextToken: "t" }));
    expect({ exitCode, count: lines.length }).toEqual({ exitCode: 0, count: 2 });
    expect(err).toBe("sweft: h.json says that more pages follow; only this one is shown\n");
  });

  it("refuses what is no history", async () => {
    await expect(printed("{}")).rejects.toMatchObject({ code: "HISTORY_INVALID" });
  });

  it("refuses a history with two events of one id, and says which event is missing from one", async () => {
    const { events } = JSON.parse(begun().decide([]).json()) as { events: { eventId: number }[] };
    const changed = (change: (event: { eventId: number }) => object[]) => JSON.stringify(events.flatMap(change));
    const twice = changed((event) => [{ ...event, eventId: event.eventId === 3 ? 4 : event.eventId }]);
    await expect(printed(twice)).rejects.toMatchObject({
      code: "HISTORY_INVALID",
      message: expect.stringContaining("h.json holds two events with the id 4"),
    });
    const gap = await printed(changed((event) => (event.eventId === 3 ? [] : [event])));
    expect(gap).toMatchObject({ exitCode: 0, err: "sweft: h.json lacks event 3: it is no whole history\n" });
    expect(gap.table).toHaveLength(events.length - 1);
    expect(await printed(changed((event) => [event]))).toMatchObject({ err: "" });
  });
});
