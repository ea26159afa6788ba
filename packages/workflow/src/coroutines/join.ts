import type { CanceledError } from "../errors/outcomes.ts";
import type { Outcome } from "../language/handle.ts";
import type { Waiter } from "./work.ts";
import { failed, ok, Work } from "./work.ts";

/** `all`: every piece ended well, or one ended badly. `first`: any piece ended. `ended`: every piece ended, however. */
export type JoinMode = "all" | "first" | "ended";

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
      if (piece.outcome === undefined) piece.wait(this);
      else this.settled(piece);
    }
    if (pieces.length === 0) this.settle(ok(undefined));
  }

  settled(piece: Work): void {
    const { outcome } = piece;
    if (outcome === undefined) return;
    this.#left--;
    if (this.#mode === "first") this.#end(ok(piece));
    else if (!outcome.ok && this.#mode === "all") this.#end(outcome);
    else if (this.#left === 0) this.settle(ok(undefined));
  }

  /** Ends, and waits for the other pieces no longer: whoever looks must not take them for awaited. */
  #end(outcome: Outcome): void {
    if (this.outcome !== undefined) return;
    this.settle(outcome);
    for (const piece of this.#pieces) if (piece.outcome === undefined) piece.leave(this);
  }

  override cancel(error: CanceledError): void {
    for (const piece of this.#pieces) piece.leave(this);
    this.settle(failed(error));
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
