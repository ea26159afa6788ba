/** A name of a store, a key of an object, an id: what stands in an envelope as one word, visible characters without spaces. */
export const WORD = "[\\x21-\\x7e]+";

const WHOLE = new RegExp(`^${WORD}$`);

/** Whether a text can stand in an envelope as one word. */
export const isWord = (text: string): boolean => WHOLE.test(text);
