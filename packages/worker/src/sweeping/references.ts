import type { HistoryEvent } from "@aws-sdk/client-swf";
import type { NamedObject, Payloads } from "@sweft/payload";
import { isWorthRetry, referencesIn } from "@sweft/payload";
import type { Carried, Execution } from "@sweft/workflow";
import { readMarker } from "@sweft/workflow";
import { isGone, messageOf } from "../api/faults.ts";
import type { Service } from "../options.ts";
import type { Asking } from "./asking.ts";

/** What a history refers to, and what could not be looked into. */
export interface Marking {
  mark(named: NamedObject): void;
  /** A payload that may hold references and cannot be read. */
  unreadable(why: string): void;
}

/**
 * Marks everything that the history of an execution refers to, page by page. One that the service forgets meanwhile refers
 * to nothing any more.
 */
export async function markHistory(
  service: Service,
  asking: Asking,
  execution: Execution,
  marking: Marking,
): Promise<void> {
  const { api, domain } = service;
  let nextPageToken: string | undefined;
  try {
    do {
      const input = { domain, execution, ...(nextPageToken !== undefined && { nextPageToken }) };
      const page = await asking.ask(() => api.getWorkflowExecutionHistory(input));
      for (const event of page.events ?? []) await markEvent(service, asking, execution, event, marking);
      nextPageToken = page.nextPageToken;
    } while (nextPageToken !== undefined);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

async function markEvent(
  { payloads }: Service,
  asking: Asking,
  { workflowId, runId }: Execution,
  event: HistoryEvent,
  marking: Marking,
): Promise<void> {
  for (const text of textsOf(event)) {
    markText(text, marking);
    const carried = carriedPayload(text);
    if (carried === undefined) continue;
    try {
      await markCarried(payloads, asking, carried, marking);
    } catch (error) {
      const where = `event ${event.eventId} of ${JSON.stringify(workflowId)}, run ${runId}`;
      marking.unreadable(`${where}: ${messageOf(error)}`);
    }
  }
}

function markText(text: string, { mark }: Marking): void {
  for (const named of referencesIn(text)) mark(named);
}

/** The payload in which a run hands on to the next what nobody has taken: texts as they came, references among them. */
function carriedPayload(text: string): string | undefined {
  if (!text.startsWith("sw1 continued")) return undefined;
  return readMarker(text)?.payload;
}

/** Looks into what a run hands on. */
async function markCarried(payloads: Payloads, asking: Asking, payload: string, marking: Marking): Promise<void> {
  if (payloads.missing(payload)) await asking.ask(() => payloads.fetch([payload]), isWorthRetry);
  const text = payloads.open(payload);
  markText(text, marking);
  try {
    // A serializer of the user's own may write strings in other ways than JSON does.
    const value = payloads.read(payload) as { readonly carried?: Carried } | null | undefined;
    for (const signal of value?.carried?.signals ?? []) markText(signal.text ?? "", marking);
  } catch (error) {
    // It may hold instances of classes that are not known here. In JSON all has been seen.
    if (!/^(?:\{|sweft:superjson \{)/.test(text)) throw error;
  }
}

/** All texts in a piece of data. */
function* textsOf(data: unknown): Generator<string> {
  if (typeof data === "string") yield data;
  else if (typeof data === "object" && data !== null) for (const value of Object.values(data)) yield* textsOf(value);
}
