import { describe } from "../errors/failure.ts";
import { SweftError } from "../errors/sweft-error.ts";

/** A schedule of five fields, taken apart: the numbers each field allows. Times are UTC. */
export interface Cron {
  readonly text: string;
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  /** 0 is Sunday. */
  readonly weekdays: ReadonlySet<number>;
  /** Days of the month and of the week are both restricted: then either is enough. */
  readonly isEither: boolean;
}

interface Field {
  readonly name: string;
  readonly lowest: number;
  readonly highest: number;
  /** Names in place of numbers, from `lowest` on. */
  readonly names: readonly string[];
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const MINUTE: Field = { name: "minute", lowest: 0, highest: 59, names: [] };
const HOUR: Field = { name: "hour", lowest: 0, highest: 23, names: [] };
const DAY: Field = { name: "day of the month", lowest: 1, highest: 31, names: [] };
const MONTH: Field = { name: "month", lowest: 1, highest: 12, names: MONTHS };
/** 7 is Sunday, too. */
const WEEKDAY: Field = { name: "day of the week", lowest: 0, highest: 7, names: WEEKDAYS };

/** The most days that each month has. */
const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const DAY_MS = 86_400_000;

/** No schedule that ever comes has a longer gap: from 29 February to 29 February over a year 2100, on some weekday. */
const LONGEST_GAP_DAYS = 366 * 41;

const invalid = (text: unknown, why: string): SweftError =>
  new SweftError(
    "CRON_INVALID",
    `the schedule ${describe(text)} ${why}; write five fields, minute, hour, day of the month, month and day of the week, such as "0 9 * * MON-FRI". Times are UTC`,
  );

/**
 * Takes a schedule apart: minute (0–59), hour (0–23), day of the month (1–31), month (1–12 or `JAN`–`DEC`), day of the
 * week (0–7 or `SUN`–`SAT`, 0 and 7 are Sunday). Each field is `*` or a list of numbers, names and ranges, with steps:
 * `0-59/15`, `9-17/2`, `MON,WED,FRI`. If both kinds of days are restricted, either is enough, as in every cron.
 *
 * @throws {SweftError} `CRON_INVALID`
 */
export function readCron(text: string): Cron {
  if (typeof text !== "string") throw invalid(text, "is no text");
  const [minute = "", hour = "", day = "", month = "", weekday = "", ...more] = text.trim().split(/\s+/);
  if (weekday === "" || more.length > 0)
    throw invalid(text, `has ${text.trim() === "" ? 0 : text.trim().split(/\s+/).length} fields`);
  const read = (field: string, of: Field) => numbersOf(text, field, of);
  const weekdays = new Set([...read(weekday, WEEKDAY)].map((number) => number % 7));
  const cron: Cron = {
    text,
    minutes: read(minute, MINUTE),
    hours: read(hour, HOUR),
    days: read(day, DAY),
    months: read(month, MONTH),
    weekdays,
    isEither: !day.startsWith("*") && !weekday.startsWith("*"),
  };
  const first = Math.min(...cron.days);
  const comes = cron.isEither || [...cron.months].some((number) => first <= (LONGEST[number - 1] ?? 0));
  if (!comes) throw invalid(text, "names a day that none of its months has");
  return Object.freeze(cron);
}

/** The numbers that a field allows. */
function numbersOf(text: string, field: string, of: Field): ReadonlySet<number> {
  const numbers = new Set<number>();
  for (const part of field.split(",")) {
    const match = /^(\*|[0-9A-Za-z]+)(?:-([0-9A-Za-z]+))?(?:\/([0-9]+))?$/.exec(part);
    const wrong = (why: string) => invalid(text, `has ${describe(part)} for its ${of.name}, which ${why}`);
    if (match === null) throw wrong("is neither *, nor a number, a name or a range of these");
    const [, begin = "", end, step] = match;
    if (begin === "*" && end !== undefined) throw wrong("is no range");
    const from = begin === "*" ? of.lowest : numberOf(begin, of);
    const to = end === undefined ? (begin === "*" || step !== undefined ? of.highest : from) : numberOf(end, of);
    const by = step === undefined ? 1 : Number(step);
    if (from === undefined || to === undefined) throw wrong(`is not between ${rangeOf(of)}`);
    if (from > to) throw wrong("is a range that runs backwards");
    if (by < 1) throw wrong("has a step of 0");
    for (let number = from; number <= to; number += by) numbers.add(number);
  }
  return numbers;
}

function numberOf(word: string, { lowest, highest, names }: Field): number | undefined {
  const named = names.indexOf(word.toUpperCase());
  const number = named >= 0 ? named + lowest : /^[0-9]{1,2}$/.test(word) ? Number(word) : Number.NaN;
  return number >= lowest && number <= highest ? number : undefined;
}

const rangeOf = ({ lowest, highest, names }: Field): string =>
  names.length === 0 ? `${lowest} and ${highest}` : `${lowest} and ${highest} or ${names[0]} and ${names.at(-1)}`;

/**
 * The first time of a schedule after a moment, never that moment itself. Both in ms since 1970; no time zone and no
 * daylight saving plays a part.
 */
export function nextTime(cron: Cron, afterMs: number): number {
  // The first whole minute after that moment.
  const from = new Date((Math.floor(afterMs / 60_000) + 1) * 60_000);
  const firstDayMs = Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate());
  for (let day = 0; day <= LONGEST_GAP_DAYS; day++) {
    const dayMs = firstDayMs + day * DAY_MS;
    if (!isDay(cron, new Date(dayMs))) continue;
    const minute = firstMinute(cron, day === 0 ? from.getUTCHours() * 60 + from.getUTCMinutes() : 0);
    if (minute !== undefined) return dayMs + minute * 60_000;
  }
  throw invalid(cron.text, "never comes");
}

function isDay({ days, months, weekdays, isEither }: Cron, date: Date): boolean {
  if (!months.has(date.getUTCMonth() + 1)) return false;
  const [isOfMonth, isOfWeek] = [days.has(date.getUTCDate()), weekdays.has(date.getUTCDay())];
  return isEither ? isOfMonth || isOfWeek : isOfMonth && isOfWeek;
}

/** The first minute of a day that is allowed, from a minute on. */
function firstMinute({ hours, minutes }: Cron, from: number): number | undefined {
  for (let hour = Math.floor(from / 60); hour < 24; hour++) {
    if (!hours.has(hour)) continue;
    for (let minute = hour * 60 === from - (from % 60) ? from % 60 : 0; minute < 60; minute++) {
      if (minutes.has(minute)) return hour * 60 + minute;
    }
  }
  return undefined;
}
