import { fromFailure, OPERATOR_SIGNAL, REPLY_MARKER, readMarker, toFailure } from "@sweft/workflow";
import { attributesOf } from "../history/event.ts";
import type { FakeHistory } from "../history/fake-history.ts";
import { readText } from "../history/values.ts";

/** How a run has answered its operator. */
export interface OperatorAnswer {
  /** `none` if no decision has answered yet, as inside a batch. */
  readonly state: "completed" | "rejected" | "none";
  /** Why it was rejected. */
  readonly error: unknown;
}

/**
 * An operator who reaches into a stepped run, as `run.operator` of a client does. Work is named by its structural id, such as
 * `"2"` or `"1.3"`.
 */
export class StepOperator {
  readonly #history: FakeHistory;
  readonly #happens: (happening: () => void) => void;
  #asked = 0;

  constructor(history: FakeHistory, happens: (happening: () => void) => void) {
    this.#history = history;
    this.#happens = happens;
  }

  /** The work that waits for its next attempt is tried again now. @param id - Of the work, or of its back-off. */
  retryNow(id: string): OperatorAnswer {
    return this.#asks("retry-now", id);
  }

  /** A timer fires now. */
  fire(id: string): OperatorAnswer {
    return this.#asks("fire", id);
  }

  /** Open work ends with a value, whatever becomes of what really runs. */
  complete(id: string, value?: unknown): OperatorAnswer {
    return this.#asks("complete", id, value);
  }

  /** Open work ends with an error. @param error - Anything thrown. */
  fail(id: string, error: unknown): OperatorAnswer {
    return this.#asks("fail", id, toFailure(error));
  }

  /** What happens to the run is kept for later. */
  pause(): OperatorAnswer {
    return this.#asks("pause");
  }

  /** What was kept happens now, in order. */
  resume(): OperatorAnswer {
    return this.#asks("resume");
  }

  #asks(action: string, target?: string, value?: unknown): OperatorAnswer {
    const id = `operator-${++this.#asked}`;
    const words = target === undefined ? [action] : [action, target];
    this.#happens(() => this.#history.signaled(OPERATOR_SIGNAL, value, { id, words }));
    return this.#answerTo(id);
  }

  #answerTo(id: string): OperatorAnswer {
    for (const event of this.#history.events) {
      if (event.eventType !== "MarkerRecorded") continue;
      const { markerName, details } = attributesOf(event);
      const marker = markerName === REPLY_MARKER ? readMarker(details as string | undefined) : undefined;
      if (marker?.head[0] !== id) continue;
      if (marker.head[1] === "completed") return { state: "completed", error: undefined };
      const error = fromFailure(readText(this.#history.converter, marker.payload), "rejected");
      return { state: "rejected", error };
    }
    return { state: "none", error: undefined };
  }
}
