import { isDeepStrictEqual } from "node:util";
import type {
  Decision,
  EffectOutcomes,
  LiveRun,
  LogLine,
  OpenWork,
  Replayed,
  RunOptions,
  Workflow,
} from "@sweft/workflow";
import { openRun } from "@sweft/workflow";
import { TestingError } from "../errors.ts";
import type { FakeHistory } from "../history/fake-history.ts";
import { outcomeOf } from "./effects.ts";
import type { StepOptions } from "./options.ts";

type AnyWorkflow = Workflow<never[], unknown>;

/** What a decision came to. */
export type Decided = Exclude<Replayed, { status: "needs" | "lost" }>;

/** Makes the decisions of one run: live, and again from zero to see that the code is deterministic. */
export class Decider {
  readonly log: LogLine[] = [];
  readonly #history: FakeHistory;
  readonly #options: StepOptions;
  #workflow: AnyWorkflow;
  #live: LiveRun;

  constructor(workflow: AnyWorkflow, history: FakeHistory, options: StepOptions) {
    this.#workflow = workflow;
    this.#history = history;
    this.#options = options;
    this.#live = this.#open((line) => this.log.push(line));
  }

  #open(onLog?: (line: LogLine) => void): LiveRun {
    const { converter, execution } = this.#history;
    const options: RunOptions = { converter, execution, ...(onLog && { onLog }) };
    return openRun(this.#workflow, options);
  }

  /** What the workflow waits for, in the order asked. */
  get waiting(): readonly OpenWork[] {
    return this.#live.openWork();
  }

  /**
   * Decides what is due.
   * @throws {TestingError} `REPLAY_DIFFERS`, `EFFECT_ASYNC`, `PAYLOADS_MISSING`
   */
  decide(): Decided {
    const ran: EffectOutcomes[] = [];
    const answer: Answer = (effects) => {
      const outcomes = effects.map((effect) => outcomeOf(effect, this.#options.cached ?? {}));
      ran.push(outcomes);
      return outcomes;
    };
    const decided = this.#advance(this.#live, answer);
    if (this.#options.verify !== false) this.#verify(decided, ran);
    return decided;
  }

  #advance(run: LiveRun, answer: Answer): Decided {
    let replayed = run.advance(this.#history);
    for (;;) {
      if (replayed.status === "lost") {
        this.#live = this.#open((line) => this.log.push(line));
        return this.#advance(this.#live, answer);
      }
      if (replayed.status !== "needs") return replayed;
      const { effects, payloads } = replayed;
      if (payloads.length > 0) this.#fetch(payloads);
      replayed = run.resume(answer(effects));
    }
  }

  #fetch(texts: readonly string[]): void {
    const { fetch } = this.#options;
    const { converter } = this.#history;
    fetch?.(texts);
    const missing = texts.filter((text) => converter.missing?.(text) === true);
    if (missing.length === 0) return;
    throw new TestingError(
      "PAYLOADS_MISSING",
      `the history refers to ${missing.length} payloads that are not here, the first: ${missing[0]?.slice(0, 100)}; give the option fetch`,
    );
  }

  /** The same history from zero, by code that has kept nothing: it must come to the same decision. */
  #verify(live: Decided, ran: readonly EffectOutcomes[]): void {
    const outcomes = [...ran];
    const again = this.#advance(this.#open(), () => outcomes.shift() ?? []);
    const from = again.status === "held" && live.status !== "held" ? again.error : undefined;
    if (from === undefined && again.status === live.status && isDeepStrictEqual(again.decisions, live.decisions))
      return;
    throw from === undefined
      ? this.#differs(difference(live, again))
      : this.#differs(`is held: ${messageOf(from)}`, from);
  }

  #differs(how: string, cause?: unknown): TestingError {
    return new TestingError(
      "REPLAY_DIFFERS",
      `replayed from zero, workflow ${this.#workflow.type.name} ${how}. Its code is not deterministic: take time, chance and other facts from now(), random(), uuid() and cached(…), and keep no state outside the workflow function`,
      cause === undefined ? undefined : { cause },
    );
  }

  /** The finished history from zero: what the last decision wrote must fit the code as well. */
  verifyEnd(): void {
    if (this.#options.verify === false) return;
    const again = this.#advance(this.#open(), () => []);
    if (again.status === "held") throw this.#differs(`is held: ${messageOf(again.error)}`, again.error);
  }

  /** New code takes over, as after a deployment: it starts from the history alone. */
  replaceBy(workflow: AnyWorkflow): void {
    this.#workflow = workflow;
    this.#live = this.#open((line) => this.log.push(line));
    this.#advance(this.#live, () => []);
  }
}

type Answer = (effects: Extract<Replayed, { status: "needs" }>["effects"]) => EffectOutcomes;

const messageOf = (error: unknown): string => String((error as { message?: unknown } | undefined)?.message ?? error);

function difference(live: Decided, again: Decided): string {
  if (live.status !== again.status) return `is ${again.status}, but was ${live.status} live`;
  const show = (decision: Decision | undefined) => (decision === undefined ? "nothing" : JSON.stringify(decision));
  const length = Math.max(live.decisions.length, again.decisions.length);
  for (let i = 0; i < length; i++) {
    const [one, other] = [live.decisions[i], again.decisions[i]];
    if (!isDeepStrictEqual(one, other)) return `decides ${show(other)}, but decided ${show(one)} live`;
  }
  return "decides the same, but for values that only compare unequal";
}
