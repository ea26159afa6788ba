import type { Field } from "./field.ts";
import { list, optional, structure } from "./field.ts";
import { moment, whole } from "./scalars.ts";
import type { TextRules } from "./text.ts";
import { oneOf, text, textOrEmpty } from "./text.ts";

// Every shape of the service model that the requests use, declared once (reference, section 2).

/** One year, the longest an execution may run. */
export const yearSeconds = 31_536_000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are what the service forbids
const forbidden = /[:/|\u0000-\u001f\u007f-\u009f]/;
const legalName = {
  test: (name: string) => !forbidden.test(name) && name !== "arn",
  must: "not contain : / | or a control character (U+0000-U+001F, U+007F-U+009F), and must not be the word arn",
};
const digits = /^[0-9]+$/;
const isSeconds = (max: number) => (value: string) => digits.test(value) && Number(value) <= max;

const name: TextRules = { min: 1, max: 256, rule: legalName };
const seconds = { test: digits.test.bind(digits), must: "be an integer greater than or equal to 0" };
const secondsOrNone = {
  test: (value: string) => value === "NONE" || digits.test(value),
  must: "be an integer greater than or equal to 0, or NONE",
};
const withinAYear = { test: isSeconds(yearSeconds), must: `be an integer from 0 to ${yearSeconds}` };
const withinAYearOrNone = {
  test: (value: string) => value === "NONE" || isSeconds(yearSeconds)(value),
  must: `be an integer from 0 to ${yearSeconds}, or NONE`,
};
const days = {
  test: (value: string) => value === "NONE" || (digits.test(value) && Number(value) <= 90),
  must: "be an integer from 0 to 90, or NONE",
};
const int32 = {
  test: (value: string) => /^-?[0-9]+$/.test(value) && Number(value) >= -(2 ** 31) && Number(value) < 2 ** 31,
  must: "be an integer from -2147483648 to 2147483647",
};

export const domainName = text(name);
/** A new domain's name: no white space at its ends either. */
export const newDomainName = text({
  ...name,
  rule: {
    test: (value) => legalName.test(value) && value === value.trim(),
    must: `not start or end with white space, ${legalName.must}`,
  },
});
export const typeName = text(name);
export const typeVersion = text({ min: 1, max: 64, rule: legalName });
export const workflowId = text(name);
export const activityId = text(name);
export const timerId = text(name);
export const signalName = text({ min: 1, max: 256 });
export const markerName = text({ min: 1, max: 256 });
export const runId = text({ min: 1, max: 64 });
export const runIdOrEmpty = textOrEmpty({ max: 64 });
export const data = text({ max: 32_768 });
export const limitedData = text({ max: 2_048 });
export const reason = text({ max: 256 });
export const identity = text({ max: 256 });
export const description = text({ max: 1_024 });
export const arn = text({ min: 1, max: 1_600 });
export const taskToken = text({ min: 1, max: 1_024 });
export const pageToken = text({ max: 2_048 });
export const pageSize = whole(0, 1_000);

/** Seconds of a timer: no NONE. */
export const timerSeconds = text({ min: 1, max: 8, rule: seconds });
/** Seconds or NONE; empty means absent. */
export const timeout = textOrEmpty({ max: 8, rule: secondsOrNone });
/** Seconds up to a year; empty means absent. */
export const executionTimeout = textOrEmpty({ max: 8, rule: withinAYear });
/** Seconds up to a year, or NONE, which decisions may still say; empty means absent. */
export const executionTimeoutOrNone = textOrEmpty({ max: 8, rule: withinAYearOrNone });
export const retentionDays = text({ min: 1, max: 8, rule: days });
export const priority = textOrEmpty({ rule: int32 });

export const childPolicy = oneOf(["TERMINATE", "REQUEST_CANCEL", "ABANDON"]);
export const registrationStatus = oneOf(["REGISTERED", "DEPRECATED"]);
export const closeStatus = oneOf(["COMPLETED", "FAILED", "CANCELED", "TERMINATED", "CONTINUED_AS_NEW", "TIMED_OUT"]);

export const taskList = structure({ name: text(name) });
export const type = structure({ name: typeName, version: typeVersion });
export const execution = structure({ workflowId, runId });
/** The service takes null for a tag and records it, as the recordings show. */
export const tagList = list(optional(text({ max: 256 })), 5) as Field<readonly string[]>;
export const resourceTags = list(structure({ key: text({ min: 1, max: 128 }), value: optional(text({ max: 256 })) }));
export const timeFilter = structure({ oldestDate: moment, latestDate: optional(moment) });
export const executionFilter = structure({ workflowId });
export const typeFilter = structure({ name: typeName, version: optional(textOrEmpty({ max: 64 })) });
export const tagFilter = structure({ tag: text({ max: 256 }) });
export const closeStatusFilter = structure({ status: closeStatus });
