import type { Decision, DecisionType } from "../decisions/decision.ts";
import { MORE_TIMER, WAKE_TIMER } from "../history/decided.ts";
import type { InFlight } from "../work/in-flight.ts";
import type { Outbox } from "../work/outbox.ts";
import { decisionBytes } from "./bytes.ts";
import type { Limits } from "./limits.ts";
import type { Pace } from "./pace.ts";
import type { Paces } from "./paces.ts";

// What a completion sends (R13). It acts on the decision being made alone:
//
// P1. Of each kind a beginning of that kind's queue is sent, so that a replay under other limits finds it there.
// P2. A completion that has no room left sends nothing more of any kind: markers go before what was asked after them.
//     It ends with a timer that says so, by which a replay knows that what it does not find may be still to come.
// P3. The run is woken by a timer of the interpreter's own if something was left that could be sent now or in a while.
//     What waits for room among open work is woken by the work that ends.
// P4. A close goes out with everything asked before it, or waits.

/** What is known of the run when its decision is planned. */
export interface Situation {
  readonly outbox: Outbox;
  readonly open: InFlight;
  readonly paces: Paces;
  readonly limits: Limits;
  /** Decisions of the interpreter's own that go first. */
  readonly first: readonly Decision[];
  /** The time of the decision, in ms. */
  readonly ms: number;
  /** Event id of the decision's DecisionTaskStarted: what makes ids of timers unique. */
  readonly startedEventId: number;
  /** How many bytes a text of so many takes, if texts are encrypted. */
  readonly sealedBytes: ((textBytes: number) => number) | undefined;
  /** When the wake-up timer fires that is running already, in ms. */
  readonly wakesAtMs: number | undefined;
}

/** The kinds of which SWF bounds how many are open, and the limit of each. */
const WINDOWS: Readonly<Partial<Record<DecisionType, keyof Limits & `open${string}`>>> = {
  ScheduleActivityTask: "openActivities",
  StartTimer: "openTimers",
  StartChildWorkflowExecution: "openChildren",
  ScheduleLambdaFunction: "openLambdas",
};

const CLOSES: ReadonlySet<DecisionType> = new Set([
  "CompleteWorkflowExecution",
  "FailWorkflowExecution",
  "CancelWorkflowExecution",
  "ContinueAsNewWorkflowExecution",
]);

/** How many more decisions of a kind there is room for. */
interface Room {
  /** Among open work of the kind: only the end of some makes more. */
  window: number;
  /** By its pace: time makes more. */
  tokens: number;
  readonly pace: Pace | undefined;
}

function roomOf(type: DecisionType, freedTimers: number, { open, paces, limits, ms }: Situation): Room {
  const pace = paces.get(type);
  const limit = WINDOWS[type];
  const freed = type === "StartTimer" ? freedTimers : 0;
  const window = limit === undefined ? Number.POSITIVE_INFINITY : limits[limit] - open.count(type) + freed;
  return { window, tokens: pace?.available(ms) ?? Number.POSITIVE_INFINITY, pace };
}

/** Chooses what the decision being made sends, and wakes the run if something is left that could follow. */
export function plan(situation: Situation): Decision[] {
  const { outbox, limits, first, ms, startedEventId, sealedBytes } = situation;
  const decisions = [...first];
  const rooms = new Map<DecisionType, Room>();
  const blocked = new Set<DecisionType>();
  let bytes = first.reduce((sum, decision) => sum + decisionBytes(decision), 0);
  let freedTimers = 0;
  let wakeSeconds = Number.POSITIVE_INFINITY;
  for (const ask of outbox.inOrder(blocked)) {
    const { decisionType: type } = ask;
    if (CLOSES.has(type) && blocked.size > 0) break;
    let room = rooms.get(type);
    if (room === undefined) {
      room = roomOf(type, freedTimers, situation);
      rooms.set(type, room);
    }
    if (room.window < 1 || room.tokens < 1) {
      blocked.add(type);
      if (room.window >= 1 && room.pace !== undefined)
        wakeSeconds = Math.min(wakeSeconds, room.pace.pauseSeconds(outbox.waitingOf(type), ms));
      continue;
    }
    const decision = ask.draft();
    bytes += decisionBytes(decision, sealedBytes);
    if (decisions.length > first.length && (decisions.length >= limits.decisions || bytes > limits.requestBytes)) {
      return [...decisions, timer(`${MORE_TIMER}${startedEventId}`, 0)];
    }
    decisions.push(decision);
    room.window--;
    room.tokens--;
    if (type === "CancelTimer") {
      // SWF takes it before what stands behind it in the same completion.
      freedTimers++;
      const timers = rooms.get("StartTimer");
      if (timers !== undefined) timers.window++;
    }
  }
  const isSooner = ms + wakeSeconds * 1000 < (situation.wakesAtMs ?? Number.POSITIVE_INFINITY);
  return isSooner ? [...decisions, timer(`${WAKE_TIMER}${startedEventId}`, wakeSeconds)] : decisions;
}

const timer = (timerId: string, seconds: number): Decision => ({
  decisionType: "StartTimer",
  startTimerDecisionAttributes: { timerId, startToFireTimeout: String(seconds) },
});
