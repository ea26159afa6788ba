import { openPayloads } from "@sweft/payload";
import type { HistoryEvent, Workflow } from "@sweft/workflow";
import { replay } from "@sweft/workflow";
import { compare } from "../measure.ts";
import type { Report } from "../report.ts";
import { parallel, recorded, sequential, stepResult, wordy } from "./histories.ts";

const converter = openPayloads();

type Counting = Workflow<[number], number>;

const SHAPES: readonly (readonly [string, Counting, number])[] = [
  ["sequential", sequential, 100],
  ["sequential", sequential, 1000],
  ["sequential", sequential, 5000],
  ["parallel", parallel, 100],
  ["parallel", parallel, 1000],
];

/** Arguments longer than this are reported by the character. */
const LONG_ARGUMENTS = [64, 1024, 16_384];

/** What is left of replay when there is no framework: a generator stepped with results that lie ready. */
function* bare(steps: number): Generator<{ name: string; input: { i: number } }, number, { i: number }> {
  let sum = 0;
  for (let i = 0; i < steps; i++) sum += (yield { name: "noop", input: { i } }).i;
  return sum;
}

function stepBare(results: readonly { i: number }[]): number {
  const generator = bare(results.length);
  let step = generator.next();
  for (let i = 0; step.done !== true; i++) step = generator.next(results[i] ?? { i: 0 });
  return step.value;
}

function checked<A extends readonly unknown[]>(
  run: Workflow<A, number>,
  events: readonly HistoryEvent[],
  sum: number,
): void {
  const replayed = replay(run, events, { converter });
  if (replayed.status !== "completed" || replayed.result !== sum)
    throw new Error(`replay came to ${JSON.stringify(replayed)}`);
}

/** Measures replay of whole recorded runs, arguments checked, beside the least that any replay must do. */
export function benchReplay(report: Report): void {
  report.begin("replay", "Replay of whole runs, arguments checked. µs an activity; events/s; ratios within this run.");
  for (const [shape, run, steps] of SHAPES) {
    const events = recorded(converter, run, steps);
    checked(run, events, (steps * (steps - 1)) / 2);
    const text = JSON.stringify(events);
    const results = Array.from({ length: steps }, (_, i) => stepResult(i));
    const took = compare({
      parsed: () => replay(run, events, { converter }),
      fromJson: () => replay(run, JSON.parse(text) as HistoryEvent[], { converter }),
      jsonParse: () => JSON.parse(text) as unknown,
      generator: () => stepBare(results),
    });
    report.add({
      shape,
      activities: steps,
      events: events.length,
      "replay µs": (took.parsed * 1000) / steps,
      "from JSON µs": (took.fromJson * 1000) / steps,
      "JSON.parse µs": (took.jsonParse * 1000) / steps,
      "generator µs": (took.generator * 1000) / steps,
      "events/s": Math.round((events.length / took.parsed) * 1000),
      "from JSON events/s": Math.round((events.length / took.fromJson) * 1000),
      "from JSON ÷ JSON.parse": took.fromJson / took.jsonParse,
      "replay ÷ JSON.parse": took.parsed / took.jsonParse,
      "replay ÷ generator": took.parsed / took.generator,
    });
  }
  report.begin("arguments", "Longer arguments: what each character of an argument costs, against the shortest.");
  const steps = 200;
  let shortest: { readonly characters: number; readonly ms: number } | undefined;
  for (const characters of LONG_ARGUMENTS) {
    const events = recorded(converter, wordy as unknown as Workflow<[number, number], number>, steps, characters);
    checked(wordy, events, (steps * (steps - 1)) / 2);
    const ms = compare({ parsed: () => replay(wordy, events, { converter }) }).parsed;
    report.add({
      characters,
      "replay µs": (ms * 1000) / steps,
      "ns a character": shortest && ((ms - shortest.ms) * 1e6) / steps / (characters - shortest.characters),
    });
    shortest ??= { characters, ms };
  }
}
