import { resolve } from "node:path";
import { CliError, messageOf } from "../errors.ts";
import type { Io } from "../io.ts";
import type { RecordedEvent, RecordedHistory } from "./history.ts";

const WANTED = "give what `aws swf get-workflow-execution-history --output json` prints";

/**
 * Reads a recorded history: `{ events: […] }` as the aws CLI prints it, or a bare list. Events may be in either order;
 * that one is missing is not checked here, for a history may be looked at in part.
 *
 * @param file - A path relative to `io.cwd`, or `-` for stdin.
 * @throws {CliError} `HISTORY_UNREADABLE`, `HISTORY_INVALID`
 */
export async function readHistory(file: string, io: Io): Promise<RecordedHistory> {
  const text = await readText(file, io);
  const parsed = parse(file, text);
  const page = (Array.isArray(parsed) ? { events: parsed } : parsed) as Page | null;
  const { events: listed, nextPageToken, NextToken } = page ?? {};
  if (!Array.isArray(listed)) throw invalid(file, "holds no list of events");
  if (listed.length === 0) throw invalid(file, "holds no events");
  const events = listed
    .map((event: unknown, at) => checked(event, `events[${at}]`, file))
    .sort((a, b) => a.eventId - b.eventId);
  const twice = events.find(({ eventId }, at) => events[at + 1]?.eventId === eventId);
  if (twice !== undefined) throw invalid(file, `holds two events with the id ${twice.eventId}`);
  return {
    file,
    events,
    hasMorePages: typeof (nextPageToken ?? NextToken) === "string",
  };
}

interface Page {
  readonly events?: unknown;
  readonly nextPageToken?: unknown;
  /** As the aws CLI calls it, if it was told to stop early. */
  readonly NextToken?: unknown;
}

/** What to call a file in messages. */
export const nameOfFile = (file: string): string => (file === "-" ? "stdin" : file);

async function readText(file: string, io: Io): Promise<string> {
  if (file !== "-" && (await io.isDirectory(resolve(io.cwd, file)))) {
    const message = `${file} is a folder; give the files in it, such as ${file.replace(/\/+$/, "")}/*.json`;
    throw new CliError("HISTORY_UNREADABLE", message);
  }
  try {
    return await (file === "-" ? io.readStdin() : io.readFile(resolve(io.cwd, file)));
  } catch (cause) {
    const message = `${nameOfFile(file)} cannot be read: ${messageOf(cause)}; give a path relative to ${io.cwd}, or \`-\``;
    throw new CliError("HISTORY_UNREADABLE", message, { cause });
  }
}

function parse(file: string, text: string): unknown {
  try {
    // Some shells put a byte order mark before what they redirect.
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw invalid(file, `is no JSON: ${messageOf(cause)}`, cause);
  }
}

function checked(event: unknown, where: string, file: string): RecordedEvent {
  const { eventId, eventType, eventTimestamp } = (event ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof eventId !== "number" || !Number.isSafeInteger(eventId) || eventId < 1) {
    throw invalid(file, `has no event id in ${where}`);
  }
  if (typeof eventType !== "string" || eventType === "") throw invalid(file, `has no event type in ${where}`);
  if (!isTime(eventTimestamp)) throw invalid(file, `has no time in ${where}.eventTimestamp`);
  return event as RecordedEvent;
}

/** Seconds since 1970 or ISO 8601, as the aws CLI prints one or the other by its settings. */
function isTime(value: unknown): boolean {
  if (typeof value !== "number" && typeof value !== "string") return false;
  return !Number.isNaN(new Date(typeof value === "number" ? value * 1000 : value).getTime());
}

function invalid(file: string, what: string, cause?: unknown): CliError {
  const options = cause === undefined ? undefined : { cause };
  return new CliError("HISTORY_INVALID", `${nameOfFile(file)} ${what}; ${WANTED}`, options);
}
