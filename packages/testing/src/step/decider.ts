import type {
  EffectOutcomes,
  LiveRun,
  LogLine,
  OpenWork,
  Outcome,
  Replayed,
  RunOptions,
  Workflow,
} from "@sweft/workflow";
import { decidedPart, openRun } from "@sweft/workflow";
import type { FakeHistory } from "../history/fake-history.ts";
import { assertFetched } from "../history/values.ts";
import { assertReplays, heldAgain, replayDiffers } from "../verify.ts";
import { difference } from "./compare.ts";
import { outcomeOf } from "./effects.ts";
import type { StepOptions } from "./options.ts";

type AnyWorkflow = Workflow<never[], unknown>;

/** What a decision came to. */
export type Decided = Exclude<Replayed, { status: "needs" | "lost" }>;

/** The text that a decision publishes. */
export const publishedBy = (decided: Decided): string | undefined =>
  "executionContext" in decided ? decided.executionContext : undefined;

/** Makes the decisions of one run: live, and again from zero to see that the code is deterministic. */
export class Decider {
  readonly log: LogLine[] = [];
  readonly #history: FakeHistory;
  readonly #options: StepOptions;
  /** What functions came to that ran live, some of which no completion has held yet. */
  readonly #outcomes = new Map<string, Outcome>();
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
    const { checkpointEvents, limits } = this.#options;
    const options: RunOptions = {
      converter,
      execution,
      ...(onLog && { onLog }),
      ...(limits && { limits }),
      ...(checkpointEvents !== undefined && { checkpointEvents }),
    };
    return openRun(this.#workflow, options);
  }

  /** The code. */
  get workflow(): AnyWorkflow {
    return this.#workflow;
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
    const answer: Answer = (effects) =>
      effects.map((effect) => {
        const outcome = outcomeOf(effect, this.#options.cached ?? {});
        this.#outcomes.set(effect.id, outcome);
        return outcome;
      });
    const decided = this.#advance(this.#live, answer);
    if (this.#options.verify !== false) this.#verify(decided);
    return decided;
  }

  /** Answers a query from the history alone. Its effects are recorded, so none is run. */
  query(name: string, args: readonly unknown[]): unknown {
    const run = this.#open();
    let replayed = run.advance(decidedPart(this.#history));
    // A function whose outcome is not recorded yet belongs to a decision that is still being written.
    while (replayed.status === "needs" && replayed.payloads.length > 0) {
      this.#fetch(replayed.payloads);
      replayed = run.resume();
    }
    return run.query(name, args).result;
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
    this.#options.fetch?.(texts);
    assertFetched(this.#history.converter, texts);
  }

  /** The same history from zero, by code that has kept nothing: it must come to the same decision. */
  #verify(live: Decided): void {
    const again = this.#advance(this.#open(), (effects) =>
      effects.map((effect) => this.#outcomes.get(effect.id) ?? outcomeOf(effect, this.#options.cached ?? {})),
    );
    if (again.status === "held" && live.status !== "held") throw heldAgain(this.#workflow, again.error);
    if (again.status !== live.status)
      throw replayDiffers(this.#workflow, `is ${again.status}, but was ${live.status} live`);
    const found = difference(live.decisions, again.decisions, this.#history.converter);
    if (found !== undefined) throw replayDiffers(this.#workflow, found);
    if (publishedBy(again) !== publishedBy(live)) {
      throw replayDiffers(this.#workflow, `publishes ${publishedBy(again)}, but published ${publishedBy(live)} live`);
    }
  }

  /** The finished history from zero: what the last decision wrote must fit the code as well. */
  verifyEnd(): void {
    if (this.#options.verify !== false) assertReplays(this.#workflow, this.#history);
  }

  /** New code takes over, as after a deployment: it starts from the history alone. */
  replaceBy(workflow: AnyWorkflow): void {
    this.#workflow = workflow;
    this.#live = this.#open((line) => this.log.push(line));
    this.#advance(this.#live, () => []);
  }
}

type Answer = (effects: Extract<Replayed, { status: "needs" }>["effects"]) => EffectOutcomes;
