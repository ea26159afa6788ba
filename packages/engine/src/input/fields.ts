import type { Field } from "./field.ts";
import { list, optional, structure } from "./field.ts";
import { flag, whole } from "./scalars.ts";
import type { TextRules } from "./text.ts";
import { oneOf, text, textOrEmpty } from "./text.ts";

// Every shape of the service model that the requests use, declared once (reference, section 2).

/** One year, the longest an execution may run. */
export const yearSeconds = 31_536_000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are what the service forbids
const forbidden = /[:/|\u0000-\u001f\u007f-\u009f]/;
/** A surrogate without its other half. */
const halfCharacter = /\p{Cs}/u;
const legalName = {
  test: (name: string) => !forbidden.test(name) && name !== "arn" && !halfCharacter.test(name),
  must: "not contain : / |, a control character (U+0000-U+001F, U+007F-U+009F) or half a character, and must not be the word arn",
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
const withinAQuarter = {
  test: (value: string) => isSeconds(900)(value) && Number(value) >= 1,
  must: "be an integer from 1 to 900",
};
const days = {
  test: (value: string) => value === "NONE" || (digits.test(value) && Number(value) <= 90),
  must: "be an integer from 0 to 90, or NONE",
};
const isDomainArn = {
  test: (value: string) => /^arn:[^:]+:swf:[^:]+:[^:]+:\/domain\/[^:/|]+$/.test(value),
  must: "be the ARN of a domain, arn:aws:swf:REGION:ACCOUNT:/domain/NAME",
};
const plain = {
  test: (value: string) => /^[\p{L}\p{N}\p{Z}_.:/=+\-@]*$/u.test(value),
  must: "contain only letters, digits, white space and the characters _ . : / = + - @",
};
const int32 = {
  test: (value: string) => /^-?[0-9]+$/.test(value) && Number(value) >= -(2 ** 31) && Number(value) < 2 ** 31,
  must: "be an integer from -2147483648 to 2147483647",
};

/** The name of a domain that exists. */
export const domainName = text(name);
const trimmedName: TextRules = {
  ...name,
  rule: {
    test: (value) => legalName.test(value) && value === value.trim(),
    must: `not start or end with white space, ${legalName.must}`,
  },
};
/** A new domain's name: no white space at its ends either. */
export const newDomainName = text(trimmedName);
/** The name of a type. */
export const typeName = text(name);
/** The version of a type. */
export const typeVersion = text({ min: 1, max: 64, rule: legalName });
/** The id of a workflow execution. */
export const workflowId = text(name);
/** The id of an activity in its execution. */
export const activityId = text(name);
/** The id of a timer in its execution. */
export const timerId = text(name);
/** The name of a signal; any characters. */
export const signalName = text({ min: 1, max: 256 });
/** The name of a marker; any characters. */
export const markerName = text({ min: 1, max: 256 });
const runId = text({ min: 1, max: 64 });
/** A run id; empty means the open run. */
export const runIdOrEmpty = textOrEmpty({ max: 64 });
/** Input, result, details, control, execution context. */
export const data = text({ max: 32_768 });
/** Details of a heartbeat. */
export const limitedData = text({ max: 2_048 });
/** The reason of a failure or a termination. */
export const reason = text({ max: 256 });
/** Who polls. */
export const identity = text({ max: 256 });
/** The description of a domain or a type. */
export const description = text({ max: 1_024 });
/** An ARN: of a Lambda role. */
export const arn = text({ min: 1, max: 1_600 });
/** The ARN of a domain, of any region and account. */
export const domainArn = text({ min: 1, max: 1_600, rule: isDomainArn });
/** The token of a task. */
export const taskToken = text({ min: 1, max: 1_024 });
/** The token of a page. */
export const pageToken = text({ max: 2_048 });
/** The size of a page; 0 means the largest. */
export const pageSize = whole(0, 1_000);
/** What every list may be asked besides its filters. */
export const pages = {
  nextPageToken: optional(pageToken),
  maximumPageSize: optional(pageSize),
  reverseOrder: optional(flag),
};

/** Seconds of a timer: no NONE. */
export const timerSeconds = text({ min: 1, max: 8, rule: seconds });
/** Seconds or NONE; empty means absent. */
export const timeout = textOrEmpty({ max: 8, rule: secondsOrNone });
/** Seconds up to a year; empty means absent. */
export const executionTimeout = textOrEmpty({ max: 8, rule: withinAYear });
/** Seconds up to a year, or NONE, which decisions may still say; empty means absent. */
export const executionTimeoutOrNone = textOrEmpty({ max: 8, rule: withinAYearOrNone });
/** Seconds of a Lambda function, up to 15 minutes: no NONE; empty means absent. */
export const lambdaTimeout = textOrEmpty({ max: 8, rule: withinAQuarter });
/** How long closed executions are kept. */
export const retentionDays = text({ min: 1, max: 8, rule: days });
/** A task priority: a 32-bit integer in text; empty means absent. */
export const priority = textOrEmpty({ rule: int32 });

/** What happens to children when their parent is terminated or times out. */
export const childPolicy = oneOf(["TERMINATE", "REQUEST_CANCEL", "ABANDON"]);
/** The status of a domain or a type. */
export const registrationStatus = oneOf(["REGISTERED", "DEPRECATED"]);

/** A task list by name. */
export const taskList = structure({ name: text(name) });
/** A task list where the documents forbid white space at the ends of its name, too. */
export const trimmedTaskList = structure({ name: text(trimmedName) });
/** A type by name and version. */
export const type = structure({ name: typeName, version: typeVersion });
/** An execution by both ids. */
export const execution = structure({ workflowId, runId });
/** The service takes null for a tag and records it, as the recordings show. */
export const tagList = list(optional(text({ max: 256 })), 5) as Field<readonly string[]>;
/** The tags of a domain. */
export const resourceTags = list(
  structure({
    key: text({ min: 1, max: 128, rule: plain }),
    value: optional(text({ max: 256, rule: plain })),
  }),
);
/** Keys of tags of a domain. */
export const resourceTagKeys = list(text({ min: 1, max: 128 }));
