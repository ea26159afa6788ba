import { describe, expect, it } from "@jest/globals";
import { linesIn } from "../fake-io.ts";
import { replayed } from "../replayed.ts";
import { order } from "../shop.ts";

describe("sweft replay of what is no history", () => {
  const started = { eventId: 1, eventType: "WorkflowExecutionStarted", eventTimestamp: 1 };
  const type = { workflowType: { name: "order", version: "1" } };
  const first = { ...started, workflowExecutionStartedEventAttributes: type };

  it.each([
    ["is no JSON", "{", "HISTORY_INVALID"],
    ["holds no list of events", '{"executionInfo":{}}', "HISTORY_INVALID"],
    ["holds no list of events", "null", "HISTORY_INVALID"],
    ["holds no events", "[]", "HISTORY_INVALID"],
    ["has no event id in events[0]", "[5]", "HISTORY_INVALID"],
    ["has no event type in events[0]", '[{"eventId":1}]', "HISTORY_INVALID"],
    [
      "has no time in events[1]",
      JSON.stringify([first, { ...first, eventId: 2, eventTimestamp: "x" }]),
      "HISTORY_INVALID",
    ],
    ["begins with event 2", JSON.stringify([{ ...first, eventId: 2, eventType: "TimerFired" }]), "HISTORY_INVALID"],
    ["names the workflow", JSON.stringify([started]), "HISTORY_INVALID"],
    ["holds two events with the id 1", JSON.stringify([first, first]), "HISTORY_INVALID"],
    ["event 2 is missing", JSON.stringify([first, { ...first, eventId: 3 }]), "HISTORY_INVALID"],
    ["more pages follow", JSON.stringify({ events: [first], nextPageToken: "t" }), "HISTORY_INCOMPLETE"],
    ["more pages follow", JSON.stringify({ events: [first], NextToken: "t" }), "HISTORY_INCOMPLETE"],
  ])("says that it %s", async (what, text, code) => {
    const { exitCode, err } = await replayed(text, { order });
    expect(exitCode).toBe(2);
    expect(linesIn(err)).toEqual([expect.stringContaining(what)]);
    expect(err).toMatch(/h\.json.*\n$/);
    expect(err).toContain(`(${code})`);
  });

  it("says that a folder is none, and what to give", async () => {
    const { exitCode, err } = await replayed("", { order }, { histories: ["all/"] }, { folders: ["/app/all"] });
    expect({ exitCode, err }).toEqual({
      exitCode: 2,
      err: "error       all/ is a folder; give the files in it, such as all/*.json (HISTORY_UNREADABLE)\n",
    });
  });

  it("refuses stdin twice", async () => {
    await expect(replayed("", { order }, { histories: ["-", "-"] })).rejects.toMatchObject({ code: "USAGE_INVALID" });
  });
});
