import type { Converter, PayloadFormat } from "@sweft/workflow";
import { reasonOf, toFailure, unpackArguments } from "@sweft/workflow";
import { TestingError } from "../errors.ts";

/**
 * The text of a value; undefined for nothing at all.
 *
 * @param name - What messages call the value.
 * @param format - What is declared of the field.
 */
export const writeText = (
  converter: Converter,
  value: unknown,
  name?: string,
  format?: PayloadFormat,
): string | undefined => (value === undefined ? undefined : converter.write(value, name, format));

/** The value of a text; nothing at all reads as undefined. */
export const readText = (converter: Converter, text: unknown, format?: PayloadFormat): unknown =>
  typeof text !== "string" || text === "" ? undefined : converter.read(text, format);

/** The arguments of an input: what is no list, as other clients write it, is the only argument. */
export const readArguments = (converter: Converter, input: unknown, format?: PayloadFormat): readonly unknown[] =>
  unpackArguments(readText(converter, input, format), format);

/** An error as workers and deciders report it: reason and details. Fields that cannot be written are left out. */
export function writeFailure(
  converter: Converter,
  error: unknown,
): { readonly reason: string; readonly details: string } {
  const failure = toFailure(error);
  const reason = reasonOf(failure);
  try {
    return { reason, details: converter.write(failure) };
  } catch {
    const { name, message } = failure;
    return { reason, details: converter.write({ name, message }) };
  }
}

/** Throws `PAYLOADS_MISSING` if one of the texts is still out of band. */
export function assertFetched(converter: Converter, texts: readonly string[]): void {
  const missing = texts.filter((text) => converter.missing?.(text) === true);
  if (missing.length === 0) return;
  throw new TestingError(
    "PAYLOADS_MISSING",
    `the history refers to ${missing.length} payloads that are not here, the first: ${missing[0]?.slice(0, 100)}; give the option fetch`,
  );
}
