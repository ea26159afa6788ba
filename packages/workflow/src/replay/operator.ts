import { failed, ok } from "../coroutines/work.ts";
import { isBug, peek } from "../errors/bug.ts";
import { fromFailure } from "../errors/failure.ts";
import { CanceledError } from "../errors/outcomes.ts";
import { SweftError, withoutFrames } from "../errors/sweft-error.ts";
import type { Outcome } from "../language/handle.ts";
import { writeFailure } from "../work/arguments.ts";
import type { ConditionWork } from "../work/conditions.ts";
import type { Opened } from "../work/in-flight.ts";
import type { Letter, ReceiveWork } from "../work/receive.ts";
import { noteReply, REPLY_MARKER } from "../work/reply.ts";
import type { RunContext } from "../work/run-context.ts";
import { TimerWork } from "../work/timer.ts";
import { openWork } from "./open-work.ts";

/** The reserved signal by which an operator reaches into a run. Its words are the action, and the id of the work it is for. */
export const OPERATOR_SIGNAL = "sweft.operator";

/** Does what it is named for; says why not if it does not fit. */
type Action = (run: RunContext, target: string, letter: Letter) => string | undefined;

type Forcible = Opened | ReceiveWork | ConditionWork;

/** What an operator may do to a run. */
const ACTIONS: ReadonlyMap<string, Action> = new Map<string, Action>([
  ["retry-now", retryNow],
  ["fire", fire],
  ["complete", (run, target, letter) => force(run, target, ok(letter.read()))],
  ["fail", fail],
  ["pause", (run) => pause(run, true)],
  ["resume", (run) => pause(run, false)],
]);

/**
 * An operator asks for something. It is answered by a marker in the deciding completion. In a recorded batch the verdict is
 * what the history shows: what was rejected then stays rejected.
 */
export function operate(run: RunContext, letter: Letter): void {
  const { id, words } = letter;
  const [action = "", target = ""] = words;
  const what = `the operator's ${action || "request"}${target === "" ? "" : ` of ${target}`}`;
  if (id === undefined) {
    run.log("warn", `${what} has no id, so nobody could be answered; it is ignored`, undefined);
    return;
  }
  const noted = run.isReplaying ? run.notes.find(REPLY_MARKER, id) : undefined;
  const wasRejected = noted?.head[1] === "rejected";
  const why = wasRejected ? "" : tried(run, ACTIONS.get(action), letter);
  const state = why === undefined ? "completed" : "rejected";
  const payload = noted !== undefined || why === undefined ? noted?.payload : writeFailure(run, rejection(what, why));
  noteReply(run, { id, state, payload, what: `the answer to ${what}` });
  run.log("info", `${what} is ${state}${why === undefined ? "" : `: ${why}`}`, undefined);
}

const rejection = (what: string, why: string) =>
  withoutFrames(new SweftError("OPERATION_REJECTED", `${what} is rejected: ${why}`));

function tried(run: RunContext, action: Action | undefined, letter: Letter): string | undefined {
  const [name = "", target = ""] = letter.words;
  if (action === undefined) return `there is no action ${JSON.stringify(name)}; use ${[...ACTIONS.keys()].join(", ")}`;
  try {
    return action(run, target, letter);
  } catch (error) {
    // A text that another decider could read has been accepted: this one has to wait for a decider that can.
    if (run.isReplaying) throw error;
    return String(peek(error, "message"));
  }
}

/** Everything that has not ended and that can be ended from outside. */
function works(run: RunContext): Forcible[] {
  const unsent = run.outbox.waiting().filter((ask): ask is typeof ask & Opened => "force" in ask);
  const waits = [...run.mailboxes.waiting(), ...run.conditions.waiting()];
  return [...run.open.all(), ...unsent, ...waits].filter(({ outcome }) => outcome === undefined);
}

function unknown(run: RunContext, target: string): string {
  const ids = openWork(run).map(({ id, command }) => `${id} (${String(peek(command, "type"))})`);
  const open = ids.length === 0 ? "nothing is open" : `open are ${ids.slice(0, 20).join(", ")}`;
  return `no open work has the id ${JSON.stringify(target)}; ${open}`;
}

/** Is it an attempt of some work, or the pause before one? What runs inside an attempt has a longer id. */
const isAttemptOf = (target: string, id: string): boolean =>
  id === target || (id.startsWith(`${target}~`) && /^\d+(\.backoff)?$/.test(id.slice(target.length + 1)));

function retryNow(run: RunContext, target: string): string | undefined {
  const pause = works(run).find((work) => work instanceof TimerWork && work.isBackoff && isAttemptOf(target, work.id));
  if (pause !== undefined) {
    pause.force(ok(undefined));
    return undefined;
  }
  const isOpen = works(run).some(({ id }) => isAttemptOf(target, id));
  return isOpen ? `work ${target} does not wait for its next attempt` : unknown(run, target);
}

function fire(run: RunContext, target: string): string | undefined {
  const work = works(run).find(({ id }) => id === target);
  if (work === undefined) return unknown(run, target);
  if (!(work instanceof TimerWork)) return `work ${target} is no timer; end it by complete or fail`;
  work.force(ok(undefined));
  return undefined;
}

function fail(run: RunContext, target: string, letter: Letter): string | undefined {
  const failure = letter.read();
  if (typeof peek(failure, "name") !== "string" || typeof peek(failure, "message") !== "string") {
    return "its value is no error: give an object with name and message, and code if there is one";
  }
  const error = fromFailure(failure, "an operator made it fail");
  if (isBug(error))
    return `an error of the kind ${String(peek(failure, "name"))} is a bug and would hold the run; give another`;
  return force(run, target, failed(error));
}

/** Work that is tried again ends as a whole: the attempt that runs is canceled, and no other follows. */
function force(run: RunContext, target: string, outcome: Outcome): string | undefined {
  const retried = run.retried.get(target);
  const open = works(run);
  if (retried === undefined) {
    const work = open.find(({ id }) => id === target);
    if (work === undefined) return unknown(run, target);
    work.force(outcome);
    return undefined;
  }
  const canceled = new CanceledError("an operator has ended the work");
  retried.force(outcome, canceled);
  for (const work of open) if (isAttemptOf(target, work.id)) work.force(failed(canceled));
  return undefined;
}

function pause(run: RunContext, isOn: boolean): string | undefined {
  if (run.hasReturned) return "the workflow has ended, and only its close is missing";
  run.pause.isOn = isOn;
  return undefined;
}
