import { failed, ok } from "../coroutines/work.ts";
import type { Decision } from "../decisions/decision.ts";
import { peek } from "../errors/bug.ts";
import { fromFailure } from "../errors/failure.ts";
import type { CanceledError } from "../errors/outcomes.ts";
import { LambdaError } from "../errors/outcomes.ts";
import type { EventAttributes } from "../history/event.ts";
import type { LambdaSettings, ScheduleLambda } from "../language/lambda.ts";
import { checkArguments, controlOf, mismatch, readValue, writeJson } from "./arguments.ts";
import type { RunContext } from "./run-context.ts";
import { SentWork } from "./sent-work.ts";

/** One attempt of a Lambda function. SWF cannot cancel it: what is given up runs on, and its end is heard by nobody. */
export class LambdaWork extends SentWork {
  readonly decisionType = "ScheduleLambdaFunction";
  readonly command: ScheduleLambda;
  readonly #settings: LambdaSettings;
  readonly #input: string | undefined;

  constructor(run: RunContext, id: string, asked: ScheduleLambda, settings: LambdaSettings) {
    super(run, id);
    this.command = asked;
    this.#settings = settings;
    this.#input = writeJson(run, asked.args[0], `the input of Lambda function ${asked.lambda}`);
    run.outbox.ask(this);
  }

  describe(): string {
    return `Lambda function ${this.command.lambda}`;
  }

  draft(): Decision {
    const { startToCloseTimeout, control } = this.#settings;
    return {
      decisionType: "ScheduleLambdaFunction",
      scheduleLambdaFunctionDecisionAttributes: {
        id: this.id,
        name: this.command.lambda,
        control: controlOf(this.run, { id: this.id, input: this.#input, text: control }),
        ...(this.#input === undefined ? {} : { input: this.#input }),
        startToCloseTimeout,
      },
    };
  }

  recorded(eventId: number, { name, input, control }: EventAttributes): void {
    this.#checkName(eventId, name);
    if (this.#settings.checkArguments) checkArguments(this.run, this, this.#input, { eventId, input, control });
    this.opened(eventId);
  }

  #checkName(eventId: number, name: string | undefined): void {
    const asked = this.command.lambda;
    if (name !== asked) throw mismatch(this, eventId, [{ field: "name", recorded: name, asked }]);
  }

  refused(eventId: number, { name, cause }: EventAttributes): void {
    this.#checkName(eventId, name);
    this.#fail("SCHEDULE_FAILED", `SWF refused to schedule ${this.describe()}: ${cause}`, cause);
  }

  /** SWF could not even call it, such as without a role that may. */
  notStarted({ cause, message }: EventAttributes): void {
    this.closed();
    const why = message === undefined || message === "" ? "" : `, ${message}`;
    this.#fail("SCHEDULE_FAILED", `SWF could not start ${this.describe()}: ${cause}${why}`, cause);
  }

  completed({ result }: EventAttributes): void {
    this.closed();
    if (this.isWanted) this.settle(ok(readValue(this.run, result)));
  }

  failed({ reason, details }: EventAttributes): void {
    this.closed();
    if (!this.isWanted) return;
    const cause = thrownBy(readValue(this.run, details), reason ?? "the Lambda function failed");
    const message = peek(cause, "message");
    const why = typeof message === "string" && message !== reason ? `: ${message}` : "";
    this.#fail("FAILED", `${this.describe()} failed: ${reason ?? "no reason given"}${why}`, reason, cause);
  }

  timedOut({ timeoutType }: EventAttributes): void {
    this.closed();
    this.#fail("TIMED_OUT", `${this.describe()} timed out: ${timeoutType}`, timeoutType);
  }

  override cancel(error: CanceledError): void {
    this.cancelBy(this.#settings.cancellation, error);
  }

  protected override requestCancel(): void {}

  runEnds(): boolean {
    if (this.#settings.cancellation !== "abandon" && this.openedEventId === 0) this.dropped = true;
    return false;
  }

  #fail(state: LambdaError["state"], message: string, reason: string | undefined, cause?: unknown): void {
    if (!this.isWanted) return;
    const { id, command } = this;
    this.settle(failed(new LambdaError(message, { id, lambda: command.lambda, state, reason, cause })));
  }
}

/** What a function threw, as Lambda writes it down (`errorType`, `errorMessage`), or as Sweft does. */
function thrownBy(details: unknown, reason: string): unknown {
  const [type, message] = [peek(details, "errorType"), peek(details, "errorMessage")];
  if (typeof message !== "string") return fromFailure(details, reason);
  const { errorType: _type, errorMessage: _message, ...fields } = details as Record<string, unknown>;
  const named = typeof type === "string" ? type : reason;
  const more = Object.keys(fields).length === 0 ? {} : { fields };
  return fromFailure({ name: named, message, stack: `${named}: ${message}`, ...more }, reason);
}
