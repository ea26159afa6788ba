import type { Coroutine } from "../coroutines/coroutine.ts";
import type { DecisionType } from "../decisions/decision.ts";
import type { TypeName } from "../language/activity.ts";
import type { Schemas } from "../language/schema.ts";
import type { WorkflowCallOptions, WorkflowSettings } from "../language/workflow.ts";
import type { Carried } from "./carried.ts";

/** What a run is to continue as. Its arguments are written when they are asked for: later mutation changes nothing. */
export interface Continuing {
  readonly type: TypeName;
  readonly argsText: string | undefined;
  readonly settings: WorkflowSettings;
  /** The settings that were given for this: all others are those of the run that ends. */
  readonly given: WorkflowCallOptions;
  /** What the new run is told of why it begins. */
  readonly again?: Pick<Carried, "notBeforeMs" | "attempt" | "triedSinceMs">;
}

/** A wait for what is still open before a run continues as new. It looks for itself, at quiescence. */
export interface Drain {
  /** Has it just ended? */
  check(): boolean;
}

/** A run as one of a chain of runs that continue each other. */
export interface Chain {
  /** Is it the workflow's own body? */
  isRoot(coroutine: Coroutine): boolean;
  /** The coroutines that run, the workflow's own body among them. */
  living(): readonly Coroutine[];
  /** The body ends so that the run continues as new. Marked timers are looked at now: they end with the body. */
  continues(asked: Continuing): void;
  /** What the run would hand on if it continued as new now. */
  handOn(): Carried;
  /** When the timer of a name is due that an earlier run has handed on, in ms; each is told once. */
  takeTimer(name: string): number | undefined;
  /** The wait that a checkpoint has begun. */
  draining: Drain | undefined;
  /** Which attempt of the workflow this run is, and when the first one began, in ms since 1970. */
  readonly attempt: number;
  readonly triedSinceMs: number;
  /** The run's arguments as they were given, as text. */
  readonly argsText: string | undefined;
  /** What the completion of the batch being delivered closed the run by; undefined if it did not, or is not made yet. */
  readonly closedBy: DecisionType | undefined;
  /** How many events make a checkpoint continue as new. */
  readonly checkpointEvents: number;
  /** The workflow's own type and settings. */
  readonly self: { readonly type: TypeName; readonly settings: WorkflowSettings; readonly options: Schemas };
}
