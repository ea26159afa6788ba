import type { ExecutionTimeFilter } from "@aws-sdk/client-swf";
import type { OperationName, Operations } from "../api.ts";
import { fault } from "../errors.ts";

/** The names of the members of `T` that are filters by time. */
type TimeFilterIn<T> = { [K in keyof T]-?: NonNullable<T[K]> extends ExecutionTimeFilter ? K : never }[keyof T];

/** The members of all requests that hold moments. */
type TimeFilterName = { [N in OperationName]: TimeFilterIn<Operations[N]["input"]> }[OperationName];

/** Where requests carry moments: numbers on the wire, dates in the API. A filter that is missing does not compile. */
const MOMENTS: Readonly<Record<TimeFilterName, readonly (keyof ExecutionTimeFilter)[]>> = {
  startTimeFilter: ["oldestDate", "latestDate"],
  closeTimeFilter: ["oldestDate", "latestDate"],
};

/** No request of the service has more than seven levels; the rest of the engine need not care how deep a text can be. */
const DEEPEST = 50;

/**
 * The input of an operation from the bytes of a body.
 *
 * @throws {EngineError} `SerializationException` for what is not UTF-8, not JSON, not an object, or deeper than 50 levels.
 */
export function readRequest(body: Uint8Array): Readonly<Record<string, unknown>> {
  const input = parsed(body);
  if (!isStructure(input)) {
    const found = input === null ? "null" : Array.isArray(input) ? "a list" : `a ${typeof input}`;
    throw fault("SerializationException", `Expected a structure and found ${found}`);
  }
  if (isDeeper(input, DEEPEST)) throw fault("SerializationException", `The request has more than ${DEEPEST} levels`);
  return withDates(input);
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw fault("SerializationException", "The body of the request is not JSON in UTF-8");
  }
}

/** Values of another type stay as they are: the operation refuses them with its own words. */
function withDates(input: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const read: Record<string, unknown> = { ...input };
  for (const [filter, moments] of Object.entries(MOMENTS)) {
    const given = input[filter];
    if (!isStructure(given)) continue;
    const dated: Record<string, unknown> = { ...given };
    for (const moment of moments) {
      const seconds = given[moment];
      if (typeof seconds === "number") dated[moment] = new Date(Math.round(seconds * 1_000));
    }
    read[filter] = dated;
  }
  return read;
}

const isStructure = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1));
}
