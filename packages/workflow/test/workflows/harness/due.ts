import type { Open, Stepper } from "@sweft/testing";

/** Something that time alone brings about. */
export type Due = { readonly dueMs: number; happen(): void };

/** What time alone brings about, for each kind of work. */
export function dueOf(run: Stepper<unknown>, work: Readonly<Open>): Due[] {
  const at = (sinceMs: number, seconds: string | undefined, happen: () => unknown): Due[] =>
    seconds === undefined || seconds === "NONE"
      ? []
      : [{ dueMs: sinceMs + Number(seconds) * 1000, happen: () => void happen() }];
  const { id } = work;
  if (work.kind === "timer") return [{ dueMs: work.dueMs, happen: () => void run.fire(id) }];
  if (work.kind === "child")
    return at(work.initiatedMs, work.asked.executionStartToCloseTimeout, () => run.timeOut(id));
  if (work.kind === "Lambda function")
    return at(work.scheduledMs, work.asked.startToCloseTimeout, () => run.timeOut(id));
  if (work.kind !== "activity") return [];
  const { asked, scheduledMs, startedMs, startedEventId } = work;
  const waiting =
    startedEventId === 0
      ? at(scheduledMs, asked.scheduleToStartTimeout, () => run.timeOut(id, "SCHEDULE_TO_START"))
      : at(startedMs, asked.startToCloseTimeout, () => run.timeOut(id, "START_TO_CLOSE"));
  return [...waiting, ...at(scheduledMs, asked.scheduleToCloseTimeout, () => run.timeOut(id, "SCHEDULE_TO_CLOSE"))];
}
