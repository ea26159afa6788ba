/** What a word of a marker's head cannot hold as it is: blanks, control characters, halves of letters, and the escape itself. */
const UNFIT = /[%\s\p{Cc}\p{Cs}]/gu;

const ESCAPE = /%u([0-9a-f]{4})|%([0-9a-f]{2})/g;

const hex = (code: number, digits: number) => code.toString(16).padStart(digits, "0");

/** A text as one word of a marker's head: what is legible stays legible. */
export const toWord = (text: string): string =>
  text.replace(UNFIT, (unfit) => {
    const code = unfit.charCodeAt(0);
    return code < 0x100 ? `%${hex(code, 2)}` : `%u${hex(code, 4)}`;
  });

/** The text of a word that {@link toWord} made. */
export const fromWord = (word: string): string =>
  word.replace(ESCAPE, (_escape, long?: string, short?: string) =>
    String.fromCharCode(Number.parseInt(long ?? short ?? "", 16)),
  );
