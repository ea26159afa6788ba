import { readMarker, writeMarker } from "./header.ts";

const KIND = "continued";

/** The input of a run, taken apart. */
export interface InputText {
  /** Did an earlier run write it, together with what it hands on? */
  readonly isContinued: boolean;
  /** The text of the arguments, or of arguments and what is handed on; undefined if there is none. */
  readonly payload: string | undefined;
}

/**
 * The input of a run that takes something over from the one before: a head that stays legible, then the text of all of it.
 *
 * @param signalId - Of the signal with which a client starts it.
 */
export const writeContinued = (payload: string, signalId?: string): string =>
  writeMarker({ head: signalId === undefined ? [KIND] : [KIND, signalId], payload });

/** The id of the signal with which a client has started a run; undefined if it did not. */
export function startedBySignal(input: string | undefined): string | undefined {
  const { head: [kind, signalId] = [] } = readMarker(input) ?? {};
  return kind === KIND ? signalId : undefined;
}

/** Takes the input of a run apart; what anybody else wrote is all payload. */
export function readInput(input: string | undefined): InputText {
  const marker = readMarker(input);
  return marker?.head[0] === KIND
    ? { isContinued: true, payload: marker.payload }
    : { isContinued: false, payload: input };
}
