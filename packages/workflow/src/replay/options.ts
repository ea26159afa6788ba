import type { HistoryEvent } from "../history/event.ts";
import type { Limits } from "../planner/limits.ts";
import type { DigestKey } from "../values/digest.ts";
import type { Converter, LogLine, Seeker } from "../work/run-context.ts";
import type { Flag } from "./flags.ts";
import type { Execution } from "./marker.ts";

/** What replay needs to know beyond workflow and history. */
export interface RunOptions {
  /** Default: plain JSON. */
  readonly converter?: Converter;
  /** Which run it is. Default: what the history's run marker says. */
  readonly execution?: Execution;
  /** The keys of argument digests, if the payloads are secret: the one to use, then those of before. */
  readonly digestKeys?: readonly DigestKey[];
  /** Hears what the workflow logs; never what it logged in decisions already recorded. */
  readonly onLog?: (line: LogLine) => void;
  /** What the service bears, where it differs from its published limits. Acts on the decision being made alone. */
  readonly limits?: Partial<Limits>;
  /** How many bytes of payloads are asked for at once, ahead of their use. Default 8 MiB. */
  readonly readAheadBytes?: number;
  /** With so many events a checkpoint continues as new, unless it says otherwise. Default: 40 % of the longest history, 10,000. */
  readonly checkpointEvents?: number;
}

/** What only the interpreter itself and its own tests set. */
export interface Internals {
  /** The changes of behaviour that this interpreter knows. */
  readonly flags?: readonly Flag[];
  /** Looks for a place in the source. */
  readonly seeker?: Seeker | undefined;
  /** Adds to an error that holds the run what only another replay tells. */
  readonly report?: (error: unknown, events: readonly HistoryEvent[]) => unknown;
}

/** The converter of those who give none. */
export const PLAIN_JSON: Converter = {
  write: (value, name, format) =>
    format?.serializer === undefined ? JSON.stringify(value) : format.serializer.serialize(value, name),
  read: (text, format) => (format?.serializer === undefined ? JSON.parse(text) : format.serializer.deserialize(text)),
};
