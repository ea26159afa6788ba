import { failed, ok, Work } from "../coroutines/work.ts";
import type { Decision } from "../decisions/decision.ts";
import type { CanceledError } from "../errors/outcomes.ts";
import { SweftError, withoutFrames } from "../errors/sweft-error.ts";
import type { EventAttributes } from "../history/event.ts";
import type { StartTimer } from "../language/timer.ts";
import { writeControl } from "../values/header.ts";
import { mismatch } from "./arguments.ts";
import type { CancelAsk } from "./cancel-ask.ts";
import { cancelAsk } from "./cancel-ask.ts";
import type { Opened } from "./in-flight.ts";
import type { Ask } from "./outbox.ts";
import type { RunContext } from "./run-context.ts";

/** A timer: a pause the workflow asked for, or the back-off before another attempt. */
export class TimerWork extends Work implements Ask, Opened {
  readonly decisionType = "StartTimer";
  order = 0;
  dropped = false;
  readonly #run: RunContext;
  readonly command: StartTimer;
  /** A back-off's length follows a policy that may change under a running execution; what is recorded stands. */
  readonly #isBackoff: boolean;
  #startedEventId = 0;
  #cancelAsk: CancelAsk | undefined = undefined;

  constructor(run: RunContext, id: string, seconds: number, isBackoff = false) {
    super(id);
    this.#run = run;
    this.command = { type: "StartTimer", seconds };
    this.#isBackoff = isBackoff;
    run.outbox.ask(this);
  }

  get key(): string {
    return this.id;
  }

  get isWanted(): boolean {
    return this.outcome === undefined;
  }

  describe(): string {
    return `timer of ${this.command.seconds} s`;
  }

  draft(): Decision {
    return {
      decisionType: "StartTimer",
      startTimerDecisionAttributes: {
        timerId: this.id,
        startToFireTimeout: String(this.command.seconds),
        control: writeControl({ id: this.id, digest: "", text: undefined }),
      },
    };
  }

  recorded(eventId: number, { startToFireTimeout }: EventAttributes): void {
    const asked = String(this.command.seconds);
    if (startToFireTimeout !== asked && !this.#isBackoff && !this.#run.isForeign) {
      throw mismatch(this, eventId, [{ field: "seconds", recorded: startToFireTimeout, asked }]);
    }
    this.#startedEventId = eventId;
    this.#run.open.put(eventId, this);
  }

  refused(_eventId: number, { cause }: EventAttributes): void {
    const error = new SweftError("TIMER_FAILED", `SWF refused to start timer ${this.id}: ${cause}`);
    this.settle(failed(withoutFrames(error)));
  }

  fired(): void {
    this.#close();
    this.settle(ok(undefined));
  }

  /** Recorded after our own cancel, which has settled this already. */
  canceled(): void {
    this.#close();
  }

  override cancel(error: CanceledError): void {
    if (this.outcome !== undefined) return;
    if (this.#startedEventId === 0) this.dropped = true;
    else {
      this.#cancelAsk = cancelAsk(this.#run, "CancelTimer", this.id, {
        cancelTimerDecisionAttributes: { timerId: this.id },
      });
    }
    this.settle(failed(error));
  }

  /** A timer dies with its run; nothing is sent. */
  runEnds(): boolean {
    this.dropped = true;
    return false;
  }

  #close(): void {
    this.#run.open.remove(this.#startedEventId);
    if (this.#cancelAsk !== undefined) this.#cancelAsk.dropped = true;
  }
}
