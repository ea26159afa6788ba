import type { Coroutine } from "../coroutines/coroutine.ts";
import { rootEnvironment } from "../coroutines/environment.ts";
import type { DecisionType } from "../decisions/decision.ts";
import { CANCEL_REQUESTED, CanceledError } from "../errors/outcomes.ts";
import { READ } from "../history/attributes.ts";
import type { EventAttributes, HistoryEvent } from "../history/event.ts";
import type { Coroutine as Body } from "../language/command.ts";
import { continueAsNew } from "../language/continue-as-new.ts";
import type { Workflow } from "../language/workflow.ts";
import { nextTime } from "../values/cron.ts";
import { readMarker } from "../values/header.ts";
import type { PayloadFormat } from "../values/payload-format.ts";
import { writeArguments } from "../work/arguments.ts";
import { readBeginning } from "../work/beginning.ts";
import type { Carried, CarriedTimer } from "../work/carried.ts";
import type { Chain, Continuing, Drain } from "../work/chain.ts";
import type { Opened } from "../work/in-flight.ts";
import { NoteAsk } from "../work/note.ts";
import type { RunContext } from "../work/run-context.ts";
import type { Admission } from "../work/schemas.ts";
import { accept, admit } from "../work/schemas.ts";
import { TimerWork } from "../work/timer.ts";
import { closedBy } from "./close-ask.ts";
import type { Closing } from "./closing.ts";
import type { Inbox } from "./inbox.ts";
import { later } from "./later.ts";
import type { Scope } from "./scope.ts";

/** What a chain works with. */
interface Parts {
  readonly scope: Scope;
  readonly inbox: Inbox;
  readonly closing: Closing;
  readonly checkpointEvents: number;
  /** The events that the completion of the batch being delivered has recorded; none if it is not made yet. */
  readonly completion: () => readonly HistoryEvent[];
}

/** The marker that keeps for when a run waits that begins a schedule. */
const CRON_MARKER = "sweft.cron";
const FIRST = "first";

/** A timer runs a year at most, and a run no longer than that, either. */
const LONGEST_WAIT_SECONDS = 300 * 86_400;

/** What a run takes over from the one before, and hands on to the next. */
export class RunChain implements Chain {
  readonly self: Workflow<never[], unknown>;
  readonly checkpointEvents: number;
  draining: Drain | undefined = undefined;
  readonly #run: RunContext;
  readonly #parts: Parts;
  attempt = 1;
  triedSinceMs = 0;
  #argsText: string | undefined = undefined;
  /** The body begins no sooner, in ms since 1970. */
  #notBeforeMs: number | undefined = undefined;
  #root: Coroutine | undefined = undefined;
  /** Marked timers that an earlier run has handed on and nobody has asked for; at the end of the body also those that run. */
  #timers: readonly CarriedTimer[] = [];

  constructor(run: RunContext, self: Workflow<never[], unknown>, parts: Parts) {
    this.#run = run;
    this.self = self;
    this.#parts = parts;
    this.checkpointEvents = parts.checkpointEvents;
  }

