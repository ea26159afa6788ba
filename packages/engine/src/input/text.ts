import type { Check, Field, Problems } from "./field.ts";
import { shown, wrongType } from "./field.ts";

/** What a text must satisfy. Lengths count what `choices.characters` says. */
export interface TextRules {
  readonly min?: number;
  readonly max?: number;
  /** Beyond the length: what it must be, when `test` says no. */
  readonly rule?: { readonly test: (text: string) => boolean; readonly must: string };
}

/** Declares a text. */
export function text(rules: TextRules = {}): Field<string> {
  return { required: true, check: textCheck(rules) };
}

/** Declares a text for which empty means absent, as the model's `…Optional` shapes have it. */
export function textOrEmpty(rules: TextRules): Field<string | undefined> {
  const check = textCheck(rules);
  return { required: true, check: (value, problems) => (value === "" ? undefined : check(value, problems)) };
}

function textCheck({ min = 0, max = Number.POSITIVE_INFINITY, rule }: TextRules): Check<string> {
  return (value, problems) => {
    if (typeof value !== "string") throw wrongType("a string", value);
    const must =
      value.length < min
        ? `have length greater than or equal to ${min}`
        : value.length > max && lengthIn(value, problems) > max
          ? `have length less than or equal to ${max}`
          : rule === undefined || rule.test(value)
            ? undefined
            : rule.must;
    if (must !== undefined) problems.found.push({ path: "", value: shown(value), must });
    return value;
  };
}

function lengthIn(value: string, { choices }: Problems): number {
  return choices?.characters === "codePoints" ? [...value].length : value.length;
}

/** Declares one of a set of words. */
export function oneOf<const T extends string>(words: readonly T[]): Field<T> {
  const known: ReadonlySet<string> = new Set(words);
  const check: Check<T> = (value, problems) => {
    if (typeof value !== "string") throw wrongType("a string", value);
    if (!known.has(value)) {
      problems.found.push({ path: "", value: shown(value), must: `satisfy enum value set: [${words.join(", ")}]` });
    }
    return value as T; // if it is not, a problem was reported
  };
  return { required: true, check };
}
