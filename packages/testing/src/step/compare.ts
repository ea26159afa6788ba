import { isDeepStrictEqual } from "node:util";
import type { Converter, Decision } from "@sweft/workflow";
import { formatOf, payloadOf } from "@sweft/workflow";

/**
 * Do two decisions say the same? Payloads are compared as values, and the stacks of errors are left out: they tell from
 * where the interpreter was called, which differs between one way to a decision and another.
 */
function isSameDecision(one: Decision, other: Decision, converter: Converter): boolean {
  if (isDeepStrictEqual(one, other)) return true;
  const [a, b] = [payloadOf(one), payloadOf(other)];
  if (a === undefined || b === undefined) return false;
  if (!isDeepStrictEqual(a.with(""), b.with(""))) return false;
  const isRemote = (text: string) => converter.missing?.(text) === true;
  if (isRemote(a.text) || isRemote(b.text)) return false;
  const [value, again] = [converter.read(a.text, formatOf(one)), converter.read(b.text, formatOf(other))];
  return isDeepStrictEqual(withoutStacks(value), withoutStacks(again));
}

/** The value, with recorded errors in it stripped of their stacks. */
function withoutStacks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutStacks);
  if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const { stack, ...rest } = value as { readonly stack?: unknown; readonly name?: unknown; readonly message?: unknown };
  const isFailure = typeof rest.name === "string" && typeof rest.message === "string";
  const kept = isFailure || stack === undefined ? rest : { ...rest, stack };
  return Object.fromEntries(Object.entries(kept).map(([key, item]) => [key, withoutStacks(item)]));
}

/** Where two answers to one decision differ; undefined if they do not. */
export function difference(
  live: readonly Decision[],
  again: readonly Decision[],
  converter: Converter,
): string | undefined {
  const length = Math.max(live.length, again.length);
  for (let i = 0; i < length; i++) {
    const [one, other] = [live[i], again[i]];
    if (one !== undefined && other !== undefined && isSameDecision(one, other, converter)) continue;
    return `decides ${show(other)}, but decided ${show(one)} live`;
  }
  return undefined;
}

function show(decision: Decision | undefined): string {
  if (decision === undefined) return "nothing more";
  const text = JSON.stringify(decision);
  return text.length > 400 ? `${text.slice(0, 399)}…` : text;
}
