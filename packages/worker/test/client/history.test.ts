import { describe, expect, it } from "@jest/globals";
import { historyJson } from "../../src/client/history.ts";

describe("the text of a history", () => {
  it("writes times as the aws CLI does: six digits of a second, or none", () => {
    const event = (at: string) => ({
      eventId: 1,
      eventType: "TimerFired" as const,
      eventTimestamp: new Date(at),
      timerFiredEventAttributes: { timerId: "1", startedEventId: 0 },
    });
    const printed = JSON.parse(historyJson([event("2026-01-31T09:00:00.250Z"), event("2026-01-31T09:00:01Z")]));
    expect(printed).toEqual({
      events: [
        { ...event("2026-01-31T09:00:00.250Z"), eventTimestamp: "2026-01-31T09:00:00.250000+00:00" },
        { ...event("2026-01-31T09:00:01Z"), eventTimestamp: "2026-01-31T09:00:01+00:00" },
      ],
    });
  });
});
