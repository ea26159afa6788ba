import type { Choices } from "../choices.ts";
import { fault } from "../errors.ts";

/** One broken rule: where, what stood there, and what it must be. */
interface Problem {
  path: string;
  readonly value: string;
  readonly must: string;
}

/** The broken rules of a request, and how it is read where evidence is open. */
export interface Problems {
  readonly found: Problem[];
  readonly choices: Choices;
}

/** Reads a value that is there. Reports what is wrong with it; throws only for a wrong type. */
export type Check<T> = (value: unknown, problems: Problems) => T;

/** The declaration of one member of a request. */
export interface Field<T> {
  readonly required: boolean;
  readonly check: Check<T>;
}

/** The declarations of all members of a structure. */
export type Shape = Readonly<Record<string, Field<unknown>>>;

/** The declarations that cover exactly the members of the client's type `T`. */
export type ShapeOf<T> = { readonly [K in keyof T]-?: Field<unknown> };

/** What a structure holds once it has been checked. */
export type Parsed<S> = { readonly [K in keyof S]: S[K] extends Field<infer T> ? T : never };

const notNull = { value: "null", must: "not be null" } as const;

/** Makes a member optional; null means absent, as on the wire. */
export function optional<T>(field: Field<T>): Field<T | undefined> {
  return { required: false, check: field.check };
}

/**
 * Declares a structure with members. What is read is a frozen copy without the members that were absent.
 *
 * @param shape - The members, in the order in which their problems are reported.
 */
export function structure<const S extends Shape>(shape: S): Field<Parsed<S>> {
  return { required: true, check: members(shape) };
}

/** Reads the members of a structure. The problems of a member get its name before their path. */
export function members<const S extends Shape>(shape: S): Check<Parsed<S>> {
  const fields = Object.entries(shape).map(([name, { required, check }]) => ({ name, required, check }));
  return (value, problems) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrongType("a structure", value);
    const parsed: Record<string, unknown> = {};
    for (const { name, required, check } of fields) {
      const member = (value as Record<string, unknown>)[name];
      if (member === undefined || member === null) {
        if (required) problems.found.push({ path: name, ...notNull });
        continue;
      }
      const known = problems.found.length;
      const read = check(member, problems);
      if (problems.found.length > known) prefix(problems, known, name);
      if (read !== undefined) parsed[name] = read;
    }
    return Object.freeze(parsed) as Parsed<S>; // every member was read by its own field
  };
}

/**
 * Declares a list.
 *
 * @param field - Each of its members.
 * @param max - The greatest number of members, default unlimited.
 */
export function list<T>(field: Field<T>, max = Number.POSITIVE_INFINITY): Field<readonly T[]> {
  const check: Check<readonly T[]> = (value, problems) => {
    if (!Array.isArray(value)) throw wrongType("a list", value);
    if (value.length > max) {
      problems.found.push({
        path: "",
        value: shown(`[${value.map(plain).join(", ")}]`),
        must: `have length less than or equal to ${max}`,
      });
    }
    const read = value.map((member: unknown, index) => {
      const known = problems.found.length;
      if (member === undefined || member === null) {
        if (!field.required) return null as T; // the declaration says that T admits it
        problems.found.push({ path: "", ...notNull });
        prefix(problems, known, `${index + 1}.member`);
        return undefined as T; // never seen: a problem was reported
      }
      const parsed = field.check(member, problems);
      if (problems.found.length > known) prefix(problems, known, `${index + 1}.member`);
      return parsed;
    });
    return Object.freeze(read);
  };
  return { required: true, check };
}

/**
 * Reads the input of a call.
 *
 * @throws {EngineError} `ValidationException` with the service's text, naming every problem; `SerializationException`
 * for a wrong type.
 */
export function readInput<T>(check: Check<T>, input: unknown, choices: Choices): T {
  const problems: Problems = { found: [], choices };
  const parsed = check(input ?? {}, problems);
  if (problems.found.length > 0) throw invalid(problems.found);
  return parsed;
}

/** The service's answer to broken rules (reference, section 1). */
function invalid(problems: readonly Problem[]): Error {
  const texts = problems.map(
    ({ path, value, must }) => `Value ${value} at '${path}' failed to satisfy constraint: Member must ${must}`,
  );
  const count = texts.length === 1 ? "1 validation error" : `${texts.length} validation errors`;
  return fault("ValidationException", `${count} detected: ${texts.join("; ")}`);
}

/** The answer to a value of another type than declared. */
export function wrongType(expected: string, value: unknown): Error {
  const found = Array.isArray(value) ? "a list" : typeof value;
  return fault("SerializationException", `Expected ${expected} and found ${found}: ${shown(value)}`);
}

/** A value as text. What a client sent may have a `toString` that is no function. */
function plain(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** A value as the messages quote it: at most 256 characters. */
export function shown(value: unknown): string {
  const text = plain(value);
  return `'${text.length > 256 ? `${text.slice(0, 256)}…` : text}'`;
}

function prefix({ found }: Problems, from: number, name: string): void {
  for (const problem of found.slice(from)) problem.path = problem.path === "" ? name : `${name}.${problem.path}`;
}
