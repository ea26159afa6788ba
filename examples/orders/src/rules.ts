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
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A value that a test decides. */
const simple = (wanted: string, holds: (value: unknown) => boolean): Rule => ({
  wanted,
  problems: (value, path) => (holds(value) ? [] : [`${path} is ${shown(value)}; write ${wanted}`]),
});

/** A text on one line that is not blank. */
export const text = (most: number): Rule =>
  simple(
    `a text of 1 to ${most} characters on one line`,
    (value) => typeof value === "string" && value.trim() !== "" && value.length <= most && !/\p{Cc}/u.test(value),
  );

/** A text of a form, which `wanted` tells in words. */
export const matching = (wanted: string, form: RegExp): Rule =>
  simple(wanted, (value) => typeof value === "string" && form.test(value));

/** A whole number in a range, both ends included. */
export const whole = (least: number, most: number): Rule =>
  simple(
    `a whole number from ${least} to ${most}`,
    (value) => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most,
  );

/** One of a few texts. */
export const oneOf = (choices: readonly string[]): Rule =>
  simple(`one of ${choices.map((choice) => JSON.stringify(choice)).join(", ")}`, (value) =>
    choices.some((choice) => choice === value),
  );

/** A flag. */
export const yesOrNo: Rule = simple("true or false", (value) => typeof value === "boolean");

/** A list of `least` to `most` elements that all follow a rule. */
export const list = (of: Rule, least: number, most: number): Rule => ({
  wanted: `a list of ${least} to ${most} of ${of.wanted}`,
  problems(value, path) {
    if (!Array.isArray(value) || value.length < least || value.length > most) {
      const found = Array.isArray(value) && value.length > most ? `a list of ${value.length}` : shown(value);
      return [`${path} is ${found}; write ${this.wanted}`];
    }
    return value.flatMap((element, i) => of.problems(element, `${path}[${i}]`));
  },
});

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
  const names = [...table.keys()].join(", ");
  const wanted = `${called}: an object with ${names}`;
  return {
    wanted,
    problems(value, path) {
      const of = (name: string) => (path === "" ? name : `${path}.${name}`);
      if (!isRecord(value)) return [`${path === "" ? "it" : path} is ${shown(value)}; write ${wanted}`];
      const unknown = Object.keys(value).filter((name) => !table.has(name));
      return [
        ...[...table].flatMap(([name, rule]) =>
          value[name] === undefined && optional.some((one) => one === name) ? [] : rule.problems(value[name], of(name)),
        ),
        ...unknown.map((name) => `${of(name)} is no field of ${called}; its fields are ${names}`),
      ];
    },
  };
}
