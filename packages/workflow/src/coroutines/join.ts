import { isBug } from "../errors/bug.ts";
import type { CanceledError } from "../errors/outcomes.ts";
import type { Outcome } from "../language/handle.ts";
import type { Waiter } from "./work.ts";
import { failed, ok, Work } from "./work.ts";

/**
 * `all`: every piece ended well, or one ended badly. `first`: any piece ended. `success`: one ended well, or every piece
 * ended. `settled`: every piece ended. `ended`: the same, of pieces that are given up; no cancellation reaches this wait.
 * A bug in a piece ends `success` and `settled`, too: it is no result.
 */
export type JoinMode = "all" | "first" | "success" | "settled" | "ended";

/** How the end of one piece ends the wait; undefined if it goes on. */
const ENDS: Readonly<Record<JoinMode, (piece: Work, outcome: Outcome) => Outcome | undefined>> = {
  all: (_piece, outcome) => (outcome.ok ? undefined : outcome),
  first: (piece) => ok(piece),
  success: (piece, outcome) => (outcome.ok ? ok(piece) : bugIn(outcome)),
  settled: (_piece, outcome) => bugIn(outcome),
  ended: () => undefined,
};

const bugIn = (outcome: Outcome): Outcome | undefined => (!outcome.ok && isBug(outcome.error) ? outcome : undefined);

/** A wait for several pieces of work. It does not own them: canceling it leaves them alone. */
export class JoinWork extends Work implements Waiter {
  readonly #mode: JoinMode;
  readonly #pieces: readonly Work[];
  #left: number;

  constructor(id: string, pieces: readonly Work[], mode: JoinMode) {
    super(id);
    this.#mode = mode;
    this.#pieces = pieces;
    this.#left = pieces.length;
    for (const piece of pieces) {
      if (this.outcome !== undefined) break;
      if (piece.outcome === undefined) piece.wait(this);
      else this.settled(piece);
    }
    if (pieces.length === 0) this.settle(ok(undefined));
  }

  settled(piece: Work): void {
    const { outcome } = piece;
    if (outcome === undefined) return;
    this.#left--;
    const end = ENDS[this.#mode](piece, outcome);
    if (end !== undefined) this.#end(end);
    else if (this.#left === 0) this.settle(ok(undefined));
  }

  /** Ends, and waits for the other pieces no longer: whoever looks must not take them for awaited. */
  #end(outcome: Outcome): void {
    if (this.outcome !== undefined) return;
    this.settle(outcome);
    for (const piece of this.#pieces) if (piece.outcome === undefined) piece.leave(this);
  }

  override cancel(error: CanceledError): void {
    if (this.#mode !== "ended") this.#end(failed(error));
  }

  override release(error: CanceledError): void {
    this.#end(failed(error));
  }
}

/** A piece of a composite that stands for work started elsewhere: it ends as that does, and losing leaves that alone. */
export class AwaitWork extends Work implements Waiter {
  readonly #work: Work;

  constructor(id: string, work: Work) {
    super(id);
    this.#work = work;
    if (work.outcome === undefined) work.wait(this);
    else this.settle(work.outcome);
  }

  settled({ outcome }: Work): void {
    if (outcome !== undefined) this.settle(outcome);
  }

  override cancel(error: CanceledError): void {
    this.#work.leave(this);
    this.settle(failed(error));
  }
}
