import type { EngineOptions } from "@sweft/engine";
import type { Declared, Target } from "@sweft/testing";
import type { AnyActivity, AnyWorkflow as AnyChild } from "@sweft/worker";
import type {
  AnyCommand,
  DecisionType,
  Duration,
  Lambda,
  Limits,
  Query,
  Signal,
  Update,
  Workflow,
} from "../../../src/index.ts";
import { toSeconds } from "../../../src/index.ts";

/** Something that happens to a run from outside: said once, and done by every driver in its own way. */
export type Happening =
  | { readonly do: "completes"; readonly work: Target; readonly value: unknown }
  | { readonly do: "fails"; readonly work: Target; readonly error: unknown }
  | { readonly do: "confirms"; readonly work: Target }
  | { readonly do: "terminates"; readonly work: Target }
  | { readonly do: "signals"; readonly name: string; readonly value: unknown }
  | { readonly do: "cancels" }
  | { readonly do: "passes"; readonly seconds: number }
  | { readonly do: "together"; readonly happenings: readonly Happening[] }
  | { readonly do: "during"; readonly cause: Happening; readonly meanwhile: readonly Happening[] }
  | { readonly do: "loses"; readonly cause: Happening }
  | { readonly do: "updates"; readonly name: string; readonly args: readonly unknown[]; readonly answer: Answer }
  | { readonly do: "queries"; readonly name: string; readonly args: readonly unknown[]; readonly result: unknown }
  | { readonly do: "operates"; readonly asked: Operating; readonly rejected: string | undefined }
  | { readonly do: "refuses"; readonly what: Declared<unknown> | DecisionType; readonly cause: string }
  | { readonly do: "failsToStart"; readonly work: Target }
  | { readonly do: "ofItself"; readonly happening: Happening }
  | { readonly do: "deploys"; readonly workflow: AnyWorkflow }
  | { readonly do: "holds"; readonly code: string }
  | { readonly do: "waits"; readonly commands: readonly object[] };

/** How an update comes out for its client, sooner or later. */
export type Answer =
  | { readonly completed: unknown }
  | { readonly rejected: unknown }
  | { readonly failed: unknown }
  | { readonly closed: true };

/** What an operator asks of a run. Work is named by its structural id. */
export type Operating =
  | readonly [action: "retryNow" | "fire", id: string]
  | readonly [action: "complete" | "fail", id: string, value: unknown]
  | readonly [action: "pause" | "resume"];

/** The happenings of one kind. */
export type HappeningOf<K extends Happening["do"]> = Extract<Happening, { readonly do: K }>;

/** What does each kind of happening. */
export type Doing<T> = { readonly [K in Happening["do"]]: (happening: HappeningOf<K>) => T };

export type AnyWorkflow = Workflow<never[], unknown>;

type AnyLambda = Pick<Lambda<never[], unknown>, "type">;

/** How a run ended, as those outside read it: a failure is the error, made of its record again. */
export type Ended =
  | { readonly completed: unknown }
  | { readonly failed: unknown }
  | { readonly canceled: unknown }
  | { readonly held: unknown };

/** One behaviour of the language, with the workflow that shows it. */
export interface Behaviour {
  /** What the workflow shows, as a sentence that begins with its subject. */
  readonly says: string;
  readonly workflow: AnyWorkflow;
  readonly args: readonly unknown[];
  /** Activities that it asks for. How they end is for `happens` to say. */
  readonly activities: readonly AnyActivity[];
  /** Lambda functions that the service finds. How their calls end is for `happens` to say. With none there is no Lambda. */
  readonly lambdas: readonly AnyLambda[];
  /** Workflows that it starts; see `puppet`. */
  readonly children: readonly AnyChild[];
  /** Answers for functions of `cached` that are async, by name, for stepping. */
  readonly cached: Readonly<Record<string, unknown>>;
  /** What the decider takes the service to bear. */
  readonly limits: Partial<Limits>;
  /** What the engine bears. Who steps is told by `refuses`. */
  readonly service: Pick<EngineOptions, "limits" | "quotas">;
  /** What happens before the first decision. */
  readonly early: readonly Happening[];
  readonly happens: readonly Happening[];
  /** Errors are matched by the fields named here. */
  readonly ends: Ended;
}

