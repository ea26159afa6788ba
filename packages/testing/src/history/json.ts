import type { FakeEvent } from "./event.ts";

/** A date as the aws CLI prints it. */
const isoOf = (date: Date): string => {
  const [seconds, fraction = ""] = date.toISOString().replace("Z", "").split(".");
  return `${seconds}${fraction === "000" ? "" : `.${fraction}000`}+00:00`;
};

/** What `aws swf get-workflow-execution-history` prints of these events. */
export function cliJson(events: readonly FakeEvent[]): string {
  const printed = events.map(({ eventTimestamp, eventType, eventId, ...attributes }) => ({
    eventTimestamp: isoOf(eventTimestamp),
    eventType,
    eventId,
    ...attributes,
  }));
  return `${JSON.stringify({ events: printed }, null, 4)}\n`;
}
