import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openPayloads } from "@sweft/payload";
import { historyJson } from "@sweft/worker";
import type { HistoryEvent, Limits, Replayed } from "../../../src/index.ts";
import { fromFailure, replay, toFailure } from "../../../src/index.ts";
import type { AnyWorkflow, Ended } from "./behaviour.ts";

// Histories are kept for ever: what was recorded once must replay by all code to come. A behaviour has one history for
// each form in which it was ever recorded, `race.json`, `race.2.json` and so on, and the last is what today's code writes.

const FOLDER = join(__dirname, "../histories");

/** The files of a behaviour's histories, oldest first. */
export const keptOf = (name: string): readonly string[] =>
  Array.from({ length: 100 }, (_, i) => (i === 0 ? `${name}.json` : `${name}.${i + 1}.json`)).filter((file) =>
    existsSync(join(FOLDER, file)),
  );

/** All files of the folder. */
export const allKept = (): readonly string[] => readdirSync(FOLDER);

export const readKept = (file: string): string => readFileSync(join(FOLDER, file), "utf8");

/** Adds a history to those of a behaviour. None is ever overwritten. */
export function keep(name: string, text: string): void {
  const number = keptOf(name).length + 1;
  writeFileSync(join(FOLDER, number === 1 ? `${name}.json` : `${name}.${number}.json`), text, { flag: "wx" });
}

/**
 * Histories as the aws CLI prints them, but a line for each event; several if the run has continued as others. Stacks are left
 * out, for they differ between machines, and the ids that clients draw for their requests are numbered.
 */
export function textOf(runs: readonly (readonly HistoryEvent[])[]): string {
  const texts = runs.map((history) => {
    const { events } = JSON.parse(historyJson(history as never)) as { readonly events: readonly object[] };
    return `{"events": [\n${events.map((event) => JSON.stringify(event, withoutStacks)).join(",\n")}\n]}`;
  });
  return numbered(texts.length === 1 ? `${texts[0]}\n` : `{"runs": [\n${texts.join(",\n")}\n]}\n`);
}

function numbered(text: string): string {
  const ids = new Map<string, string>();
  return text.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
    ids.set(id, ids.get(id) ?? `request-${ids.size + 1}`);
    return ids.get(id) ?? id;
  });
}

function withoutStacks(_name: string, value: unknown): unknown {
  if (typeof value !== "string" || !value.includes('"stack":')) return value;
  const payload = value.startsWith("sw1 ") ? value.indexOf("\n") + 1 : 0;
  const kept = JSON.stringify(JSON.parse(value.slice(payload)), (name, field: unknown) =>
    name === "stack" ? undefined : field,
  );
  return value.slice(0, payload) + kept;
}

interface History {
  readonly events: readonly HistoryEvent[];
}

/** Replays a history from zero, and those of the runs that it has continued as. */
export function byReplay(
  workflow: AnyWorkflow,
  text: string,
  limits: Partial<Limits>,
): { readonly ended: Ended; readonly asked: number } {
  const kept = JSON.parse(text) as History | { readonly runs: readonly History[] };
  const replayed = ("runs" in kept ? kept.runs : [kept]).map((history) =>
    replay(workflow, history, { converter: openPayloads(), limits }),
  );
  const asked = replayed.reduce((sum, run) => sum + ("decisions" in run ? run.decisions.length : 0), 0);
  const last = replayed.pop();
  const stray = replayed.find(({ status }) => status !== "continued");
  if (stray !== undefined) throw new Error(`a run that was continued is ${stray.status}`);
  return { ended: endOf(last), asked };
}

function endOf(run: Replayed | undefined): Ended {
  if (run?.status === "completed") return { completed: run.result };
  if (run?.status === "failed") return { failed: fromFailure(toFailure(run.error), "") };
  if (run?.status === "held") return { held: run.error };
  if (run?.status !== "canceled") throw new Error(`the history ends, and the workflow is ${run?.status}`);
  return { canceled: (run.error as { readonly details?: unknown }).details };
}
