import { failed, ok } from "../coroutines/work.ts";
import type { Decision } from "../decisions/decision.ts";
import { withFormats } from "../decisions/formats.ts";
import { fromFailure } from "../errors/failure.ts";
import type { FailureState } from "../errors/outcomes.ts";
import { ActivityError, CanceledError } from "../errors/outcomes.ts";
import type { EventAttributes } from "../history/event.ts";
import type { ActivitySettings, ScheduleActivity } from "../language/activity.ts";
import { checkArguments, controlOf, mismatch, readValue, typeDifferences, writeArguments } from "./arguments.ts";
import { cancelAsk } from "./cancel-ask.ts";
import type { RunContext } from "./run-context.ts";
import { SentWork } from "./sent-work.ts";

/** One attempt of an activity. */
export class ActivityWork extends SentWork {
  readonly decisionType = "ScheduleActivityTask";
  readonly command: ScheduleActivity;
  readonly #settings: ActivitySettings;
  readonly #input: string | undefined;

  constructor(run: RunContext, id: string, asked: ScheduleActivity, settings: ActivitySettings) {
    super(run, id);
    this.command = asked;
    this.#settings = settings;
    this.#input = writeArguments(run, asked.args, "activity", asked.activity.name, settings.payloads?.input);
    run.outbox.ask(this);
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
      payloads,
    } = this.#settings;
    const decision: Decision = {
      decisionType: "ScheduleActivityTask",
      scheduleActivityTaskDecisionAttributes: {
        activityType: { name: this.command.activity.name, version: this.command.activity.version },
        activityId: this.id,
        control: controlOf(this.run, { id: this.id, input: this.#input, format: payloads?.input, text: control }),
        ...(this.#input === undefined ? {} : { input: this.#input }),
        scheduleToCloseTimeout,
        scheduleToStartTimeout,
        startToCloseTimeout,
        heartbeatTimeout,
        taskList: { name: taskList ?? this.run.defaultTaskList },
        taskPriority,
      },
    };
    return withFormats(decision, payloads);
  }

  recorded(eventId: number, { activityType, input, control }: EventAttributes): void {
    const { name, version } = this.command.activity;
    if (activityType?.name !== name || activityType.version !== version) {
      throw mismatch(this, eventId, typeDifferences(activityType, this.command.activity));
    }
    if (input !== this.#input && this.#settings.checkArguments) {
      checkArguments(this.run, this, this.#input, { eventId, input, control }, this.#settings.payloads?.input);
    }
    this.opened(eventId);
  }

  refused(eventId: number, { cause, activityType }: EventAttributes): void {
    const types = typeDifferences(activityType, this.command.activity);
    if (types.length > 0) throw mismatch(this, eventId, types);
    this.#fail("SCHEDULE_FAILED", `SWF refused to schedule activity ${this.command.activity.name}: ${cause}`, {
      reason: cause,
    });
  }

  completed({ result }: EventAttributes): void {
    this.closed();
    if (this.isWanted) this.settle(ok(readValue(this.run, result, this.#settings.payloads?.result)));
  }

  failed({ reason, details }: EventAttributes): void {
    this.closed();
    if (!this.isWanted) return;
    const cause = fromFailure(readValue(this.run, details), reason ?? "the activity failed");
    this.#fail("FAILED", `activity ${this.command.activity.name} failed: ${reason ?? "no reason given"}`, {
      reason,
      cause,
    });
  }

  timedOut({ timeoutType, details }: EventAttributes): void {
    this.closed();
    this.#fail("TIMED_OUT", `activity ${this.command.activity.name} timed out: ${timeoutType}`, {
      timeoutType,
      details,
    });
  }

  canceled({ details }: EventAttributes): void {
    this.closed();
    if (!this.isWanted) return;
    const told = readValue(this.run, details);
    if (this.cancelAsk === undefined)
      this.#fail("CANCELED", `activity ${this.command.activity.name} was canceled by its worker`, { details: told });
    else
      this.settle(failed(new CanceledError(`activity ${this.command.activity.name} was canceled`, { details: told })));
  }

  override cancel(error: CanceledError): void {
    this.cancelBy(this.#settings.cancellation, error);
  }

  runEnds(again: boolean): boolean {
    if (this.#settings.cancellation === "abandon") return false;
    if (this.openedEventId === 0) this.dropped = true;
    else this.endByCancel(again);
    return false;
  }

  protected override requestCancel(): void {
    this.cancelAsk ??= cancelAsk(this.run, "RequestCancelActivityTask", this.id, {
      requestCancelActivityTaskDecisionAttributes: { activityId: this.id },
    });
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
