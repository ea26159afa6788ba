import type { HistoryEvent } from "@aws-sdk/client-swf";
import type { Execution } from "@sweft/workflow";
import type { Service } from "../options.ts";
import { call } from "./call.ts";

/** All events of a run recorded so far, in ascending order, from all pages. */
export async function readEvents(service: Service, execution: Execution): Promise<readonly HistoryEvent[]> {
  const { api, domain } = service;
  const events: HistoryEvent[] = [];
  let nextPageToken: string | undefined;
  do {
    const input = { domain, execution, ...(nextPageToken === undefined ? {} : { nextPageToken }) };
    const page = await call(service, () => api.getWorkflowExecutionHistory(input));
    events.push(...(page.events ?? []));
    nextPageToken = page.nextPageToken;
  } while (nextPageToken !== undefined);
  return events;
}

/** What printing needs of an event; its attributes are printed as they are. */
type Printable = Partial<Pick<HistoryEvent, "eventTimestamp" | "eventType" | "eventId">>;

/**
 * The text that `aws swf get-workflow-execution-history` of version 2 prints, in UTC: dates as Python's isoformat. Without
 * the line break at the end, which a file would have.
 *
 * @param events - In the order of their ids.
 */
export function historyJson(events: readonly Printable[]): string {
  const printed = events.map(({ eventTimestamp, eventType, eventId, ...attributes }) => ({
    eventTimestamp: eventTimestamp === undefined ? undefined : isoformat(eventTimestamp),
    eventType,
    eventId,
    ...attributes,
  }));
  return JSON.stringify({ events: printed }, undefined, 4);
}

/** Six digits of a second, and none where there are none: `2026-01-31T09:00:00.250000+00:00`. */
const isoformat = (time: Date): string =>
  time.toISOString().replace(/\.(\d{3})Z$/, (_, ms: string) => (ms === "000" ? "+00:00" : `.${ms}000+00:00`));