  /** Begins the workflow's body, with all that an earlier run has handed on; later, if it is not its time yet. */
  begin({ input, continuedExecutionRunId }: EventAttributes): Coroutine {
    const { runRetry, cron } = this.self.settings;
    const { args, carried } = readBeginning(this.#run, input, this.#format);
    this.attempt = carried.attempt ?? 1;
    this.triedSinceMs = carried.triedSinceMs ?? this.#run.time;
    if (runRetry !== undefined || cron !== undefined) this.#argsText = this.#write(args);
    const completion = this.#parts.completion();
    const firstMs = () => (continuedExecutionRunId === undefined ? this.#firstTime(completion) : undefined);
    this.#notBeforeMs = carried.notBeforeMs ?? firstMs();
    const root = this.#run.spawn(
      "",
      this.#body(args, hasBegun(completion) ? accept(this.self, args) : admit(this.#run, this.self, args)),
      rootEnvironment(this.self.options.interceptors),
    );
    this.#root = root;
    this.#timers = carried.timers ?? [];
    this.#parts.inbox.takeOver(this.#run, carried);
    if (carried.cancelRequested === true) {
      this.#parts.closing.isCancelRequested = true;
      root.owe(new CanceledError(CANCEL_REQUESTED));
    }
    return root;
  }

  #body(args: readonly unknown[], admission: Admission): Body<unknown> {
    if (!("args" in admission)) return failing(admission.error);
    const begin = () => this.self.body(...(admission.args as never[]));
    if (this.#notBeforeMs === undefined) return begin();
    const seconds = Math.ceil((this.#notBeforeMs - this.#run.time) / 1000);
    if (seconds <= 0) return begin();
    return later(Math.min(seconds, LONGEST_WAIT_SECONDS), () => (this.#isEarly ? this.#waitOn(args) : begin()));
  }

  get #isEarly(): boolean {
    return (this.#notBeforeMs ?? 0) > this.#run.time;
  }

  /** A run lives a year at most: for what comes later, another waits. */
  *#waitOn(args: readonly unknown[]): Body<unknown> {
    return yield* continueAsNew(this.self, ...(args as never[]));
  }

  /** The first time of the schedule after the start: noted, so that a schedule may be added and changed under running executions. */
  #firstTime(completion: readonly HistoryEvent[]): number | undefined {
    const run = this.#run;
    const { cron } = this.self.settings;
    const firstMs = run.isReplaying ? firstTimeOf(completion) : cron && nextTime(cron, run.info.startedAt.getTime());
    if (firstMs === undefined) return undefined;
    new NoteAsk(run, {
      markerName: CRON_MARKER,
      head: [FIRST, String(firstMs)],
      what: "the first time of the schedule",
    });
    return firstMs;
  }

  get closedBy(): DecisionType | undefined {
    return closedBy(this.#parts.completion());
  }

  get argsText(): string | undefined {
    return this.#argsText ?? this.#write(readBeginning(this.#run, this.#run.started.input, this.#format).args);
  }

  get #format(): PayloadFormat | undefined {
    return this.self.settings.payloads?.input;
  }

  #write(args: readonly unknown[]): string | undefined {
    return writeArguments(this.#run, args, "workflow", this.self.type.name, this.#format);
  }

  isRoot(coroutine: Coroutine): boolean {
    return coroutine === this.#root;
  }

  living(): readonly Coroutine[] {
    return this.#parts.scope.living();
  }

  continues(asked: Continuing): void {
    this.#timers = [...this.#timers, ...markedTimers(this.#run)];
    this.#parts.closing.continues(asked);
  }

  handOn(): Carried {
    return {
      ...this.#postponed(),
      ...this.#parts.inbox.handOn(this.#run),
      ...(this.#timers.length > 0 && { timers: this.#timers }),
      ...(this.#parts.closing.isCancelUnheard && { cancelRequested: true }),
    };
  }

  #postponed(): Pick<Carried, "notBeforeMs" | "attempt" | "triedSinceMs"> {
    if (this.#notBeforeMs === undefined || !this.#isEarly) return {};
    const tried = this.attempt === 1 ? {} : { attempt: this.attempt, triedSinceMs: this.triedSinceMs };
    return { notBeforeMs: this.#notBeforeMs, ...tried };
  }

  takeTimer(name: string): number | undefined {
    const taken = this.#timers.find((timer) => timer.name === name);
    if (taken !== undefined) this.#timers = this.#timers.filter((timer) => timer !== taken);
    return taken?.dueMs;
  }
}

/** What the first completion of a run says of its beginning stands before everything that its body asked for. */
const isOfBeginning = ({ eventType }: HistoryEvent): boolean =>
  eventType === "MarkerRecorded" || eventType === "TimerCanceled" || eventType === "CancelTimerFailed";

/** Events by which a body has asked for work, so that it must have begun. A timer may be the interpreter's own. */
const OF_WORK: ReadonlySet<HistoryEvent["eventType"]> = new Set<HistoryEvent["eventType"]>([
  "ActivityTaskScheduled",
  "LambdaFunctionScheduled",
  "StartChildWorkflowExecutionInitiated",
]);

/** Does the first completion of a run show that its body has begun? Not every one of those that have shows it. */
const hasBegun = (completion: readonly HistoryEvent[]): boolean =>
  OF_WORK.has(completion.find((event) => !isOfBeginning(event))?.eventType);

/** The first time of a schedule that the first completion of a run has noted, in ms. */
function firstTimeOf(completion: readonly HistoryEvent[]): number | undefined {
  for (const event of completion) {
    if (!isOfBeginning(event)) return undefined;
    if (event.eventType !== "MarkerRecorded") continue;
    const { markerName, details } = READ.MarkerRecorded(event);
    if (markerName === CRON_MARKER) return Number(readMarker(details)?.head[1]);
  }
  return undefined;
}

/** The timers that run, or are asked for, and that are marked. */
function markedTimers(run: RunContext): CarriedTimer[] {
  const all = [...run.open.all(), ...(run.outbox.waiting() as unknown as Opened[])];
  return all.flatMap((work) => {
    if (!(work instanceof TimerWork) || !work.isWanted) return [];
    const { command, dueMs } = work;
    return command.carry === undefined ? [] : [{ name: command.carry, dueMs }];
  });
}

/** The body of a run whose input was refused. */
function* failing(error: unknown): Body<never> {
  throw error;
}
