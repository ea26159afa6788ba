import { SweftError } from "../errors/sweft-error.ts";
import type { HistoryEvent } from "../history/event.ts";
import type { Workflow } from "../language/workflow.ts";
import { locate } from "./locate.ts";
import type { OpenWork } from "./open-work.ts";
import type { RunOptions } from "./options.ts";
import type { EffectOutcomes, Replayed } from "./outcome.ts";
import type { Answered } from "./query.ts";
import { isDivergence, reported } from "./report.ts";
import { Run } from "./run.ts";

/** A history: its events, or what the aws CLI prints of it. */
export type History = readonly HistoryEvent[] | { readonly events?: readonly HistoryEvent[] | undefined };

const eventsOf = (history: History): readonly HistoryEvent[] => {
  const events = "events" in history ? history.events : history;
  if (Array.isArray(events)) return events;
  throw new SweftError(
    "HISTORY_INVALID",
    "a history is a list of events, or an object with the list as `events`, as `aws swf get-workflow-execution-history` prints it",
  );
};

/** A run in its live form. See {@link openRun}. */
export interface LiveRun {
  /** Id of the last event it knows. */
  readonly lastEventId: number;
  /**
   * Adds events, known ones included, and goes on as far as they reach.
   * @throws {SweftError} `HISTORY_INVALID` if an event is missing.
   */
  advance(history: History): Replayed;
  /** Work that has not ended and that an event could end, in the order asked. */
  openWork(): readonly OpenWork[];
  /**
   * Answers a query by the function that the workflow has registered, from the state of its last decision. For a run opened for that
   * alone, advanced by {@link decidedPart} of a history, and thrown away: what the function changes stays changed.
   *
   * @param args - The query's own; the answer goes through its text.
   * @throws {SweftError} `QUERY_UNKNOWN`, `QUERY_INVALID`, `QUERY_TOO_EARLY`; `QUERY_FAILED` with its cause if the function throws, or
   * this code cannot replay the history.
   */
  query(name: string, args: readonly unknown[]): Answered;
  /** Goes on after `needs`, with the outcomes of the effects in the order they were listed. */
  resume(outcomes?: EffectOutcomes): Replayed;
}

/**
 * Opens a run that can be advanced by further events, decision by decision. It answers as {@link replay} of the whole
 * history does.
 */
export function openRun<A extends readonly unknown[], R>(workflow: Workflow<A, R>, options: RunOptions = {}): LiveRun {
  return new Live(newRun(workflow, options));
}

/** A class: of an object with a getter of its own V8 keeps all that it points to for long, the whole run here. */
class Live implements LiveRun {
  readonly #run: Run;

  constructor(run: Run) {
    this.#run = run;
  }

  get lastEventId(): number {
    return this.#run.lastEventId;
  }

  advance(history: History): Replayed {
    return this.#run.advance(eventsOf(history));
  }

  openWork(): readonly OpenWork[] {
    return this.#run.openWork();
  }

  query(name: string, args: readonly unknown[]): Answered {
    return this.#run.query(name, args);
  }

  resume(outcomes?: EffectOutcomes): Replayed {
    return this.#run.resume(outcomes);
  }
}

/**
 * Replays a history: runs the workflow code, feeding recorded results back into it, until the first result that is not
 * there yet. Pure and synchronous: it reads no clock and does no I/O.
 *
 * @param workflow - The code, which must be the code that wrote the history.
 * @param history - From event 1 on, all pages, ascending.
 * @returns What the code decides now; `decisions` is empty if the history holds that decision already.
 * @throws {SweftError} `HISTORY_INVALID` if it is no whole history. Bugs, nondeterminism included, do not throw: they
 * are `held`.
 */
export function replay<A extends readonly unknown[], R>(
  workflow: Workflow<A, R>,
  history: History,
  options: RunOptions = {},
): Replayed {
  const events = eventsOf(history);
  if (events[0]?.eventType !== "WorkflowExecutionStarted") {
    throw new SweftError(
      "HISTORY_INVALID",
      `the first event is ${events[0]?.eventType ?? "missing"}; a history begins with WorkflowExecutionStarted`,
    );
  }
  return newRun(workflow, options).replay(events);
}

/**
 * The events of a history up to its last completed decision: what a query sees. Those of a decision not completed yet are left out.
 * @throws {SweftError} `HISTORY_INVALID` if it is no history.
 */
export function decidedPart(history: History): readonly HistoryEvent[] {
  const events = eventsOf(history);
  const completed = events.findLastIndex(({ eventType }) => eventType === "DecisionTaskCompleted");
  const next = events.findIndex(({ eventType }, at) => at > completed && eventType === "DecisionTaskStarted");
  return next < 0 ? events : events.slice(0, next);
}

/** The interpreter knows no types of arguments and results: they are between the caller and the workflow. */
function newRun<A extends readonly unknown[], R>(workflow: Workflow<A, R>, options: RunOptions): Run {
  const code = workflow as unknown as Workflow<never[], unknown>;
  const { onLog: _silent, ...silent } = options;
  return new Run(code, options, {
    report(error, events) {
      if (!isDivergence(error)) return error;
      const place = locate(error, (seeker) => {
        const again = new Run(code, silent, { seeker });
        again.replay(events);
        return again;
      });
      return reported(error, events, place);
    },
  });
}
