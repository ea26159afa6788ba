import type { DecisionType } from "../../decisions/decision.ts";
import type { ActivityBeside, ScheduleActivity } from "../../language/activity.ts";
import { besideOf } from "../../language/command.ts";
import type { FullRetryPolicy } from "../../language/retry-policy.ts";
import { WORST_CASE } from "../../planner/budget.ts";

const once = (type: DecisionType): number => WORST_CASE[type] ?? 0;

/** Attempts, and the pauses between them. */
const tried = (events: number, retry: FullRetryPolicy | undefined): number =>
  retry === undefined ? events : retry.attempts * events + (retry.attempts - 1) * once("StartTimer");

const ofPieces = (asked: object): number => {
  const { work } = asked as { readonly work?: unknown };
  if (typeof work !== "object" || work === null) return 0;
  return Object.values(work).reduce((sum: number, piece: unknown) => sum + worstCaseOf(piece), 0);
};

/** What the pieces of a composite cost together, by command type; what is not named here costs nothing by itself. */
const COSTS: ReadonlyMap<string, (asked: object) => number> = new Map<string, (asked: object) => number>([
  [
    "ScheduleActivity",
    (asked) => {
      const beside = besideOf((asked as ScheduleActivity).activity) as ActivityBeside | undefined;
      return tried(once("ScheduleActivityTask"), beside?.settings.retry);
    },
  ],
  ["StartTimer", () => once("StartTimer")],
  ["StartChildWorkflow", () => once("StartChildWorkflowExecution")],
  ["Cached", () => once("RecordMarker")],
  ["RecordMarker", () => once("RecordMarker")],
  ["All", ofPieces],
  ["AllSettled", ofPieces],
  ["Any", ofPieces],
  ["Race", ofPieces],
]);

const COMPOSITES: ReadonlySet<string> = new Set(["All", "AllSettled", "Any", "Race"]);

/** Does a command cost only what its pieces do? */
export const isComposite = (asked: object): boolean => COMPOSITES.has((asked as { type: string }).type);

/** The most events that a command may write into the history, those of its pieces included. */
export function worstCaseOf(asked: unknown): number {
  const { type } = asked as { readonly type?: unknown };
  return typeof type === "string" ? (COSTS.get(type)?.(asked as object) ?? 0) : 0;
}
