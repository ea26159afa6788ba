/**
 * Turns values into text and back. Synchronous, since replay is.
 *
 * The text must be well-formed Unicode, and equal values must give equal text: replay compares texts.
 */
export interface Serializer {
  /** A short name for messages, such as `superjson`. */
  readonly name: string;
  /**
   * A prefix of the form `sweft:<name> ` that marks this serializer's own texts. It promises that no text of it starts
   * so because of what the user wrote; without it, texts that start with `sweft:` are escaped on their way out.
   */
  readonly marker?: string;
  /**
   * `one`: it carries a single value, such as a text, and no list of arguments. The only argument of an activity or workflow that
   * declares it is then written itself.
   */
  readonly arity?: "one";
  /**
   * @param value - What to write.
   * @param name - What messages call the value; `value` when absent.
   * @throws {PayloadError} `PAYLOAD_UNSERIALIZABLE` when the text would not give the same value back.
   */
  serialize(value: unknown, name?: string): string;
  /**
   * @param text - A text of `serialize`, or one that another client wrote.
   * @throws {PayloadError} `PAYLOAD_UNREADABLE`.
   */
  deserialize(text: string): unknown;
}
