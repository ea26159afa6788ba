import type { OperationName } from "../../src/index.ts";

/**
 * What became of a request, as its client knows: it was answered, it was refused (nothing may have happened), or its answer
 * never came (it may have happened).
 */
type Outcome = "acknowledged" | "refused" | "unknown";

/** A request that was sent, and what is to be found of it. */
export interface Sent {
  /** A text that stands in this request alone, and in what the request leaves behind. */
  readonly mark: string;
  readonly operation: OperationName;
  /** What its client wants to remember of it. */
  readonly about: unknown;
  outcome: Outcome;
}

/** Keeps account of the requests that leave a trace. */
export interface Marks {
  /** Takes note that a request is about to be sent. */
  next(operation: OperationName, about?: unknown): Sent;
  /** Those that were sent so far, in their order, as they stand at this moment. */
  all(): Sent[];
}

/** Opens an account. */
export function openMarks(): Marks {
  const sent: Sent[] = [];
  return {
    next(operation, about) {
      const one: Sent = { mark: `${operation}:${sent.length}`, operation, about, outcome: "unknown" };
      sent.push(one);
      return one;
    },
    all: () => sent.map((one) => ({ ...one })),
  };
}
