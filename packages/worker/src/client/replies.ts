import type { HistoryEvent } from "@aws-sdk/client-swf";
import { isWorthRetry } from "@sweft/payload";
import type { Execution, PayloadFormat, ReplyState } from "@sweft/workflow";
import { fromFailure, REPLY_MARKER, readLetter, readMarker, startedBySignal } from "@sweft/workflow";
import { isGone, isOutage } from "../api/faults.ts";
import { openBusy } from "../clock/busy.ts";
import { WorkerError } from "../errors.ts";
import type { Service } from "../options.ts";
import type { Replies } from "../replies.ts";
import { call } from "./call.ts";

/** How often somebody who waits asks, in ms. */
export interface Waiting {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** By how much each pause between two questions exceeds the one before. */
export const GROWTH = 1.5;

/** How long a run may stay unknown to copies of the service that lag behind. */
export const LAG_MS = 10_000;

/** After so long without an answer the log tells of it. */
const SILENT_MS = 10_000;

/** How a request was answered. `closed`: the run ended and never will. */
export type Answer =
  | { readonly state: "completed"; readonly value: unknown }
  | { readonly state: "rejected" | "failed"; readonly error: unknown }
  | { readonly state: "closed" };

/** What is waited for, and how. */
export interface Awaited {
  /** Of the request, which is a reserved signal with an id. */
  readonly id: string;
  /** What is asked for, in the words of its letter. */
  readonly words: readonly string[];
  /** The first run that may have got it; those that it continues as are followed. */
  readonly run: Execution;
  /** No reply stands before this event of that run. Default 0: the whole history is looked through, once. */
  readonly sinceEventId?: number;
  readonly waiting: Waiting;
  readonly replies?: Replies | undefined;
}

/**
 * Waits for the answer to a request: an update, or a command of an operator. It is a marker among the latest events, so the
 * history is read backwards, as far as it was not read before.
 *
 * @throws {WorkerError} `RUN_NOT_FOUND`
 */
export async function awaitReply(service: Service, awaited: Awaited): Promise<Answer> {
  const { id, words, waiting, replies } = awaited;
  const { firstMs, longestMs } = waiting;
  const sinceMs = service.clock.now();
  let { run, sinceEventId: known = 0 } = awaited;
  let isTold = false;
  const bell = openBell(service, run.workflowId, replies);
  try {
    for (let pauseMs = firstMs; ; pauseMs = Math.min(longestMs, pauseMs * GROWTH)) {
      bell.reset();
      const seen = await lookBack(service, run, known, (event) => replyOf(event, id), sinceMs);
      if (seen?.found !== undefined) return read(service, seen.found);
      known = seen?.last?.eventId ?? known;
      const next = CLOSES[seen?.last?.eventType ?? ""]?.(seen?.last);
      if (next === "closed") return { state: "closed" };
      if (!isTold && next === undefined && service.clock.now() - sinceMs >= SILENT_MS) {
        isTold = true;
        service.logger.warn({ ...run, request: words.join(" ") }, UNANSWERED);
      }
      if (next === undefined) await bell.pause(pauseMs);
      else {
        run = { workflowId: run.workflowId, runId: next.runId };
        known = 0;
      }
    }
  } finally {
    bell.close();
  }
}

/** Has a run got the signal with an id, or was it started with it? Reads its history backwards. */
export async function hasSignal(service: Service, run: Execution, id: string): Promise<boolean> {
  const isIt = (event: HistoryEvent) => {
    const { input } = event.workflowExecutionSignaledEventAttributes ?? {};
    const { input: start } = event.workflowExecutionStartedEventAttributes ?? {};
    return readLetter(input).id === id || startedBySignal(start) === id ? true : undefined;
  };
  return (await lookBack(service, run, 0, isIt, service.clock.now() - LAG_MS))?.found === true;
}

const UNANSWERED =
  "a request has had no answer for 10 seconds, and is still waited for: is a decider at work, is the run paused, and does the workflow take an update of this name?";

interface Reply {
  readonly state: ReplyState;
  readonly payload: string | undefined;
}

function replyOf({ markerRecordedEventAttributes: marker }: HistoryEvent, id: string): Reply | undefined {
  if (marker?.markerName !== REPLY_MARKER) return undefined;
  const { head: [of, state] = [], payload } = readMarker(marker.details) ?? {};
  return of === id ? { state: state as ReplyState, payload } : undefined;
}

async function read(service: Service, { state, payload }: Reply): Promise<Answer> {
  if (state === "closed") return { state };
  const value = await readText(service, payload);
  return state === "completed" ? { state, value } : { state, error: fromFailure(value, `the request was ${state}`) };
}

/** The value of a text that may be out of band. */
export async function readText(service: Service, text: string | undefined, format?: PayloadFormat): Promise<unknown> {
  if (text === undefined || text === "") return undefined;
  const { payloads } = service;
  if (payloads.missing(text)) await call(service, () => payloads.fetch([text]), isWorthRetry);
  return payloads.read(text, format);
}

type End = "closed" | { readonly runId: string };

const closed = (): End => "closed";

/** What the events that end a run tell those who wait on it. */
const CLOSES: Readonly<Partial<Record<string, (event: HistoryEvent | undefined) => End>>> = {
  WorkflowExecutionCompleted: closed,
  WorkflowExecutionFailed: closed,
  WorkflowExecutionCanceled: closed,
  WorkflowExecutionTimedOut: closed,
  WorkflowExecutionTerminated: closed,
  WorkflowExecutionContinuedAsNew: (event) => ({
    runId: event?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? "",
  }),
};

interface Seen<T> {
  readonly found: T | undefined;
  readonly last: HistoryEvent | undefined;
}

/** Looks through the events behind one that is known, from the last on; undefined if the service does not answer for now. */
async function lookBack<T>(
  service: Service,
  execution: Execution,
  known: number,
  find: (event: HistoryEvent) => T | undefined,
  sinceMs: number,
): Promise<Seen<T> | undefined> {
  const { api, domain, clock, logger } = service;
  let nextPageToken: string | undefined;
  let last: HistoryEvent | undefined;
  try {
    do {
      const more = nextPageToken === undefined ? {} : { nextPageToken };
      const input = { domain, execution, reverseOrder: true, maximumPageSize: 100, ...more };
      const page = await call(service, () => api.getWorkflowExecutionHistory(input));
      for (const event of page.events ?? []) {
        last ??= event;
        if ((event.eventId ?? 0) <= known) return { found: undefined, last };
        const found = find(event);
        if (found !== undefined) return { found, last };
      }
      nextPageToken = page.nextPageToken;
    } while (nextPageToken !== undefined);
    return { found: undefined, last };
  } catch (error) {
    // Who waits for days must not fail for an outage of minutes.
    if (isOutage(error)) logger.warn({ ...execution, err: error }, "whether a request was answered could not be asked");
    else if (!isGone(error)) throw error;
    else if (clock.now() - sinceMs >= LAG_MS) {
      const message = `domain ${domain} has no execution ${JSON.stringify(execution.workflowId)}, run ${execution.runId}`;
      throw new WorkerError("RUN_NOT_FOUND", message, { cause: error });
    }
    return undefined;
  }
}

/** Pauses that end early when somebody in this process has news. */
function openBell({ clock }: Service, workflowId: string, replies: Replies | undefined) {
  let news = new AbortController();
  const close = replies?.listen(workflowId, () => news.abort()) ?? (() => {});
  return {
    /** What was told until now is about to be seen. */
    reset() {
      news = new AbortController();
    },
    async pause(ms: number): Promise<void> {
      if (news.signal.aborted) return;
      const busy = openBusy(clock);
      await busy.sleep(ms, news.signal);
      busy.release();
    },
    close,
  };
}
