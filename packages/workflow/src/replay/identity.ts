import { SweftError } from "../errors/sweft-error.ts";
import type { EventAttributes } from "../history/event.ts";
import type { TypeName } from "../language/activity.ts";
import type { WorkflowInfo } from "../language/facts.ts";
import { streamKey } from "../values/random.ts";
import type { HashKey } from "../values/siphash.ts";
import type { Execution, Marked } from "./marker.ts";

/** Which run it is, by which rules it goes, and what its first event says of it. */
export class Identity {
  /** A run that has decided nothing yet goes by all the rules known. */
  readonly known: readonly number[];
  #flags: readonly number[];
  #execution: Execution | undefined;
  #streamKey: HashKey | undefined = undefined;
  #started: EventAttributes = {};
  #startedAt = 0;

  constructor(execution: Execution | undefined, known: readonly number[]) {
    this.#execution = execution;
    this.known = known;
    this.#flags = known;
  }

  /** The history names the run, or nothing in it does. What the caller said of the execution stands. */
  named(marked: Marked | undefined): void {
    this.#flags = marked?.flags ?? [];
    if (marked !== undefined) this.#execution ??= { workflowId: marked.workflowId, runId: marked.runId };
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
  info(type: TypeName, historyLength: number): WorkflowInfo {
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
    });
  }
}
