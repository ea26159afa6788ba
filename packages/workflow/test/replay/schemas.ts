import type { StandardSchema } from "../../src/index.ts";

// Schemas as libraries make them: only what Standard Schema asks for.

/** A schema of a function that gives what it makes of a value, or throws a list of issues. */
export const schemaBy = <In, Out>(
  validate: StandardSchema<In, Out>["~standard"]["validate"],
): StandardSchema<In, Out> => ({ "~standard": { version: 1, vendor: "test", validate } });

/** A whole amount, given as a text or a number; gives the number. */
export const amount = schemaBy<string | number, number>((value) => {
  const number = typeof value === "string" || typeof value === "number" ? Number(value) : Number.NaN;
  return Number.isInteger(number) ? { value: number } : { issues: [{ message: "no whole number" }] };
});

/** Lines of an order: tells where a wrong one stands, as libraries do. */
export const lines = schemaBy<{ readonly lines: readonly { readonly count: number }[] }, unknown>((value) => {
  const given = (value as { lines: { count: unknown }[] }).lines;
  const wrong = given.findIndex(({ count }) => typeof count !== "number");
  if (wrong < 0) return { value };
  return { issues: [{ message: "no number", path: ["lines", { key: wrong }, "count"] }] };
});

/** Takes everything. */
export const anything = schemaBy<unknown, unknown>((value) => ({ value }));
