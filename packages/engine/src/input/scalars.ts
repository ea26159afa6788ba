import type { Field } from "./field.ts";
import { shown, wrongType } from "./field.ts";

/** Declares a whole number within bounds. */
export function whole(min: number, max: number): Field<number> {
  return {
    required: true,
    check(value, problems) {
      if (typeof value !== "number" || !Number.isInteger(value)) throw wrongType("a whole number", value);
      const must =
        value < min
          ? `have value greater than or equal to ${min}`
          : value > max
            ? `have value less than or equal to ${max}`
            : undefined;
      if (must !== undefined) problems.found.push({ path: "", value: shown(value), must });
      return value;
    },
  };
}

/** Declares true or false. */
export const flag: Field<boolean> = {
  required: true,
  check(value) {
    if (typeof value !== "boolean") throw wrongType("a boolean", value);
    return value;
  },
};

/** Declares a moment: a `Date`, read as epoch milliseconds. */
export const moment: Field<number> = {
  required: true,
  check(value) {
    // Dates of another realm (a test sandbox) are no instance of this one's Date.
    const isDate = Object.prototype.toString.call(value) === "[object Date]";
    const epochMs = isDate ? Number(value) : Number.NaN;
    if (Number.isNaN(epochMs)) throw wrongType("a valid date", value);
    return epochMs;
  },
};
