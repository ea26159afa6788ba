import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openPayloads } from "@sweft/payload";
import { historyJson } from "@sweft/worker";
import type { HistoryEvent } from "../../../src/index.ts";
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

/** A history as the aws CLI prints it, but a line for each event. Stacks are left out: they differ between machines. */
export function textOf(history: readonly HistoryEvent[]): string {
  const { events } = JSON.parse(historyJson(history as never)) as { readonly events: readonly object[] };
  return `{"events": [\n${events.map((event) => JSON.stringify(event, withoutStacks)).join(",\n")}\n]}\n`;
}

function withoutStacks(_name: string, value: unknown): unknown {
  if (typeof value !== "string" || !value.includes('"stack":')) return value;
  const payload = value.startsWith("sw1 ") ? value.indexOf("\n") + 1 : 0;
  const kept = JSON.stringify(JSON.parse(value.slice(payload)), (name, field: unknown) =>
    name === "stack" ? undefined : field,
  );
  return value.slice(0, payload) + kept;
}

/** Replays a history from zero. */
export function byReplay(workflow: AnyWorkflow, text: string): { readonly ended: Ended; readonly asked: number } {
  const history = JSON.parse(text) as { readonly events: readonly HistoryEvent[] };
  const replayed = replay(workflow, history, { converter: openPayloads() });
  const asked = "decisions" in replayed ? replayed.decisions.length : 0;
  if (replayed.status === "completed") return { ended: { completed: replayed.result }, asked };
  if (replayed.status === "failed") return { ended: { failed: fromFailure(toFailure(replayed.error), "") }, asked };
  if (replayed.status === "held") return { ended: { held: replayed.error }, asked };
  if (replayed.status !== "canceled") throw new Error(`the history ends, and the workflow is ${replayed.status}`);
  return { ended: { canceled: (replayed.error as { readonly details?: unknown }).details }, asked };
}
