import { inspect } from "node:util";
import { openPayloads } from "@sweft/payload";
import { stackOf } from "../errors.ts";
import type { RecordedEvent } from "../histories/history.ts";
import { nameOfFile } from "../histories/read.ts";
import { describeSummary } from "../histories/summary.ts";
import { linesOf } from "../telling/lines.ts";
import { harmless, shorten } from "../telling/text.ts";
import type { FieldDifference, Fit, Misfit, Unplayable, Verdict } from "./verdict.ts";

const VALUE_LENGTH = 200;

/** A verdict as people read it, on one or more lines. */
export const tell = (verdict: Verdict): string => TELL[verdict.outcome](verdict as never);

const TELL: { readonly [O in Verdict["outcome"]]: (verdict: Extract<Verdict, { readonly outcome: O }>) => string } = {
  ok: tellFit,
  divergence: tellMisfit,
  bug: tellMisfit,
  error: tellUnplayable,
};

function tellFit(fit: Fit): string {
  return lines(headOf(fit), ...fit.notes.map((note) => `  note      ${shorten(note, 2 * VALUE_LENGTH)}`));
}

function tellMisfit(misfit: Misfit): string {
  const { event, id, differences, message, code } = misfit;
  const asked = differences.find(({ field }) => field === "command");
  return lines(
    headOf(misfit),
    ...(event === undefined ? [] : [`  recorded  ${describeEvent(event)}`]),
    ...(asked === undefined ? [] : [`  asked     ${show(asked.asked)}`]),
    ...(asked !== undefined || id === undefined ? [] : [`  asked     command ${harmless(id)}`]),
    ...differences.filter((difference) => difference !== asked).flatMap(describeDifference),
    `  ${code}: ${harmless(message)}`,
  );
}

function tellUnplayable({ message, code }: Unplayable): string {
  return lines(`error       ${harmless(message)} (${code})`);
}

const headOf = ({ outcome, file, workflow, summary }: Fit | Misfit): string =>
  harmless(
    `${outcome.padEnd(12)}${nameOfFile(file)}: ${workflow.name} ${workflow.version}, ${describeSummary(summary)}`,
  );

const lines = (...all: readonly string[]): string => all.map((line) => `${line}\n`).join("");

function describeEvent(event: RecordedEvent): string {
  const [line] = linesOf([event], { payloads: openPayloads(), valueLength: VALUE_LENGTH });
  return [`event ${event.eventId}`, event.eventType, ...(line?.about ?? [])].join("  ");
}

const describeDifference = ({ field, recorded, asked }: FieldDifference): string[] => [
  `  ${harmless(field)}`,
  `    - ${show(recorded)}`,
  `    + ${show(asked)}`,
];

/** A value on one line. */
function show(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = typeof value === "string" ? value : inspect(value, { depth: 6, breakLength: Number.POSITIVE_INFINITY });
  return shorten(text, VALUE_LENGTH);
}

/** A verdict as one line of JSON. Values that JSON cannot carry stand as the text that Node's `inspect` gives them. */
export function tellJson(verdict: Verdict, withStack: boolean): string {
  const { error, ...told } = { error: undefined, ...verdict };
  const { summary, event, differences, ...rest } = { summary: undefined, event: undefined, differences: [], ...told };
  const object = {
    ...rest,
    ...summary,
    ...(event && { eventId: event.eventId, eventType: event.eventType }),
    ...(differences.length > 0 && { differences: differences.map(jsonDifference) }),
    ...(withStack && error !== undefined && { stack: stackOf(error) }),
  };
  return `${JSON.stringify(object)}\n`;
}

/** Deep or circular values, which only a serializer of the user's own can have read, stand as text, too. */
function safeJson(value: unknown): unknown {
  try {
    return jsonValue(value);
  } catch {
    return inspect(value, { depth: 6 });
  }
}

const jsonDifference = ({ field, recorded, asked }: FieldDifference) => ({
  field,
  ...(recorded !== undefined && { recorded: safeJson(recorded) }),
  ...(asked !== undefined && { asked: safeJson(asked) }),
});

/** Numbers, texts, lists and plain objects as they are; a Map, a Date or the like as text. */
function jsonValue(value: unknown): unknown {
  if (value === null || ["string", "boolean"].includes(typeof value)) return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map(jsonValue);
  if (Object.prototype.toString.call(value) !== "[object Object]") return inspect(value, { depth: 6 });
  return Object.fromEntries(Object.entries(value as object).map(([key, member]) => [key, jsonValue(member)]));
}