interface Tiny<A extends readonly unknown[], R>
  extends Partial<Omit<Behaviour, "says" | "workflow" | "args" | "ends">> {
  readonly says: string;
  readonly workflow: Workflow<A, R>;
  readonly args?: A;
  readonly ends: Ended | { readonly completed: R };
}

/** Declares a behaviour. */
export const tiny = <A extends readonly unknown[], R>(said: Tiny<A, R>): Behaviour => ({
  args: [],
  activities: [],
  lambdas: [],
  children: [],
  cached: {},
  limits: {},
  service: {},
  early: [],
  happens: [],
  ...said,
  workflow: said.workflow as unknown as AnyWorkflow,
});

/** An activity, a Lambda function, or a child that is a puppet, completes. */
export const completes = <T>(work: Declared<T> | (AnyCommand & Target<T>) | string, value?: NoInfer<T>): Happening => ({
  do: "completes",
  work,
  value,
});

/** An activity, a Lambda function, or a child that is a puppet, fails. */
export const fails = (work: Target, error: unknown): Happening => ({ do: "fails", work, error });

/** Who does the work hears, within a second, that it is to be canceled, and says that it is. */
export const confirms = (work: Target): Happening => ({ do: "confirms", work });

/** An operator terminates a child. */
export const terminates = (work: Target): Happening => ({ do: "terminates", work });

/** A client sends a signal. */
export const signals = <T>(signal: Pick<Signal<T, unknown>, "name">, value?: T): Happening => ({
  do: "signals",
  name: signal.name,
  value,
});

/** A client asks for an update. The answer, which may come later, is looked at when all is over. */
export const updates = <A extends readonly unknown[], R>(
  update: Update<A, R>,
  args: NoInfer<A>,
  answer: Answer | { readonly completed: NoInfer<R> },
): Happening => ({ do: "updates", name: update.name, args, answer });

/** A client asks a query, and gets this result. */
export const queries = <A extends readonly unknown[], R>(
  query: Query<A, R>,
  args: NoInfer<A>,
  result: NoInfer<R>,
): Happening => ({ do: "queries", name: query.name, args, result });

/** An operator reaches into the run, which does what it is asked. */
export const operates = (...asked: Operating): Happening => ({ do: "operates", asked, rejected: undefined });

/** An operator reaches into the run, which refuses. @param rejected - A part of what it says. */
export const operatesInVain = (rejected: string, ...asked: Operating): Happening => ({
  do: "operates",
  asked,
  rejected,
});

/** The service refuses the next decision for this work, or of this type: the engine because of what it bears. */
export const refuses = (what: Declared<unknown> | DecisionType, cause: string): Happening => ({
  do: "refuses",
  what,
  cause,
});

/** The service cannot start the work after all. */
export const failsToStart = (work: Target): Happening => ({ do: "failsToStart", work });

/** What the engine does of itself, so that only who steps need be told. */
export const ofItself = (happening: Happening): Happening => ({ do: "ofItself", happening });

/** A client asks the workflow to cancel. */
export const cancels = (): Happening => ({ do: "cancels" });

/** Time passes: timers fire and timeouts expire when they are due. */
export const passes = (duration: Duration): Happening => ({ do: "passes", seconds: toSeconds(duration) });

/** Several things happen while no decider is there; one that knows nothing yet finds them all. */
export const together = (...happenings: readonly Happening[]): Happening => ({ do: "together", happenings });

/** Things happen while the decision is being made that the cause makes necessary. */
export const during = (cause: Happening, ...meanwhile: readonly Happening[]): Happening => ({
  do: "during",
  cause,
  meanwhile,
});

/** The decider that takes the decision which the cause makes necessary is never heard of again. */
export const loses = (cause: Happening): Happening => ({ do: "loses", cause });

/** Other code of the workflow takes over. */
export const deploys = <A extends readonly unknown[], R>(workflow: Workflow<A, R>): Happening => ({
  do: "deploys",
  workflow: workflow as unknown as AnyWorkflow,
});

/** Nothing happens: this is what the workflow waits for, in the order asked. */
export const waits = (...commands: readonly object[]): Happening => ({ do: "waits", commands });

/** Nothing happens: the run is held by an error of this code. */
export const holds = (code: string): Happening => ({ do: "holds", code });
