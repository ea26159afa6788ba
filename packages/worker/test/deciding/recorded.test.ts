import { describe, expect, it } from "@jest/globals";
import { memoryStore, openPayloads } from "@sweft/payload";
import type { HistoryEvent } from "@sweft/workflow";
import { recordedIn } from "../../src/deciding/recorded.ts";

const scheduled = (input: string): HistoryEvent =>
  ({
    eventId: 5,
    eventType: "ActivityTaskScheduled",
    eventTimestamp: 0,
    activityTaskScheduledEventAttributes: { input },
  }) as HistoryEvent;

const failed = (reason: string): HistoryEvent =>
  ({
    eventId: 7,
    eventType: "ActivityTaskFailed",
    eventTimestamp: 0,
    activityTaskFailedEventAttributes: { reason },
  }) as HistoryEvent;

const text = JSON.stringify("x".repeat(40_000));
const scope = { domain: "shop", workflowId: "o-1", runId: "r-1" };

/** A store that counts. */
function counting() {
  const puts: string[] = [];
  const store = memoryStore();
  const put = (key: string, bytes: Uint8Array) => {
    puts.push(key);
    return store.put(key, bytes);
  };
  return { puts, store: { ...store, put } };
}

/** What a process puts that knows nothing of the one that has put the same before it. */
async function putsAgain(eventsOf: (reference: string) => readonly HistoryEvent[]): Promise<number> {
  const { puts, store } = counting();
  const reference = await openPayloads({ store }).seal(text, { scope });
  const again = await openPayloads({ store }).seal(text, { scope, isRecorded: recordedIn(eventsOf(reference)) });
  expect(again).toBe(reference);
  return puts.length - 1;
}

describe("a payload that the history of its run refers to", () => {
  it("is not put again by another decider that schedules another attempt", async () => {
    expect(await putsAgain((reference) => [scheduled(reference), failed("Error: no")])).toBe(0);
  });

  it("is put if only others are recorded", async () => {
    expect(await putsAgain(() => [scheduled("[1]")])).toBe(1);
  });

  it("is put again once something of the run has been lost, which mends it", async () => {
    for (const lost of ["PAYLOAD_MISSING: the store holds nothing", "PAYLOAD_CORRUPT: other bytes", "PAYLOAD_TAMPERED"])
      expect(await putsAgain((reference) => [scheduled(reference), failed(lost)])).toBe(1);
  });
});
