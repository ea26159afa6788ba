import { readMarker, writeMarker } from "./header.ts";

/** The input of a signal, taken apart. */
export interface LetterText {
  /** Tells this sending from every other, so that one that arrives twice counts once; undefined if another program sent it. */
  readonly id: string | undefined;
  /** Further words that stand behind the id. */
  readonly words: readonly string[];
  /** The text of the value; undefined if there is none. */
  readonly payload: string | undefined;
}

const KIND = "signal";

/** The input of a signal with an id: a head that stays legible, then the text of the value. */
export const writeLetter = ({ id, words = [], payload }: Partial<LetterText> & { readonly id: string }): string =>
  writeMarker({ head: [KIND, id, ...words], payload });

/** Takes the input of a signal apart; what another program wrote is all payload. */
export function readLetter(input: string | undefined): LetterText {
  const marker = readMarker(input);
  const [kind, id, ...words] = marker?.head ?? [];
  if (kind !== KIND || id === undefined) return { id: undefined, words: [], payload: input };
  return { id, words, payload: marker?.payload };
}
