import type { Decision } from "../decisions/decision.ts";
import { SweftError } from "../errors/sweft-error.ts";
import type { EventAttributes, HistoryEvent } from "../history/event.ts";
import type { TypeName } from "../language/activity.ts";
import type { WorkflowInfo } from "../language/facts.ts";
import { streamKey } from "../values/random.ts";
import type { HashKey } from "../values/siphash.ts";
import type { Execution } from "./marker.ts";
import { isMarkerRefused, readRunMarker, runMarker } from "./marker.ts";

/** Which run it is, by which rules it goes, and what its first event says of it. */
export class Identity {
  /** A run that has decided nothing yet goes by all the rules known. */
  readonly #known: readonly number[];
  /** Did another program write the first completion? */
  isForeign = false;
  /** Is the run marker recorded, or sent? */
  #isMarked = false;
  /** Is it known what the first completion says? */
  #isIdentified = false;
  #flags: readonly number[];
  #execution: Execution | undefined;
  #streamKey: HashKey | undefined = undefined;
  #started: EventAttributes = {};
  #startedAt = 0;

  constructor(execution: Execution | undefined, known: readonly number[]) {
    this.#execution = execution;
    this.#known = known;
    this.#flags = known;
  }

  /** The first completion of every run says which run it is and by which rules it was written. What the caller said stands. */
  identify(events: readonly HistoryEvent[], from: number, to: number): void {
    if (this.#isIdentified) return;
    const completion = events.slice(from, to);
    const said = readRunMarker(completion, this.#known);
    const isRefused = said === undefined && isMarkerRefused(completion);
    // One that SWF refused was asked again.
    const marked = isRefused ? readRunMarker(events, this.#known) : said;
    this.isForeign = marked === undefined && !isRefused;
    this.#isIdentified = true;
    this.#isMarked = true;
    this.#flags = marked?.flags ?? [];
    if (marked !== undefined) this.#execution ??= { workflowId: marked.workflowId, runId: marked.runId };
  }

  /** The marker to send now; none if it is recorded or sent. */
  takeMarker(): Decision[] {
    const marker = this.#isMarked ? [] : [runMarker(this.execution, this.#flags)];
    this.#isMarked = true;
    this.#isIdentified = true;
    return marker;
  }

  /** SWF has refused the marker: it is sent again, unless a completion after that has it. */
  markerRefused(): void {
    this.#isMarked = false;
  }

  /** A completion is matched. */
  completed(events: readonly HistoryEvent[], from: number, to: number): void {
    if (!this.#isMarked) this.#isMarked = readRunMarker(events.slice(from, to), this.#known) !== undefined;
  }

  /** The changes of the interpreter's behaviour that this run goes by. */
  get flags(): readonly number[] {
    return this.#flags;
  }

  /** The run's first event, and its time in ms. */
  began(attributes: EventAttributes, at: number): void {
    this.#started = attributes;
    this.#startedAt = at;
  }

  /** The execution, if anybody has named it yet. */
  get isKnown(): Execution | undefined {
    return this.#execution;
  }

  /**
   * The execution.
   * @throws {SweftError} `RUN_ID_UNKNOWN`
   */
  get execution(): Execution {
    if (this.#execution !== undefined) return this.#execution;
    throw new SweftError(
      "RUN_ID_UNKNOWN",
      "nothing says which run this is: the history has no run marker; give replay the option `execution: { workflowId, runId }`",
    );
  }

  get streamKey(): HashKey {
    this.#streamKey ??= streamKey(this.execution.runId);
    return this.#streamKey;
  }

  /** What the run's first event says. */
  get started(): EventAttributes {
    return this.#started;
  }

  get taskList(): string {
    return this.#started.taskList?.name ?? "default";
  }

  /** What the run knows about itself. */
  info(type: TypeName, historyLength: number, attempt: number): WorkflowInfo {
    const { parentWorkflowExecution: parent, tagList = [], continuedExecutionRunId } = this.#started;
    return Object.freeze({
      ...this.execution,
      type,
      taskList: this.taskList,
      tagList,
      startedAt: new Date(this.#startedAt),
      historyLength,
      parent:
        parent?.workflowId === undefined ? undefined : { workflowId: parent.workflowId, runId: parent.runId ?? "" },
      continuedRunId: continuedExecutionRunId,
      attempt,
    });
  }
}
