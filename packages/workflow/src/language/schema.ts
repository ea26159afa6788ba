import { peek } from "../errors/bug.ts";
import type { ErrorCode } from "../errors/codes.ts";
import { describe } from "../errors/failure.ts";
import { SweftError } from "../errors/sweft-error.ts";

// The part of the Standard Schema interface, version 1, that is used here: Zod, Valibot, ArkType and others implement it.

/** One thing that is wrong with a value. */
export interface SchemaIssue {
  readonly message: string;
  /** Keys from the outside in; some libraries wrap each in an object. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** What a schema says of a value: what it makes of it, or what is wrong. */
export type SchemaResult<Out> =
  | { readonly value: Out; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

/** Any schema that implements Standard Schema, version 1. `In` is what is given to it, `Out` what it makes of that. */
export interface StandardSchema<In = unknown, out Out = In> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Out> | PromiseLike<SchemaResult<Out>>;
    /** For the compiler alone. */
    readonly types?: { readonly input: In; readonly output: Out } | undefined;
  };
}

/** What may be given to a schema. */
export type SchemaIn<S> = S extends StandardSchema<infer In, unknown> ? In : never;

/** What a schema makes of it. */
export type SchemaOut<S> = S extends StandardSchema<unknown, infer Out> ? Out : never;

/** What may be given to schemas, one for each argument. */
export type SchemaIns<S extends readonly StandardSchema[]> = { -readonly [K in keyof S]: SchemaIn<S[K]> };

/** What schemas make of it. */
export type SchemaOuts<S extends readonly StandardSchema[]> = { -readonly [K in keyof S]: SchemaOut<S[K]> };

/** The schemas of an activity or a workflow. */
export interface Schemas {
  /** One for each argument. */
  readonly input?: readonly StandardSchema[];
  /** For the result. */
  readonly output?: StandardSchema;
}

/** An issue as histories and errors tell it: the path is a text, such as `items.0.price`. */
export interface Issue {
  readonly message: string;
  readonly path?: string;
}

/** What a value is found to be. */
export type Verdict =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * Checks that something is a schema.
 * @throws {SweftError} `SCHEMA_INVALID`
 */
export function schemaOf<S>(given: S, what: string): S {
  const standard = schemaPart(given);
  if (peek(standard, "version") === 1 && typeof peek(standard, "validate") === "function") return given;
  throw new SweftError(
    "SCHEMA_INVALID",
    `${what} is ${describe(given)}; give a schema that implements Standard Schema 1, such as one of Zod, Valibot or ArkType`,
  );
}

/** Schemas may be functions, as ArkType's are. */
const schemaPart = (given: unknown): unknown =>
  typeof given === "function" ? (given as { readonly "~standard"?: unknown })["~standard"] : peek(given, "~standard");

/**
 * What a schema says of a value, at once. One that throws refuses the value: what comes from outside must not be able to
 * stop a run.
 *
 * @param what - Whose schema it is, for the errors.
 * @throws {SweftError} `SCHEMA_ASYNC` if it answers with a promise; `SCHEMA_INVALID` if its answer is none. Both are bugs.
 */
export function validate(schema: StandardSchema, value: unknown, what: string): Verdict {
  let result: unknown;
  try {
    result = schema["~standard"].validate(value);
  } catch (error) {
    return { ok: false, issues: [{ message: thrownBy(error) }] };
  }
  if (typeof peek(result, "then") === "function") {
    throw new SweftError(
      "SCHEMA_ASYNC",
      `the schema of ${what} answers with a promise, and workflow code is synchronous; leave its asynchronous checks to an activity`,
    );
  }
  return verdictOf(result, what);
}

/** Reads the answer of a schema. Throws `SCHEMA_INVALID` if it is none. */
export function verdictOf(result: unknown, what: string): Verdict {
  const issues = peek(result, "issues");
  if (Array.isArray(issues)) return { ok: false, issues: Object.freeze(issues.map(issueOf)) };
  if (issues === undefined && typeof result === "object" && result !== null && "value" in result) {
    return { ok: true, value: result.value };
  }
  throw new SweftError(
    "SCHEMA_INVALID",
    `the schema of ${what} answered ${describe(result)}; it must answer { value } or { issues }, as Standard Schema 1 says`,
  );
}

/** The message of what a schema has thrown. */
export function thrownBy(error: unknown): string {
  const message = peek(error, "message");
  return `the schema threw: ${typeof message === "string" ? message : String(error)}`;
}

function issueOf(issue: unknown): Issue {
  const message = String(peek(issue, "message") ?? "invalid");
  const keys = peek(issue, "path");
  if (!Array.isArray(keys) || keys.length === 0) return { message };
  return { message, path: keys.map((key) => String(peek(key, "key") ?? key)).join(".") };
}

/** Issues in one line, for messages. */
export const issuesText = (issues: readonly Issue[]): string =>
  issues.map(({ message, path }) => (path === undefined ? message : `${path}: ${message}`)).join("; ") ||
  "no reason given";

/** What schemas say of a list of values, one each; values beyond the last schema are taken as they are. Throws as {@link validate} does. */
export function validateAll(schemas: readonly StandardSchema[], values: readonly unknown[], what: string): Verdict {
  return gathered(
    schemas.map((schema, i) => validate(schema, values[i], what)),
    values,
  );
}

/** The verdicts on the first of some values as one: the paths of its issues begin with the place of the value. */
export function gathered(verdicts: readonly Verdict[], values: readonly unknown[]): Verdict {
  const issues = verdicts.flatMap((verdict, i) =>
    verdict.ok
      ? []
      : verdict.issues.map(({ message, path }) => ({ message, path: path === undefined ? `${i}` : `${i}.${path}` })),
  );
  if (issues.length > 0) return { ok: false, issues };
  const made = verdicts.map((verdict) => (verdict.ok ? verdict.value : undefined));
  return { ok: true, value: [...made, ...values.slice(made.length)] };
}

/** The error for a value that a schema refuses. It has the issues as `issues`. */
export function invalidValue(code: ErrorCode, what: string, issues: readonly Issue[]): SweftError {
  return Object.assign(new SweftError(code, `${what} is invalid: ${issuesText(issues)}`), { issues });
}

/** Checks that something is a list of schemas. Throws `SCHEMA_INVALID`. */
export function schemasOf(given: readonly StandardSchema[] | undefined, what: string): void {
  if (given === undefined) return;
  if (!Array.isArray(given)) {
    throw new SweftError(
      "SCHEMA_INVALID",
      `${what} is ${describe(given)}; write a list of schemas, one for each argument`,
    );
  }
  for (const [i, schema] of given.entries()) schemaOf(schema, `${what}[${i}]`);
}
