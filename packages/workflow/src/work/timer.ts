import { failed, ok } from "../coroutines/work.ts";
import type { Decision } from "../decisions/decision.ts";
import type { CanceledError } from "../errors/outcomes.ts";
import { SweftError, withoutFrames } from "../errors/sweft-error.ts";
import type { EventAttributes } from "../history/event.ts";
import type { StartTimer } from "../language/timer.ts";
import { writeControl } from "../values/header.ts";
import { mismatch } from "./arguments.ts";
import { cancelAsk } from "./cancel-ask.ts";
import type { RunContext } from "./run-context.ts";
import { SentWork } from "./sent-work.ts";

/** A timer: a pause the workflow asked for, or the back-off before another attempt. */
export class TimerWork extends SentWork {
  readonly decisionType = "StartTimer";
  readonly command: StartTimer;
  /** When it is due, counted from the decision that asks for it, in ms since 1970. */
  readonly dueMs: number;
  readonly #seconds: number;
  /** A back-off's length follows a policy that may change under a running execution; what is recorded stands. */
  readonly isBackoff: boolean;

  /** @param command - What was asked for, where that is not just these seconds. */
  constructor(run: RunContext, id: string, seconds: number, isBackoff = false, command?: StartTimer) {
    super(run, id);
    this.command = command ?? { type: "StartTimer", seconds };
    this.dueMs = run.time + seconds * 1000;
    this.#seconds = seconds;
    this.isBackoff = isBackoff;
    run.outbox.ask(this);
  }

  describe(): string {
    return `timer of ${this.#seconds} s`;
  }

  draft(): Decision {
    return {
      decisionType: "StartTimer",
      startTimerDecisionAttributes: {
        timerId: this.id,
        startToFireTimeout: String(this.#seconds),
        control: writeControl({ id: this.id, digest: "", text: undefined }),
      },
    };
  }

  recorded(eventId: number, { startToFireTimeout }: EventAttributes): void {
    const asked = String(this.#seconds);
    if (startToFireTimeout !== asked && !this.isBackoff && !this.run.isForeign) {
      throw mismatch(this, eventId, [{ field: "seconds", recorded: startToFireTimeout, asked }]);
    }
    this.opened(eventId);
  }

  refused(_eventId: number, { cause }: EventAttributes): void {
    const error = new SweftError("TIMER_FAILED", `SWF refused to start timer ${this.id}: ${cause}`);
    this.settle(failed(withoutFrames(error)));
  }

  fired(): void {
    this.closed();
    this.settle(ok(undefined));
  }

  /** Recorded after our own cancel, which has settled this already. */
  canceled(): void {
    this.closed();
  }

  override cancel(error: CanceledError): void {
    this.cancelBy("request", error);
  }

  protected override requestCancel(): void {
    this.cancelAsk ??= cancelAsk(this.run, "CancelTimer", this.id, {
      cancelTimerDecisionAttributes: { timerId: this.id },
    });
  }

  /** A timer dies with its run; nothing is sent. */
  runEnds(): boolean {
    this.dropped = true;
    return false;
  }
}
