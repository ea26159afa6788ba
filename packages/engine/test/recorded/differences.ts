import type { HistoryEvent } from "@aws-sdk/client-swf";
import type { RecordedEvent } from "./recordings.ts";

/** A place where an answer of the engine is not what was recorded. A member that is absent is undefined. */
export interface Difference {
  readonly path: string;
  readonly recorded: unknown;
  readonly got: unknown;
}

type Side = "recorded" | "got";

/**
 * Compares answers of one scenario, in the order in which they were given: member by member, nothing left out. Run ids are
 * drawn, so they are compared by the order of their first appearance: the same run must stand in the same places.
 */
export class Comparison {
  readonly #runs: Readonly<Record<Side, Map<string, string>>> = { recorded: new Map(), got: new Map() };

  /** What differs between two answers. Times on the recorded side are epoch seconds, on the other dates. */
  between(recorded: unknown, got: unknown, path = ""): readonly Difference[] {
    return [...differing(this.#plain("recorded", "", recorded), this.#plain("got", "", got), path)];
  }

  #plain(side: Side, member: string, value: unknown): unknown {
    if (value instanceof Date) return value.getTime();
    if (Array.isArray(value)) return value.map((each) => this.#plain(side, member, each));
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, this.#plain(side, name, each)]));
    }
    if (side === "recorded" && typeof value === "number" && /(?:Timestamp|Date)$/.test(member)) {
      return Math.round(value * 1_000);
    }
    if (typeof value !== "string" || !/runId$/i.test(member)) return value;
    const runs = this.#runs[side];
    const label = runs.get(value) ?? `run ${runs.size + 1}`;
    runs.set(value, label);
    return label;
  }
}

function* differing(recorded: unknown, got: unknown, path: string): Generator<Difference> {
  if (isObject(recorded) && isObject(got) && Array.isArray(recorded) === Array.isArray(got)) {
    for (const member of new Set([...Object.keys(recorded), ...Object.keys(got)])) {
      yield* differing(recorded[member], got[member], path === "" ? member : `${path}.${member}`);
    }
  } else if (!Object.is(recorded, got)) yield { path, recorded, got };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/**
 * Compares the times of two histories with equal events.
 *
 * T1. What a call wrote stands at the time of the call, which the driver made at the recorded time.
 * T2. What the engine wrote by itself comes no later than recorded, and less than a second earlier: the service takes a while
 * for what the engine does at once, and timers count whole seconds.
 * T3. Neighbours of one time, being of one transaction, have one time here too.
 */
export function timesBetween(
  recorded: readonly RecordedEvent[],
  got: readonly HistoryEvent[],
  called: ReadonlySet<number>,
): readonly Difference[] {
  const timeOf = (event: HistoryEvent | undefined) => event?.eventTimestamp?.getTime() ?? Number.NaN;
  return recorded.flatMap(({ eventId, eventTimestamp }, index) => {
    const recordedMs = Math.round(eventTimestamp * 1_000);
    const gotMs = timeOf(got[index]);
    const earlierMs = recordedMs - gotMs;
    const inTime = called.has(eventId) ? earlierMs === 0 : earlierMs >= 0 && earlierMs < 1_000;
    const together = recorded[index - 1]?.eventTimestamp === eventTimestamp;
    if (inTime && (!together || gotMs === timeOf(got[index - 1]))) return [];
    return [{ path: `events.${index}.eventTimestamp`, recorded: recordedMs, got: gotMs }];
  });
}
