// What a terminal obeys instead of showing it, and what no UTF-8 can hold: control characters (colours, cursor jumps),
// line and paragraph separators, marks that turn the direction of writing around, and halves of surrogate pairs.
const UNFIT = "[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Bidi_Control}]";

/** Whether a text is one line that any terminal shows as it is. */
export const isPlain = (text: string): boolean => !new RegExp(UNFIT, "u").test(text);

/** The text with everything that is not plain written as JSON escapes it: `\u001b`. */
export const plain = (text: string): string => text.replace(new RegExp(UNFIT, "gu"), escaped);

/** How JSON writes a character by its number: `\u202e`. */
export const escaped = (character: string): string =>
  `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
