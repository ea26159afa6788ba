import type { Coroutine } from "../coroutines/coroutine.ts";
import { LEAVE } from "../coroutines/scheduler.ts";
import { failed, Work } from "../coroutines/work.ts";
import type { CanceledError } from "../errors/outcomes.ts";
import { SweftError, withoutFrames } from "../errors/sweft-error.ts";
import type { Checkpoint, CheckpointOptions } from "../language/checkpoint.ts";
import type { Outcome } from "../language/handle.ts";
import type { ChildBeside } from "../language/workflow.ts";
import { toSeconds } from "../values/duration.ts";
import type { Continuing, Drain } from "../work/chain.ts";
import type { Opened } from "../work/in-flight.ts";
import { NoteAsk } from "../work/note.ts";
import type { RunContext } from "../work/run-context.ts";
import { TimerWork } from "../work/timer.ts";
import { besideWhole } from "./commands/table.ts";
import { continuing } from "./continuing.ts";

/** The marker that keeps that a checkpoint has ended its run, and how: structural id, seconds of draining, what then. */
const CHECKPOINT_MARKER = "sweft.checkpoint";

/** What one piece of open work still adds to a history: what it ends with, and the decision that follows. */
const EVENTS_OF_OPEN_WORK = 5;

const DRAIN_SECONDS = 60;

/** How a checkpoint ends its run. */
interface Verdict {
  readonly seconds: number;
  readonly onOpen: NonNullable<CheckpointOptions["onOpen"]>;
}

/** Work that SWF does for the run, or is asked to do, and that somebody waits for. */
const openWork = (run: RunContext): Opened[] =>
  [...run.open.all(), ...(run.outbox.waiting() as Partial<Opened>[])].filter(
    (work): work is Opened => work.command !== undefined && work.isWanted === true,
  );

/**
 * Decides whether the run continues as new here. In a recorded batch that is what the history shows.
 *
 * @returns What the body is to wait for before it ends; undefined if it goes on.
 * @throws {SweftError} `CHECKPOINT_ILLEGAL`
 */
export function atCheckpoint(run: RunContext, root: Coroutine, id: string, asked: Checkpoint): Work | undefined {
  assertAlone(run, root, id);
  const verdict = run.isReplaying ? recorded(run, id) : decided(run, asked.options ?? {});
  if (verdict === undefined) return undefined;
  const head = [id, String(verdict.seconds), verdict.onOpen];
  new NoteAsk(run, { markerName: CHECKPOINT_MARKER, head, what: `the verdict of checkpoint ${id}` });
  const { workflow: type, args, settings: given } = asked;
  const settings = type === undefined ? undefined : besideWhole<ChildBeside>(asked).settings;
  return new DrainWork(run, id, verdict, continuing(run, { type, settings, args, given }));
}

function assertAlone(run: RunContext, root: Coroutine, id: string): void {
  const others = run.chain.living().filter((other) => other !== root && !other.isHandler);
  if (others.length === 0) return;
  throw new SweftError(
    "CHECKPOINT_ILLEGAL",
    `checkpoint ${id} was asked while coroutine ${others.map((other) => other.id).join(", ")} runs, whose state no new run could take over; wait for it or cancel it first, or serve signals by handlers, which may run`,
  );
}

function recorded(run: RunContext, id: string): Verdict | undefined {
  const [, seconds, onOpen] = run.notes.find(CHECKPOINT_MARKER, id)?.head ?? [];
  return seconds === undefined
    ? undefined
    : { seconds: Number(seconds), onOpen: onOpen === "error" ? "error" : "cancel" };
}

function decided(run: RunContext, { every, drain, onOpen = "cancel" }: CheckpointOptions): Verdict | undefined {
  const events = run.info.historyLength + EVENTS_OF_OPEN_WORK * openWork(run).length;
  if (events < (every ?? run.chain.checkpointEvents)) return undefined;
  return { seconds: drain === undefined ? DRAIN_SECONDS : toSeconds(drain), onOpen };
}

/** The wait for what is open, after which the body ends and the run continues as new. */
class DrainWork extends Work implements Drain {
  readonly #run: RunContext;
  readonly #verdict: Verdict;
  readonly #next: Continuing;
  readonly #timer: TimerWork | undefined;

  constructor(run: RunContext, id: string, verdict: Verdict, next: Continuing) {
    super(id);
    this.#run = run;
    this.#verdict = verdict;
    this.#next = next;
    this.#timer =
      this.#isDrained || verdict.seconds === 0 ? undefined : new TimerWork(run, `${id}.drain`, verdict.seconds, true);
    if (!this.check()) run.chain.draining = this;
  }

  /** Marked timers are handed on, so nobody waits for them here. */
  get #isDrained(): boolean {
    const isAwaited = (work: object) =>
      work !== this.#timer && !(work instanceof TimerWork && work.command.carry !== undefined);
    return this.#run.chain.living().length <= 1 && !openWork(this.#run).some(isAwaited);
  }

  check(): boolean {
    const isOver = this.#timer?.outcome !== undefined || this.#verdict.seconds === 0;
    if (this.#isDrained || (isOver && this.#verdict.onOpen === "cancel")) {
      this.#run.chain.continues(this.#next);
      return this.#end(LEAVE);
    }
    return isOver && this.#end(failed(this.#stillOpen()));
  }

  #stillOpen(): SweftError {
    const { id } = this;
    const open = openWork(this.#run).flatMap((work) => (work === this.#timer ? [] : [work.id]));
    const coroutines = this.#run.chain.living().flatMap((other) => (other.id === "" ? [] : [other.id]));
    return withoutFrames(
      new SweftError(
        "CHECKPOINT_OPEN",
        `checkpoint ${id} waited ${this.#verdict.seconds} s for what was open, and ${[...open, ...coroutines].join(", ")} still is`,
      ),
    );
  }

  #end(outcome: Outcome): true {
    this.#run.chain.draining = undefined;
    this.settle(outcome);
    return true;
  }

  /** Canceled meanwhile, the body goes on with that, and the run does not continue as new. */
  override cancel(error: CanceledError): void {
    if (this.outcome !== undefined) return;
    this.#timer?.cancel(error);
    this.#end(failed(error));
  }
}
