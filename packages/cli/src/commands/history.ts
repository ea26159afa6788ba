import type { Payloads } from "@sweft/payload";
import { messageOf } from "../errors.ts";
import type { RecordedEvent } from "../histories/history.ts";
import { attributesOf, typeOf } from "../histories/history.ts";
import { nameOfFile, readHistory } from "../histories/read.ts";
import { describeSummary, executionOf, summaryOf } from "../histories/summary.ts";
import type { Io } from "../io.ts";
import type { PayloadsArgs } from "../payloads.ts";
import { payloadsOf } from "../payloads.ts";
import { linesOf, tableOf } from "../telling/lines.ts";
import { harmless } from "../telling/text.ts";

/** What `sweft history` is told. */
export interface HistoryArgs extends PayloadsArgs {
  /** A file, or `-` for stdin. */
  readonly file: string;
  /** Print values in full. Default: their first 60 characters. */
  readonly full?: true;
}

const VALUE_LENGTH = 60;

/**
 * `sweft history`: prints a recorded history, one line an event.
 *
 * @throws {CliError} `HISTORY_UNREADABLE`, `HISTORY_INVALID`, `USAGE_INVALID`, `MODULE_UNREADABLE`, `STORE_INVALID`, `PAYLOADS_INVALID`
 */
export async function history({ file, full, ...where }: HistoryArgs, io: Io): Promise<0> {
  const { payloads } = await payloadsOf(where, io);
  const recorded = await readHistory(file, io);
  const { events, hasMorePages } = recorded;
  const first = events[0];
  const type = first && typeOf(attributesOf(first), "workflowType");
  const execution = executionOf(events);
  const title = [
    type && `${type.name} ${type.version}`,
    execution && `workflow id ${execution.workflowId}`,
    execution && `run ${execution.runId}`,
    describeSummary(summaryOf(recorded)),
  ];
  io.out(`${harmless(title.filter((part) => part !== undefined).join("  "))}\n\n`);
  if (where.store !== undefined || where.payloads !== undefined) {
    // What cannot be read is shown as it is without them.
    await payloads.fetch(payloadsIn(events, payloads)).catch((error: unknown) => {
      io.err(`sweft: not every payload could be read: ${messageOf(error)}\n`);
    });
  }
  io.out(tableOf(linesOf(events, { payloads, valueLength: full ? undefined : VALUE_LENGTH })));
  if (hasMorePages) io.err(`sweft: ${nameOfFile(file)} says that more pages follow; only this one is shown\n`);
  const before = events.find(({ eventId }, at) => (events[at + 1]?.eventId ?? eventId + 1) !== eventId + 1);
  if (before !== undefined) {
    io.err(`sweft: ${nameOfFile(file)} lacks event ${before.eventId + 1}: it is no whole history\n`);
  }
  return 0;
}

/** The texts of events that must be fetched to be read; some stand behind a head on a line of its own. */
function payloadsIn(events: readonly RecordedEvent[], payloads: Payloads): readonly string[] {
  return events.flatMap((event) =>
    Object.values(attributesOf(event)).flatMap((text) => {
      if (typeof text !== "string") return [];
      const payload = text.startsWith("sw1 ") ? text.slice(text.indexOf("\n") + 1) : text;
      return payloads.missing(payload) ? [payload] : [];
    }),
  );
}
