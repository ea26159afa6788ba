import { failed, ok, Work } from "../coroutines/work.ts";
import type { Decision } from "../decisions/decision.ts";
import { fromFailure } from "../errors/failure.ts";
import type { FailureState } from "../errors/outcomes.ts";
import { ActivityError, CanceledError } from "../errors/outcomes.ts";
import type { EventAttributes } from "../history/event.ts";
import type { ActivitySettings, ScheduleActivity } from "../language/activity.ts";
import { checkArguments, controlOf, mismatch, readValue, typeDifferences, writeArguments } from "./arguments.ts";
import type { CancelAsk } from "./cancel-ask.ts";
import { cancelAsk } from "./cancel-ask.ts";
import type { Opened } from "./in-flight.ts";
import type { Ask } from "./outbox.ts";
import type { RunContext } from "./run-context.ts";

/** One attempt of an activity. */
export class ActivityWork extends Work implements Ask, Opened {
  readonly decisionType = "ScheduleActivityTask";
  order = 0;
  dropped = false;
  readonly #run: RunContext;
  readonly command: ScheduleActivity;
  readonly #settings: ActivitySettings;
  readonly #input: string | undefined;
  #scheduledEventId = 0;
  #cancelAsk: CancelAsk | undefined = undefined;

  constructor(run: RunContext, id: string, asked: ScheduleActivity, settings: ActivitySettings) {
    super(id);
    this.#run = run;
    this.command = asked;
    this.#settings = settings;
    this.#input = writeArguments(run, asked.args, `an argument of activity ${asked.activity.name}`);
    run.outbox.ask(this);
  }

  get key(): string {
    return this.id;
  }

  get isWanted(): boolean {
    return this.outcome === undefined;
  }

  describe(): string {
    return `activity ${this.command.activity.name} ${this.command.activity.version}`;
  }

  draft(): Decision {
    const {
      taskList,
      startToCloseTimeout,
      scheduleToStartTimeout,
      scheduleToCloseTimeout,
      heartbeatTimeout,
      taskPriority,
      control,
    } = this.#settings;
    return {
      decisionType: "ScheduleActivityTask",
      scheduleActivityTaskDecisionAttributes: {
        activityType: { name: this.command.activity.name, version: this.command.activity.version },
        activityId: this.id,
        control: controlOf(this.#run, this.id, this.#input, control),
        ...(this.#input === undefined ? {} : { input: this.#input }),
        scheduleToCloseTimeout,
        scheduleToStartTimeout,
        startToCloseTimeout,
        heartbeatTimeout,
        taskList: { name: taskList ?? this.#run.defaultTaskList },
        taskPriority,
      },
    };
  }

  recorded(eventId: number, { activityType, input, control }: EventAttributes): void {
    const { name, version } = this.command.activity;
    if (activityType?.name !== name || activityType.version !== version) {
      throw mismatch(this, eventId, typeDifferences(activityType, this.command.activity));
    }
    if (input !== this.#input && this.#settings.checkArguments) {
      checkArguments(this.#run, this, this.#input, { eventId, input, control });
    }
    this.#scheduledEventId = eventId;
    this.#run.open.put(eventId, this);
  }

  refused(_eventId: number, { cause }: EventAttributes): void {
    this.#fail("SCHEDULE_FAILED", `SWF refused to schedule activity ${this.command.activity.name}: ${cause}`, {
      reason: cause,
    });
  }

  completed({ result }: EventAttributes): void {
    this.#close();
    if (this.isWanted) this.settle(ok(readValue(this.#run, result)));
  }

  failed({ reason, details }: EventAttributes): void {
    this.#close();
    if (!this.isWanted) return;
    const cause = fromFailure(readValue(this.#run, details), reason ?? "the activity failed");
    this.#fail("FAILED", `activity ${this.command.activity.name} failed: ${reason ?? "no reason given"}`, {
      reason,
      cause,
    });
  }

  timedOut({ timeoutType, details }: EventAttributes): void {
    this.#close();
    this.#fail("TIMED_OUT", `activity ${this.command.activity.name} timed out: ${timeoutType}`, {
      timeoutType,
      details,
    });
  }

  canceled({ details }: EventAttributes): void {
    this.#close();
    if (!this.isWanted) return;
    const told = readValue(this.#run, details);
    if (this.#cancelAsk === undefined)
      this.#fail("CANCELED", `activity ${this.command.activity.name} was canceled by its worker`, { details: told });
    else
      this.settle(failed(new CanceledError(`activity ${this.command.activity.name} was canceled`, { details: told })));
  }

  override cancel(error: CanceledError): void {
    if (this.outcome !== undefined) return;
    const { cancellation } = this.#settings;
    if (this.#scheduledEventId === 0) this.dropped = true;
    else if (cancellation !== "abandon") this.#requestCancel();
    if (cancellation !== "wait" || this.dropped) this.settle(failed(error));
  }

  runEnds(): boolean {
    if (this.#settings.cancellation === "abandon") return false;
    if (this.#scheduledEventId === 0) this.dropped = true;
    else this.#requestCancel();
    return false;
  }

  #requestCancel(): void {
    this.#cancelAsk ??= cancelAsk(this.#run, "RequestCancelActivityTask", this.id, {
      requestCancelActivityTaskDecisionAttributes: { activityId: this.id },
    });
  }

  /** SWF has closed it: a cancel not sent yet would only be refused. */
  #close(): void {
    this.#run.open.remove(this.#scheduledEventId);
    if (this.#cancelAsk !== undefined) this.#cancelAsk.dropped = true;
  }

  #fail(
    state: FailureState,
    message: string,
    more: { reason?: string | undefined; timeoutType?: string | undefined; details?: unknown; cause?: unknown },
  ): void {
    if (this.isWanted)
      this.settle(
        failed(new ActivityError(message, { id: this.id, typeName: this.command.activity.name, state, ...more })),
      );
  }
}
