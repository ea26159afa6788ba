import { inspect } from "node:util";
import { openPayloads } from "@sweft/payload";
import { stackOf } from "../errors.ts";
import type { RecordedEvent } from "../histories/history.ts";
import { attributesOf, typeOf } from "../histories/history.ts";
import { nameOfFile } from "../histories/read.ts";
import { describeSummary } from "../histories/summary.ts";
import { linesOf } from "../telling/lines.ts";
import { harmless, shorten } from "../telling/text.ts";
import { differencesIn, showValue } from "./differences.ts";
import type { FieldDifference, Fit, Misfit, Unplayable, Verdict } from "./verdict.ts";

/** Characters of a value that are shown. */
const VALUE_LENGTH = 200;
/** Places in which a field differs that are shown. */
const PATHS = 3;

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
  const { event, message, code } = misfit;
  return lines(
    headOf(misfit),
    ...(event === undefined ? [] : [`  recorded  ${describeEvent(event)}`]),
    ...describeAsked(misfit).map((asked) => `  asked     ${asked}`),
    ...differencesToTell(misfit).flatMap(describeDifference),
    ...describePlace(misfit),
    ...(misfit.fix === undefined ? [] : [`  gate      ${shorten(misfit.fix, 2 * VALUE_LENGTH)}`]),
    `  ${code}: ${adviceOf(misfit) ?? harmless(message)}`,
  );
}

/** The line of the workflow that asks, or waits. */
function describePlace({ location }: Misfit): string[] {
  if (location === undefined) return [];
  const { file, line, column, functionName } = location;
  const place = `${file}:${line}:${column}`;
  return [`  at        ${harmless(functionName === undefined ? place : `${place} in ${functionName}`)}`];
}

/** Another command than the recorded one stands on the lines above, whole: there is no field to compare. */
const differencesToTell = ({ differences }: Misfit) => differences.filter(({ field }) => field !== "command");

/** What the code asks for: another command, or the recorded one with other fields. */
function describeAsked({ id, event, differences }: Misfit): string[] {
  const command = differences.find(({ field }) => field === "command");
  if (command !== undefined)
    return [command.asked === undefined ? "nothing" : shorten(String(command.asked), VALUE_LENGTH)];
  if (id === undefined) return [];
  const recorded = event && recordedType(event);
  const isOther = differences.some(({ field }) => field === "type");
  const fields = differences.map(({ field, asked }) =>
    field === "type" ? harmless(String(asked)) : `${harmless(field)} ${shorten(showValue(asked), VALUE_LENGTH)}`,
  );
  return [
    [`command ${harmless(id)}`, ...(isOther || recorded === undefined ? [] : [harmless(recorded)]), ...fields].join(
      "  ",
    ),
  ];
}

/** The name and version that stand in an event of an activity or a child workflow. */
function recordedType(event: RecordedEvent): string | undefined {
  const attributes = attributesOf(event);
  const type = typeOf(attributes, "activityType") ?? typeOf(attributes, "workflowType");
  return type && `${type.name} ${type.version}`;
}

/** The interpreter's own sentence repeats the values, cut off at their ends; here they stand above it. */
function adviceOf(misfit: Misfit): string | undefined {
  const { event, id } = misfit;
  if (event === undefined || id === undefined || differencesToTell(misfit).length === 0) return undefined;
  const what = `event ${event.eventId} does not fit command ${harmless(id)}; the workflow code has changed under a running execution`;
  return `${what}: deploy the code that wrote this history, give the changed workflow a new version, or write the gate`;
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

function describeDifference({ field, recorded, asked }: FieldDifference): string[] {
  const found = differencesIn(recorded, asked);
  const told = found.slice(0, PATHS).map(({ path, recorded: before, asked: now }) => {
    return `  differs   ${harmless(`${field}${path}`)}: ${harmless(before)} → ${harmless(now)}`;
  });
  if (found.length === 0) return [`  differs   ${harmless(field)}: in a way that printing does not show`];
  const more = found.length - told.length;
  return more === 0
    ? told
    : [...told, `  differs   ${harmless(field)}: in ${more} more ${more === 1 ? "place" : "places"}`];
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
