import { isPlain, plain } from "./plain-text.ts";

/** What a value must be, and what is wrong with one. */
export interface Rule {
  /** What to write, for messages: `a whole number from 1 to 999`. */
  readonly wanted: string;
  /** Every problem of a value, each a sentence that begins with its path. */
  readonly problems: (value: unknown, path: string) => readonly string[];
}

/** A value in a few words. */
export function shown(value: unknown): string {
  if (value === undefined) return "missing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object" && value !== null) return "an object";
  const text = JSON.stringify(value);
  return plain(cut(text));
}

/** Whether a value is an object, and no list. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A value that a test decides. */
const simple = (wanted: string, holds: (value: unknown) => boolean): Rule => ({
  wanted,
  problems: (value, path) => (holds(value) ? [] : [`${path} is ${shown(value)}; write ${wanted}`]),
});

/** A text on one line that is not blank, and that any terminal shows as it is. */
export const text = (most: number): Rule =>
  simple(
    `a text of 1 to ${most} characters on one line, without control characters`,
    // The length comes first: the others need time for every letter.
    (value) => typeof value === "string" && value.length <= most && value.trim() !== "" && isPlain(value),
  );

/** A plain text of at most so many characters, of a form, which `wanted` tells in words. */
export const matching = (wanted: string, most: number, form: RegExp): Rule =>
  simple(wanted, (value) => typeof value === "string" && value.length <= most && isPlain(value) && form.test(value));

/** A whole number in a range, both ends included. `why` follows the range in messages. */
export const whole = (least: number, most: number, why = ""): Rule =>
  simple(
    `a whole number from ${least} to ${most}${why}`,
    (value) => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most,
  );

/** One of a few texts. */
export const oneOf = (choices: readonly string[]): Rule =>
  simple(`one of ${choices.map((choice) => JSON.stringify(choice)).join(", ")}`, (value) =>
    choices.some((choice) => choice === value),
  );

/** A flag. */
export const yesOrNo: Rule = simple("true or false", (value) => typeof value === "boolean");

/**
 * A list of `least` to `most` elements that all follow a rule.
 *
 * @param called - What messages call the elements, such as `items`.
 */
export const list = (called: string, of: Rule, least: number, most: number): Rule => ({
  wanted: `a list of ${least} to ${most} ${called}, each ${of.wanted}`,
  problems(value, path) {
    if (!Array.isArray(value) || value.length < least || value.length > most) {
      const found = Array.isArray(value) && value.length > most ? `a list of ${value.length}` : shown(value);
      return [`${path} is ${found}; write ${this.wanted}`];
    }
    return value.flatMap((element, i) => of.problems(element, `${path}[${i}]`));
  },
});

/** How many unknown fields of one object are named. */
const MOST_UNKNOWN = 5;

/**
 * An object with these fields and no others. The compiler holds the table against the type: a field without a rule does
 * not compile.
 *
 * @param called - What messages call the object, such as `an item`.
 * @param rules - The rule of each field.
 * @param optional - The fields that may be left out.
 */
export function fields<T>(
  called: string,
  rules: { readonly [K in keyof T]-?: Rule },
  optional: readonly (keyof T)[] = [],
): Rule {
  const table = new Map(Object.entries<Rule>(rules as Readonly<Record<string, Rule>>));
  const isOptional = (name: string): boolean => optional.some((one) => one === name);
  const names = [...table.keys()];
  const wanted = [
    `an object with ${names.filter((name) => !isOptional(name)).join(", ") || "any of"}`,
    ...(optional.length === 0 ? [] : [names.filter(isOptional).join(", ")]),
  ].join(optional.length === names.length ? " " : ", and if need be ");
  return {
    wanted,
    problems(value, path) {
      const of = (name: string) => (path === "" ? plain(name) : `${path}.${plain(name)}`);
      if (!isRecord(value)) return [`${path === "" ? "this" : path} is ${shown(value)}; write ${wanted}`];
      const unknown = Object.keys(value).filter((name) => !table.has(name));
      const more = unknown.length - MOST_UNKNOWN;
      return [
        ...[...table].flatMap(([name, rule]) =>
          value[name] === undefined && isOptional(name) ? [] : rule.problems(value[name], of(name)),
        ),
        ...unknown
          .slice(0, MOST_UNKNOWN)
          .map((name) => `${of(cut(name))} is no field of ${called}; its fields are ${names.join(", ")}`),
        ...(more > 0 ? [`${more} more field${more === 1 ? " is" : "s are"} no field of ${called}`] : []),
      ];
    },
  };
}

/** A text of at most 40 characters, cut between two of them. */
export const cut = (text: string): string =>
  text.length > 40 ? `${text.slice(0, 39).replace(/[\ud800-\udbff]$/, "")}…` : text;
