import type { Schemas, StandardSchema, Verdict } from "./schema.ts";
import { gathered, invalidValue, thrownBy, verdictOf } from "./schema.ts";

type Implementation = (...args: never[]) => unknown;

/**
 * An implementation between the schemas of its activity, which may be asynchronous: they are asked by whoever runs it, a worker or a test.
 *
 * @returns A function that throws `INPUT_INVALID` or `OUTPUT_INVALID`, with the issues.
 */
export function bySchema(implementation: Implementation, { input, output }: Schemas, name: string): Implementation {
  if (input === undefined && output === undefined) return implementation;
  return async (...args: unknown[]) => {
    const given = await admitted(input ?? [], args, `the input of activity ${name}`);
    const result: unknown = await implementation(...(given as never[]));
    if (output === undefined) return result;
    const what = `the result of activity ${name}`;
    const verdict = await judged(output, result, what);
    if (verdict.ok) return verdict.value;
    throw invalidValue("OUTPUT_INVALID", what, verdict.issues);
  };
}

async function admitted(schemas: readonly StandardSchema[], args: readonly unknown[], what: string): Promise<unknown> {
  const verdicts: Verdict[] = [];
  for (const [i, schema] of schemas.entries()) verdicts.push(await judged(schema, args[i], what));
  const verdict = gathered(verdicts, args);
  if (verdict.ok) return verdict.value;
  throw invalidValue("INPUT_INVALID", what, verdict.issues);
}

async function judged(schema: StandardSchema, value: unknown, what: string): Promise<Verdict> {
  let result: unknown;
  try {
    result = await schema["~standard"].validate(value);
  } catch (error) {
    return { ok: false, issues: [{ message: thrownBy(error) }] };
  }
  return verdictOf(result, what);
}
