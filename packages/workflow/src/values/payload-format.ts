import { describe } from "../errors/failure.ts";
import { SweftError } from "../errors/sweft-error.ts";

/**
 * Values to text and back, as a declaration may ask for: any object with these two methods. Those of `@sweft/payload` fit.
 * They are called at every replay, so they are synchronous, and equal values must give equal texts.
 */
export interface PayloadSerializer {
  /** What messages call it. */
  readonly name?: string;
  /**
   * A prefix of the form `sweft:<name> ` that its texts may have, and by which they are told from all others. Of what has none,
   * nothing tells by whom it was written.
   */
  readonly marker?: string;
  /**
   * `one`: it carries a single value, such as a text or some bytes. Then the only argument is written itself, and not a list
   * of arguments. Default: it carries lists.
   */
  readonly arity?: "one";
  /**
   * @param value - Never undefined.
   * @param name - What messages call the value.
   */
  serialize(value: unknown, name?: string): string;
  deserialize(text: string): unknown;
}

/** How one field of an activity or workflow is written. */
export interface PayloadFormat {
  /** Default: that of the payloads that deciders, workers and clients were given. */
  readonly serializer?: PayloadSerializer;
  /** The name of the store that takes what is too long for its field: one of those the payloads were opened with. */
  readonly store?: string;
  /**
   * Leaves the text as its serializer wrote it: neither compressed nor encrypted, and never out of band. For what programs read that are
   * not Sweft's. Histories show it to all; what is too long for its field is an error. Default false.
   */
  readonly plain?: boolean;
}

/** How the arguments and the result of an activity or workflow are written. */
export interface PayloadFormats {
  readonly input?: PayloadFormat;
  readonly result?: PayloadFormat;
}

/** What a single call may change of that: whoever reads the text knows the declaration alone. */
export interface PayloadOverrides {
  readonly input?: Pick<PayloadFormat, "store">;
}

/**
 * The formats of a declaration, with what a call changes.
 *
 * @param what - What they are of: `activity charge`.
 * @returns Undefined if neither says anything.
 * @throws {SweftError} `OPTION_INVALID`
 */
export function formatsOf(
  declared: PayloadFormats | undefined,
  called: PayloadOverrides | undefined,
  what: string,
): PayloadFormats | undefined {
  if (declared === undefined && called === undefined) return undefined;
  const name = `payloads of ${what}`;
  if (declared !== undefined) checkMembers(declared, ["input", "result"], name);
  if (called !== undefined) checkMembers(called, ["input"], `${name}, as a call gives them,`, WHY_NOT);
  const own = formatOf(declared?.input, `input in the ${name}`);
  const store = called?.input && overrideOf(called.input, `input in the ${name}, as a call gives it,`);
  if (store !== undefined && own?.plain === true)
    throw invalid(`store of input in the ${name}, as a call gives it,`, store, "none: plain text stays in its field");
  const input = store === undefined ? own : Object.freeze({ ...own, store });
  const result = formatOf(declared?.result, `result in the ${name}`);
  return Object.freeze({ ...(input && { input }), ...(result && { result }) });
}

function formatOf(given: PayloadFormat | undefined, what: string): PayloadFormat | undefined {
  if (given === undefined) return undefined;
  checkMembers(given, ["serializer", "store", "plain"], what);
  const { serializer, store, plain = false } = given;
  if (serializer !== undefined) checkSerializer(serializer, `serializer of ${what}`);
  if (store !== undefined) checkStore(store, what);
  if (typeof plain !== "boolean") throw invalid(`plain of ${what}`, plain, "true or false");
  if (plain && store !== undefined) throw invalid(`store of ${what}`, store, "none: plain text stays in its field");
  return Object.freeze({
    ...(serializer && { serializer }),
    ...(store !== undefined && { store }),
    ...(plain && { plain }),
  });
}

/** A text is read by others than the caller. */
const WHY_NOT = "; all else stands in the declaration, since who reads the text knows that alone";

function overrideOf(given: Pick<PayloadFormat, "store">, what: string): string | undefined {
  checkMembers(given, ["store"], what, WHY_NOT);
  if (given.store !== undefined) checkStore(given.store, what);
  return given.store;
}

/** What a store may be called: it stands in references. */
const STORE = /^[\x21-\x7e]+$/;

function checkStore(store: unknown, what: string): void {
  if (typeof store === "string" && STORE.test(store)) return;
  throw invalid(`store of ${what}`, store, "the name of one of the stores that openPayloads is given");
}

/** Marks of texts that no serializer writes are Sweft's own. */
const MARKER = /^sweft:(?!text )[a-z0-9-]+ $/;

function checkSerializer(serializer: PayloadSerializer, what: string): void {
  const { serialize, deserialize, marker, arity } = Object(serializer) as Partial<PayloadSerializer>;
  if (typeof serialize !== "function" || typeof deserialize !== "function")
    throw invalid(what, serializer, "an object with the methods serialize(value) and deserialize(text)");
  if (marker !== undefined && !(typeof marker === "string" && MARKER.test(marker)))
    throw invalid(`marker of the ${what}`, marker, '"sweft:<name> " with a name of its own, or leave it out');
  if (arity !== undefined && arity !== "one")
    throw invalid(`arity of the ${what}`, arity, '"one", or leave it out if it carries lists of arguments');
}

function checkMembers(given: object, known: readonly string[], what: string, why = ""): void {
  if (typeof given !== "object" || given === null) throw invalid(what, given, `an object with ${known.join(" and ")}`);
  const unknown = Object.keys(given).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw new SweftError("OPTION_INVALID", `${what} cannot say ${unknown}; write ${known.join(" or ")}${why}`);
}

const invalid = (what: string, given: unknown, rule: string): SweftError =>
  new SweftError("OPTION_INVALID", `${what} is ${describe(given)}; write ${rule}`);

/** Does a format carry one value, and no list of arguments? */
export const isOfOne = (format: PayloadFormat | undefined): boolean => format?.serializer?.arity === "one";

/**
 * Refuses several arguments where the format carries only one.
 *
 * @param what - `activity charge`.
 * @throws {SweftError} `ARGUMENTS_NOT_ONE`
 */
export function checkArity(format: PayloadFormat | undefined, args: readonly unknown[], what: string): void {
  if (args.length <= 1 || !isOfOne(format)) return;
  const name = format?.serializer?.name ?? "its own";
  throw new SweftError(
    "ARGUMENTS_NOT_ONE",
    `${what} was given ${args.length} arguments, and its input is written by the serializer ${name}, which carries one value; give it one argument`,
  );
}

/** What is written of some arguments: all of them as a list, or the only one itself. */
export interface Packed {
  /** Undefined if there is nothing to write. */
  readonly value: unknown;
  /** What messages call it, so that paths begin where the caller can see it. */
  readonly name: string;
}

/**
 * What stands for a list of arguments in a field.
 *
 * @param what - What is called: `activity charge`.
 * @throws {SweftError} `ARGUMENTS_NOT_ONE`
 */
export function packArguments(args: readonly unknown[], format: PayloadFormat | undefined, what: string): Packed {
  if (!isOfOne(format)) return { value: args.length === 0 ? undefined : args, name: "args" };
  checkArity(format, args, what);
  return { value: args[0], name: "args[0]" };
}

/** The arguments again, of what a text was read as. What is no list, as other clients write it, is the only argument. */
export function unpackArguments(value: unknown, format: PayloadFormat | undefined): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) && !isOfOne(format) ? value : [value];
}
