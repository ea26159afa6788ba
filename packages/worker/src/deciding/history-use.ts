import type { Execution, Limits } from "@sweft/workflow";
import type { Logger } from "../logging/logger.ts";
import type { DecisionTask } from "./task.ts";

/** How much of its history a run has used up. */
export interface HistoryUse extends Execution {
  /** Events up to the decision being made. */
  readonly events: number;
  /** Events at which the service terminates the execution. */
  readonly limit: number;
  /** From 80 % on: decisions are made less often, and the run should begin a new history soon. */
  readonly isTight: boolean;
}

/** The part of a history at which it is called tight. */
const TIGHT = 0.8;

/** What a decider does about the length of histories. */
export interface HistoryWatch {
  readonly limit: Limits["historyEvents"];
  readonly lingerMs: number;
  readonly onHistory: ((use: HistoryUse) => void) | undefined;
  readonly logger: Logger;
}

/** Is a history of so many events nearly full? */
export const isTight = (events: number, { limit }: Pick<HistoryWatch, "limit">): boolean => events >= limit * TIGHT;

/** Tells how long the history of a task is: whoever measures it at every decision, and the log once, when it gets tight. */
export function tellHistory(watch: HistoryWatch, task: DecisionTask): void {
  const { limit, logger, onHistory } = watch;
  const { execution, startedEventId: events, previousStartedEventId } = task;
  const use: HistoryUse = { ...execution, events, limit, isTight: isTight(events, watch) };
  if (use.isTight && !isTight(previousStartedEventId, watch)) {
    logger.warn(
      { ...execution, workflow: task.type, events, limit },
      "the history of a run is nearly full: begin a new one with checkpoint or continueAsNew; at its limit the service terminates the run",
    );
  }
  try {
    onHistory?.(use);
  } catch (err) {
    logger.error({ ...execution, err }, "onHistory threw");
  }
}
