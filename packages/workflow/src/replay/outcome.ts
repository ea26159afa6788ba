import type { Decision } from "../decisions/decision.ts";
import type { TypeName } from "../language/activity.ts";
import type { Outcome } from "../language/handle.ts";
import type { Carried } from "../work/carried.ts";
import type { Published } from "../work/published.ts";

/** A function that a `cached` command asks to be run, once. */
export interface Effect {
  readonly id: string;
  readonly name: string;
  readonly fn: () => unknown;
}

/** What a run continues as. */
export interface Continuation {
  readonly type: TypeName;
  readonly args: readonly unknown[];
  readonly carried: Carried;
}

/** What a completion is to say. */
interface Answer {
  readonly decisions: readonly Decision[];
  /** The text of what the workflow has published in this decision, of any length; absent if it has published nothing. */
  readonly executionContext?: string;
}

/** What replay came to. `decisions` is what to answer SWF with; empty if the decision is recorded already. */
export type Replayed =
  | ({ readonly status: "blocked" } & Answer)
  | ({ readonly status: "completed"; readonly result: unknown } & Answer)
  | ({ readonly status: "failed"; readonly error: unknown } & Answer)
  | ({ readonly status: "canceled"; readonly error: unknown } & Answer)
  /** The run goes on in a new one. */
  | ({ readonly status: "continued"; readonly continuation: Continuation } & Answer)
  /** A bug: the decisions only hold the run until fixed code arrives. */
  | { readonly status: "held"; readonly error: unknown; readonly decisions: readonly Decision[] }
  /** Run these functions, in parallel, and fetch these texts; then go on with `resume`. */
  | { readonly status: "needs"; readonly effects: readonly Effect[]; readonly payloads: readonly string[] }
  /** The decision handed out last never happened: it timed out, or another decider made it. Replay from zero. */
  | { readonly status: "lost" };

/** The outcomes of the effects that were needed, in the order asked. */
export type EffectOutcomes = readonly Outcome[];

/** An answer with what the workflow has published. */
export function publishing(replayed: Replayed, published: Published): Replayed {
  const executionContext = published.take();
  if (executionContext === undefined || !("decisions" in replayed) || replayed.status === "held") return replayed;
  return { ...replayed, executionContext };
}
