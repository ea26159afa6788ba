import type { ObjectCount, SweepReport } from "@sweft/worker";
import { harmless } from "../telling/text.ts";

/** What a sweep found, for people. */
export function tellSweep(report: SweepReport, isDeleting: boolean): string {
  const { executions, garbage, deleted, kept, unknown, otherDomains, unreadable, refusal } = report;
  const lines = [
    `domain ${report.domain}: ${count(executions.open)} open and ${count(executions.closed)} closed executions known`,
    `garbage: ${tallied(garbage)}`,
    ...examples(garbage),
    `kept: ${count(kept.known)} of known executions, ${count(kept.referenced)} that histories refer to, ${count(kept.young)} too young`,
    ...(unknown.objects === 0 ? [] : [`not understood, never touched: ${tallied(unknown)}`, ...examples(unknown)]),
    ...(otherDomains === 0 ? [] : [`of other domains: ${objects(otherDomains)}`]),
    ...unreadable.map((why) => `could not be read: ${why}`),
    verdict(deleted, isDeleting, garbage, refusal),
  ];
  return lines.map((line) => `${harmless(line)}\n`).join("");
}

function verdict(deleted: ObjectCount, isDeleting: boolean, garbage: ObjectCount, refusal: string | undefined): string {
  if (refusal !== undefined) return `nothing more was deleted: ${refusal}`;
  if (isDeleting) return `deleted: ${tallied(deleted)}`;
  return garbage.objects === 0 ? "nothing to delete" : "nothing was deleted; --delete does";
}

const count = (number: number): string => number.toLocaleString("en-US");

const objects = (number: number): string => `${count(number)} object${number === 1 ? "" : "s"}`;

function tallied({ objects: number, bytes, oldest }: ObjectCount): string {
  const age = oldest === undefined ? "" : `, the oldest of ${oldest.toISOString()}`;
  return `${objects(number)}, ${sizeOf(bytes)}${age}`;
}

function examples({ objects: number, examples: shown }: ObjectCount): string[] {
  const more = number - shown.length;
  return [
    ...shown.map(({ store, key }) => `  ${store} ${key}`),
    ...(more > 0 && shown.length > 0 ? [`  and ${objects(more)} more`] : []),
  ];
}

function sizeOf(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let size = bytes;
  let unit = 0;
  for (; size >= 1000 && unit < units.length - 1; unit++) size /= 1000;
  return `${unit === 0 ? count(size) : size.toPrecision(3)} ${units[unit]}`;
}
