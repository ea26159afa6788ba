import { openPayloads } from "@sweft/payload";
import { attributesOf, typeOf } from "../histories/history.ts";
import { nameOfFile, readHistory } from "../histories/read.ts";
import { describeSummary, executionOf, summaryOf } from "../histories/summary.ts";
import type { Io } from "../io.ts";
import { linesOf, tableOf } from "../telling/lines.ts";
import { harmless } from "../telling/text.ts";

/** What `sweft history` is told. */
export interface HistoryArgs {
  /** A file, or `-` for stdin. */
  readonly file: string;
  /** Print values in full. Default: their first 60 characters. */
  readonly full?: true;
}

const VALUE_LENGTH = 60;

/**
 * `sweft history`: prints a recorded history, one line an event.
 *
 * @throws {CliError} `HISTORY_UNREADABLE`, `HISTORY_INVALID`
 */
export async function history({ file, full }: HistoryArgs, io: Io): Promise<0> {
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
  io.out(tableOf(linesOf(events, { payloads: openPayloads(), valueLength: full ? undefined : VALUE_LENGTH })));
  if (hasMorePages) io.err(`sweft: ${nameOfFile(file)} says that more pages follow; only this one is shown\n`);
  const before = events.find(({ eventId }, at) => (events[at + 1]?.eventId ?? eventId + 1) !== eventId + 1);
  if (before !== undefined) {
    io.err(`sweft: ${nameOfFile(file)} lacks event ${before.eventId + 1}: it is no whole history\n`);
  }
  return 0;
}
