import type { ReplyState } from "@sweft/workflow";
import { fromFailure, REPLY_MARKER, readMarker } from "@sweft/workflow";
import { TestingError } from "../errors.ts";
import { attributesOf } from "../history/event.ts";
import type { FakeHistory } from "../history/fake-history.ts";
import { readText } from "../history/values.ts";

/** An update that was sent, as its client sees it: read from the history whenever it is looked at. */
export class UpdateResult<R> {
  /** Of the request. */
  readonly id: string;
  readonly #name: string;
  readonly #history: FakeHistory;

  constructor(id: string, name: string, history: FakeHistory) {
    this.id = id;
    this.#name = name;
    this.#history = history;
  }

  /** `pending` while the workflow has not answered; `closed` once it cannot any more. */
  get status(): "pending" | ReplyState {
    return this.#reply?.state ?? (this.#history.isClosed ? "closed" : "pending");
  }

  /**
   * What the update's handler has returned.
   * @throws {TestingError} `RESULT_MISSING` unless it has completed.
   */
  get result(): R {
    const { status } = this;
    if (status === "completed") return this.#value as R;
    const { error } = this;
    throw new TestingError(
      "RESULT_MISSING",
      `update ${this.#name} is ${status} and has no result`,
      error === undefined ? undefined : { cause: error },
    );
  }

  /** What `validate` or the handler has thrown; undefined otherwise. */
  get error(): unknown {
    const { status } = this;
    return status === "rejected" || status === "failed" ? fromFailure(this.#value, status) : undefined;
  }

  get #value(): unknown {
    return readText(this.#history.converter, this.#reply?.payload);
  }

  get #reply(): { readonly state: ReplyState; readonly payload: string | undefined } | undefined {
    for (const event of this.#history.events) {
      if (event.eventType !== "MarkerRecorded") continue;
      const { markerName, details } = attributesOf(event);
      const { head: [id, state] = [], payload } = readMarker(String(details)) ?? {};
      if (markerName === REPLY_MARKER && id === this.id) return { state: state as ReplyState, payload };
    }
    return undefined;
  }
}
