import type { DecisionType } from "../../decisions/decision.ts";
import type { ScheduleActivity } from "../../language/activity.ts";
import { besideOf } from "../../language/command.ts";
import type { FullRetryPolicy } from "../../language/retry-policy.ts";
import { WORST_CASE } from "../../planner/budget.ts";

const once = (type: DecisionType): number => WORST_CASE[type] ?? 0;

/** Attempts, and the pauses between them. */
const tried = (events: number, retry: FullRetryPolicy | undefined): number =>
  retry === undefined ? events : retry.attempts * events + (retry.attempts - 1) * once("StartTimer");

/** Settings stand beside the command, or beside the type in it, by themselves or with other things. */
interface Beside {
  readonly settings?: { readonly retry: FullRetryPolicy | undefined };
  readonly retry?: FullRetryPolicy | undefined;
}

function ofWork(asked: object, type: DecisionType, carrier: object | undefined = asked): number {
  const beside = carrier === undefined ? undefined : (besideOf(carrier) as Beside | undefined);
  return tried(once(type), beside?.settings?.retry ?? beside?.retry);
}

const ofPieces = (asked: object): number => {
  const { work } = asked as { readonly work?: unknown };
  if (typeof work !== "object" || work === null) return 0;
  return Object.values(work).reduce((sum: number, piece: unknown) => sum + worstCaseOf(piece), 0);
};

/** What the pieces of a composite cost together, by command type; what is not named here costs nothing by itself. */
const COSTS: ReadonlyMap<string, (asked: object) => number> = new Map<string, (asked: object) => number>([
  ["ScheduleActivity", (asked) => ofWork(asked, "ScheduleActivityTask", (asked as ScheduleActivity).activity)],
  ["StartTimer", () => once("StartTimer")],
  ["StartChildWorkflow", (asked) => ofWork(asked, "StartChildWorkflowExecution")],
  ["ScheduleLambda", (asked) => ofWork(asked, "ScheduleLambdaFunction")],
  ["SignalExternal", (asked) => ofWork(asked, "SignalExternalWorkflowExecution")],
  ["CancelExternal", (asked) => ofWork(asked, "RequestCancelExternalWorkflowExecution")],
  ["SignalChild", () => once("SignalExternalWorkflowExecution")],
  ["Cached", () => once("RecordMarker")],
  ["RecordMarker", () => once("RecordMarker")],
  ["All", ofPieces],
  ["AllSettled", ofPieces],
  ["Any", ofPieces],
  ["Race", ofPieces],
  ["WithTimeout", (asked) => once("StartTimer") + worstCaseOf((asked as { readonly work: unknown }).work)],
]);

const COMPOSITES: ReadonlySet<string> = new Set(["All", "AllSettled", "Any", "Race", "WithTimeout"]);

/** Does a command cost only what its pieces do? */
export const isComposite = (asked: object): boolean => COMPOSITES.has((asked as { type: string }).type);

/** The most events that a command may write into the history, those of its pieces included. */
export function worstCaseOf(asked: unknown): number {
  const { type } = asked as { readonly type?: unknown };
  return typeof type === "string" ? (COSTS.get(type)?.(asked as object) ?? 0) : 0;
}
