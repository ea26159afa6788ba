import type { Decision } from "../decisions/decision.ts";
import type { TypeName } from "../language/activity.ts";
import type { Outcome } from "../language/handle.ts";
import type { Carried } from "../work/carried.ts";

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

/** What replay came to. `decisions` is what to answer SWF with; empty if the decision is recorded already. */
export type Replayed =
  | { readonly status: "blocked"; readonly decisions: readonly Decision[] }
  | { readonly status: "completed"; readonly result: unknown; readonly decisions: readonly Decision[] }
  | { readonly status: "failed"; readonly error: unknown; readonly decisions: readonly Decision[] }
  | { readonly status: "canceled"; readonly error: unknown; readonly decisions: readonly Decision[] }
  /** The run goes on in a new one. */
  | { readonly status: "continued"; readonly continuation: Continuation; readonly decisions: readonly Decision[] }
  /** A bug: the decisions only hold the run until fixed code arrives. */
  | { readonly status: "held"; readonly error: unknown; readonly decisions: readonly Decision[] }
  /** Run these functions, in parallel, and fetch these texts; then go on with `resume`. */
  | { readonly status: "needs"; readonly effects: readonly Effect[]; readonly payloads: readonly string[] }
  /** The decision handed out last never happened: it timed out, or another decider made it. Replay from zero. */
  | { readonly status: "lost" };

/** The outcomes of the effects that were needed, in the order asked. */
export type EffectOutcomes = readonly Outcome[];
