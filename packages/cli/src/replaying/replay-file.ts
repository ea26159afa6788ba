import type { LiveRun, Replayed, SourceLocation } from "@sweft/workflow";
import { CliError, clauseOf, codeOf, messageOf, nameOf } from "../errors.ts";
import type { RecordedEvent, RecordedHistory } from "../histories/history.ts";
import { attributesOf, typeOf } from "../histories/history.ts";
import { nameOfFile, readHistory } from "../histories/read.ts";
import { executionOf, summaryOf } from "../histories/summary.ts";
import type { Io } from "../io.ts";
import type { OpenedPayloads } from "../payloads.ts";
import { endedEarly, noteOfEnd } from "./end.ts";
import type { FieldDifference, Verdict } from "./verdict.ts";
import type { Workflows } from "./workflows.ts";
import { findWorkflow } from "./workflows.ts";

/** What all files are replayed with. */
export interface Replaying extends OpenedPayloads {
  readonly workflows: Workflows;
  readonly io: Io;
}

/** Replays one recorded history. Never rejects: what hinders it is a verdict, too. */
export async function replayFile(file: string, replaying: Replaying): Promise<Verdict> {
  try {
    return await judge(await readHistory(file, replaying.io), replaying);
  } catch (error) {
    // Our own messages name the file already.
    const message = nameOf(error) === "CliError" ? messageOf(error) : `${nameOfFile(file)}: ${messageOf(error)}`;
    return { outcome: "error", file, code: codeOf(error) ?? nameOf(error), message, error };
  }
}

/**
 * Which run a history tells of that does not say so: before its first completion, or written by another program.
 * Nothing that is recorded there depends on it.
 */
const UNNAMED = { workflowId: "unknown", runId: "unknown" };

async function judge(history: RecordedHistory, replaying: Replaying): Promise<Verdict> {
  const { workflows, payloads } = replaying;
  const { file, events } = history;
  const workflow = findWorkflow(workflows, beginningOf(history), nameOfFile(file));
  const { interpreter } = workflows;
  const execution = executionOf(events);
  const digestKeys = await payloads.digestKeys();
  const live = interpreter.openRun(workflow, { converter: payloads, execution: execution ?? UNNAMED, digestKeys });
  const replayed = await drive(live, history, async (texts) => {
    try {
      await payloads.fetch(texts);
    } catch (cause) {
      const message = `a payload of ${nameOfFile(file)} cannot be fetched: ${missingPayload(cause, replaying, texts)}`;
      throw new CliError("PAYLOAD_UNAVAILABLE", message, { cause });
    }
  });
  const told = { file, workflow: workflow.type, summary: summaryOf(history) };
  const bug = bugOf(replayed, interpreter.isBug);
  if (bug !== undefined) return { ...told, ...misfitOf(bug.error, events) };
  const early = endedEarly(replayed, told.summary.status, events);
  if (early !== undefined) {
    const message = `event ${early.eventId} completed a decision after which the run went on, but the code ends the workflow there`;
    const differences = [{ field: "status", recorded: "open", asked: replayed.status }];
    const error = new Error(message);
    const at = { event: early, id: undefined, differences, location: undefined, fix: undefined };
    return { ...told, outcome: "divergence", code: "NONDETERMINISM", message, error, ...at };
  }
  const format = workflow.settings.payloads?.result;
  // What another program wrote may look otherwise and mean the same.
  const note = execution && noteOfEnd(replayed, events.at(-1), payloads, interpreter, format);
  return { ...told, outcome: "ok", notes: note === undefined ? [] : [note] };
}

/** Why a payload is not there, and one advice. What the payloads' own error advises is for programs, not for the command line. */
function missingPayload(cause: unknown, { storeName, isExported }: OpenedPayloads, texts: readonly string[]): string {
  if (isExported)
    return `${clauseOf(cause)}; give the payloads that the module of --payloads exports what the workers have`;
  const code = codeOf(cause);
  if (code === "PAYLOAD_KEY_ID_UNKNOWN") {
    return "it is encrypted; name a module that exports the payloads of the workers, with their keys: --payloads";
  }
  const named =
    texts.map((text) => / store=(\S+)/.exec(text)?.[1]).find((name) => name !== undefined && name !== storeName) ??
    "the workers'";
  if (storeName === undefined && code === "PAYLOAD_STORE_MISMATCH") {
    return `it is out of band, in the store ${named}; name the folder of that store: --store file:DIRECTORY`;
  }
  if (code === "PAYLOAD_STORE_MISMATCH") {
    return `it is in the store ${named}, and --store names the store ${storeName}; name the store the workers use`;
  }
  return `${clauseOf(cause)}; name the folder of the store the workers use`;
}

/** The type that a history was recorded with. */
function beginningOf({ file, events, hasMorePages }: RecordedHistory) {
  const [first] = events;
  const type = first?.eventType === "WorkflowExecutionStarted" && typeOf(attributesOf(first), "workflowType");
  if (type === undefined || type === false) {
    const found = `begins with event ${first?.eventId}, ${first?.eventType}`;
    const message = `${nameOfFile(file)} ${found}; a history begins with WorkflowExecutionStarted, which names the workflow`;
    throw new CliError("HISTORY_INVALID", message);
  }
  if (!hasMorePages) return type;
  const message = `${nameOfFile(file)} says that more pages follow; record the history without --no-paginate and --max-items`;
  throw new CliError("HISTORY_INCOMPLETE", message);
}

/** What replay comes to. It stops where a function of `cached` would run for the first time: that is news, not history. */
async function drive(
  live: LiveRun,
  history: RecordedHistory,
  fetch: (texts: readonly string[]) => Promise<void>,
): Promise<Replayed> {
  let replayed = live.advance(history);
  while (replayed.status === "needs" && replayed.effects.length === 0) {
    await fetch(replayed.payloads);
    replayed = live.resume();
  }
  return replayed;
}

/** The bug that stopped a replay. A workflow that fails on bugs tells of them by failing; others never fail with one. */
function bugOf(replayed: Replayed, isBug: (error: unknown) => boolean): { readonly error: unknown } | undefined {
  if (replayed.status === "held") return { error: replayed.error };
  return replayed.status === "failed" && isBug(replayed.error) ? { error: replayed.error } : undefined;
}

/** The members of a NondeterminismError, as far as an error has them. */
interface Told {
  readonly eventId?: number;
  readonly id?: string;
  readonly differences?: readonly FieldDifference[];
  readonly location?: SourceLocation | undefined;
  readonly fix?: string | undefined;
}

function misfitOf(error: unknown, events: readonly RecordedEvent[]) {
  const code = codeOf(error) ?? nameOf(error);
  const { eventId, id, differences = [], location, fix } = (error ?? {}) as Told;
  const isDivergence = code === "NONDETERMINISM";
  return {
    outcome: isDivergence ? ("divergence" as const) : ("bug" as const),
    code,
    message: messageOf(error),
    error,
    event: events.find((event) => isDivergence && event.eventId === eventId),
    id: isDivergence ? id : undefined,
    differences: isDivergence ? differences : [],
    location: isDivergence ? location : undefined,
    fix: isDivergence ? fix : undefined,
  };
}
