import { SweftError } from "../errors/sweft-error.ts";
import type { EventAttributes } from "../history/event.ts";
import type { TypeName } from "../language/activity.ts";
import type { WorkflowInfo } from "../language/facts.ts";
import { streamKey } from "../values/random.ts";
import type { HashKey } from "../values/siphash.ts";
import type { Execution } from "./marker.ts";

/** Which run it is, and what its first event says of it. */
export class Identity {
  #execution: Execution | undefined;
  #streamKey: HashKey | undefined = undefined;
  #started: EventAttributes = {};
  #startedAt = 0;

  constructor(execution: Execution | undefined) {
    this.#execution = execution;
  }

  /** The history names the run. What the caller said stands. */
  named(execution: Execution | undefined): void {
    this.#execution ??= execution;
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
