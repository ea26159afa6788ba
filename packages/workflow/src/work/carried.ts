/** A signal that a run hands on because nobody has taken it. */
export interface CarriedSignal {
  readonly name: string;
  /** Undefined if another program sent it. */
  readonly id?: string;
  /** Further words of its head. */
  readonly words?: readonly string[];
  /** The text of its value as it was recorded: the new run reads it, if anybody takes it. */
  readonly text?: string;
}

/** A marked timer that was running, or that nobody has asked for again yet. */
export interface CarriedTimer {
  readonly name: string;
  /** When it is due, in ms since 1970. */
  readonly dueMs: number;
}

/** What a run hands on to the one it continues as. Plain data; what is empty is left out. */
export interface Carried {
  /** Signals that nobody has taken, in the order of arrival over all names. */
  readonly signals?: readonly CarriedSignal[];
  /** Short hashes of the ids of signals that have arrived, the latest last, with blanks in between. */
  readonly seen?: string;
  /** The body begins no sooner: in ms since 1970. For another attempt, or the next time of a schedule. */
  readonly notBeforeMs?: number;
  /** Which attempt the new run is, from 2 on, if the workflow is tried again by its own policy. */
  readonly attempt?: number;
  /** When the first attempt began, in ms since 1970. */
  readonly triedSinceMs?: number;
  /** Marked timers, in the order asked. */
  readonly timers?: readonly CarriedTimer[];
  /** A cancellation was requested that the body has not heard of. */
  readonly cancelRequested?: true;
}

/** Nothing is handed on. */
export const NOTHING_CARRIED: Carried = Object.freeze({});
