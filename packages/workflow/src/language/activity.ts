import { describe } from "../errors/failure.ts";
import { SweftError } from "../errors/sweft-error.ts";
import type { Timeout } from "../values/duration.ts";
import { toTimeout } from "../values/duration.ts";
import { legalName } from "../values/names.ts";
import type { PayloadFormats, PayloadOverrides } from "../values/payload-format.ts";
import { checkArity, formatsOf, isOfOne } from "../values/payload-format.ts";
import { bySchema } from "./by-schema.ts";
import type { Command } from "./command.ts";
import { Asked, besideOf, PLAIN, withBeside } from "./command.ts";
import { checkArguments, controlText, isGeneratorFunction, priorityText } from "./definition.ts";
import type { FullRetryPolicy, RetryPolicy } from "./retry-policy.ts";
import { fullPolicy, withPolicyAsData } from "./retry-policy.ts";
import type { SchemaIn, SchemaIns, SchemaOut, SchemaOuts, Schemas, StandardSchema } from "./schema.ts";
import { schemaOf, schemasOf } from "./schema.ts";

/** Name and version of an activity or workflow, as registered. */
export interface TypeName {
  readonly name: string;
  readonly version: string;
}

/**
 * What becomes of work in flight when the coroutine that waits for it is canceled. `request` (the default) asks for
 * cancellation and resumes at once; `wait` asks and waits for the end; `abandon` does not even ask.
 */
export type Cancellation = "request" | "wait" | "abandon";

/** What a single call of an activity may set. */
export interface ActivityCallOptions {
  /** The list its workers poll. Default: the name of the workflow's own task list. */
  readonly taskList?: string;
  /** Longest time a worker may take. Default 5 minutes. */
  readonly startToCloseTimeout?: Timeout;
  /** Longest time on the task list. Default `NONE`. */
  readonly scheduleToStartTimeout?: Timeout;
  /** Longest time in all. Default `NONE`. */
  readonly scheduleToCloseTimeout?: Timeout;
  /** Longest time between two heartbeats. Default `NONE`. */
  readonly heartbeatTimeout?: Timeout;
  /** −2147483648 to 2147483647, higher first. Default 0. */
  readonly taskPriority?: number;
  /** Default: one attempt. A number means that many attempts with the policy's other defaults. */
  readonly retry?: RetryPolicy | number;
  /** Default `request`. */
  readonly cancellation?: Cancellation;
  /** `false` accepts recorded arguments that differ from those asked now. Default true. */
  readonly checkArguments?: boolean;
  /** A text of the user's own, kept in the history's `control` field after Sweft's. */
  readonly control?: string;
  /** Where arguments go that are too long for their field, if not where the declaration says. */
  readonly payloads?: PayloadOverrides;
}

/** How an activity is declared. */
export interface ActivityOptions extends ActivityCallOptions {
  readonly name: string;
  /** Default `"1"`. */
  readonly version?: string;
  readonly description?: string;
  /** How arguments and result are written, each by itself. Default: as the payloads of the workers do it. */
  readonly payloads?: PayloadFormats;
}

/** An activity's settings with the defaults of this package filled in, as SWF wants them. */
export interface ActivitySettings {
  readonly taskList: string | undefined;
  readonly startToCloseTimeout: string;
  readonly scheduleToStartTimeout: string;
  readonly scheduleToCloseTimeout: string;
  readonly heartbeatTimeout: string;
  readonly taskPriority: string;
  readonly retry: FullRetryPolicy | undefined;
  readonly cancellation: Cancellation;
  readonly checkArguments: boolean;
  readonly control: string | undefined;
  readonly payloads: PayloadFormats | undefined;
}

/** The wish to run an activity, as data. */
export interface ScheduleActivity<A extends readonly unknown[] = readonly unknown[]> {
  readonly type: "ScheduleActivity";
  readonly activity: TypeName;
  readonly args: A;
  /** What `.with` set, if anything. */
  readonly options?: ActivityCallOptions;
}

/** A declared activity: call it in a workflow to make a command. */
export interface Activity<A extends readonly unknown[], R> {
  (...args: A): ScheduleActivity<A> & Command<R>;
  readonly type: TypeName;
  readonly options: ActivityOptions;
  readonly settings: ActivitySettings;
  /** Declared by `contract`: another program does the work, and `run` throws. */
  readonly isContract: boolean;
  /** The same activity with other settings: `charge.with({ retry: 5 })(order)`. */
  with(options: ActivityCallOptions): Activity<A, R>;
  /**
   * Calls the implementation itself, as a test or a worker does.
   * @throws {SweftError} `NO_IMPLEMENTATION` if the activity was declared by `contract`.
   */
  run(...args: A): Promise<R>;
}

/** What workers call. */
export type Implementation = (...args: never[]) => unknown;

/** What stands beside the type in a command that schedules an activity: put there once, not at every call. */
export interface ActivityBeside {
  readonly settings: ActivitySettings;
  /** Undefined for a contract. */
  readonly implementation: Implementation | undefined;
}
type PlainOrAsync<R> = [R] extends [never]
  ? []
  : R extends Generator<unknown, unknown, never> | AsyncGenerator<unknown, unknown, never>
    ? ["an activity is a plain or async function, not function*"]
    : [];

interface Definition {
  readonly type: TypeName;
  readonly options: ActivityOptions;
  readonly overrides: ActivityCallOptions | undefined;
  readonly settings: ActivitySettings;
  readonly implementation: Implementation | undefined;
}

/**
 * Declares an activity: a plain or async function that workers run, with what SWF needs to know about it.
 *
 * @param options - Name, version, timeouts (defaults in {@link ActivityCallOptions}) and retry policy.
 * @param implementation - The function. Inside it, `activityContext()` of `@sweft/worker` gives heartbeat and abort signal.
 * With schemas in the options, `input` (a list, one for each argument) and `output`, which may be asynchronous, it gets what they make of its
 * arguments. Workers ask them; workflows and histories carry what is given to them. What they refuse fails the activity with `INPUT_INVALID`, which is never
 * tried again, or `OUTPUT_INVALID`.
 * @throws {SweftError} `ID_INVALID`, `OPTION_INVALID`, `DURATION_INVALID`, `ACTIVITY_IS_GENERATOR`, `SCHEMA_INVALID`. A call throws
 * `ARGUMENTS_NOT_ONE` if several arguments are given to a declared serializer that carries one value.
 */
export function activity<const S extends readonly StandardSchema[], O extends StandardSchema>(
  options: ActivityOptions & { readonly input: S; readonly output: O },
  implementation: (...args: SchemaOuts<S>) => SchemaIn<O> | PromiseLike<SchemaIn<O>>,
): Activity<SchemaIns<S>, SchemaOut<O>>;
export function activity<const S extends readonly StandardSchema[], R>(
  options: ActivityOptions & { readonly input: S },
  implementation: (...args: SchemaOuts<S>) => R,
  ..._plain: PlainOrAsync<R>
): Activity<SchemaIns<S>, Awaited<R>>;
export function activity<A extends readonly unknown[], O extends StandardSchema>(
  options: ActivityOptions & { readonly output: O },
  implementation: (...args: A) => SchemaIn<O> | PromiseLike<SchemaIn<O>>,
): Activity<A, SchemaOut<O>>;
export function activity<A extends readonly unknown[], R>(
  options: ActivityOptions,
  implementation: (...args: A) => R,
  ..._plain: PlainOrAsync<R>
): Activity<A, Awaited<R>>;
export function activity(
  options: ActivityOptions & Schemas,
  implementation: Implementation,
  ..._plain: readonly unknown[]
): unknown {
  if (typeof implementation !== "function" || isGeneratorFunction(implementation)) {
    throw new SweftError(
      "ACTIVITY_IS_GENERATOR",
      `activity ${describe(options.name)} was given ${describe(implementation)} as its implementation; give a plain or async function, or use \`workflow\` for a function*`,
    );
  }
  schemasOf(options.input, `input of activity ${options.name}`);
  if (options.output !== undefined) schemaOf(options.output, `output of activity ${options.name}`);
  return define(options, bySchema(implementation, options, options.name));
}

/**
 * Declares an activity that another program fulfils; only its type `F` is known here.
 *
 * @throws {SweftError} `ID_INVALID`, `OPTION_INVALID`, `DURATION_INVALID`
 */
export function contract<F extends (...args: never[]) => unknown>(
  options: ActivityOptions,
): Activity<Parameters<F>, Awaited<ReturnType<F>>> {
  return define(options, undefined) as unknown as Activity<Parameters<F>, Awaited<ReturnType<F>>>;
}

function define(options: ActivityOptions, implementation: Implementation | undefined): Activity<unknown[], unknown> {
  const type = {
    name: legalName(options.name, "activity name"),
    version: legalName(options.version ?? "1", `version of activity ${options.name}`, 64),
  };
  return callable({
    type,
    options,
    overrides: undefined,
    settings: settingsOf(options, undefined),
    implementation,
  });
}

// What `command` would make of the same data, without looking at every key: most commands are activities.

class Scheduling extends Asked {
  readonly type = "ScheduleActivity";
  readonly activity: TypeName;
  readonly args: readonly unknown[];

  constructor(type: TypeName, args: readonly unknown[]) {
    super();
    this.activity = type;
    this.args = Object.freeze(args);
  }

  override [PLAIN](): object {
    return Object.freeze({ type: this.type, activity: this.activity, args: this.args });
  }
}

class SchedulingWith extends Scheduling {
  readonly options: ActivityCallOptions;

  constructor(type: TypeName, args: readonly unknown[], options: ActivityCallOptions) {
    super(type, args);
    this.options = options;
  }

  override [PLAIN](): object {
    const { type, activity, args, options } = this;
    return Object.freeze({ type, activity, args, options });
  }
}
Reflect.deleteProperty(Scheduling.prototype, "constructor");
Reflect.deleteProperty(SchedulingWith.prototype, "constructor");

function callable(definition: Definition): Activity<unknown[], unknown> {
  const { options, overrides, settings, implementation } = definition;
  const beside: ActivityBeside = { settings: Object.freeze(settings), implementation };
  const type = withBeside(definition.type, beside);
  const set = overrides === undefined ? undefined : withPolicyAsData(overrides);
  const { input } = settings.payloads ?? {};
  const takesOne = isOfOne(input);
  const call = (...args: unknown[]) => {
    checkArguments(args, type.name);
    if (takesOne) checkArity(input, args, `activity ${type.name}`);
    return Object.freeze(
      set === undefined ? new Scheduling(type, args) : new SchedulingWith(type, args, set),
    ) as unknown as ScheduleActivity<unknown[]> & Command<unknown>;
  };
  const run = async (...args: unknown[]) => {
    if (implementation !== undefined) return implementation(...(args as never[]));
    throw new SweftError(
      "NO_IMPLEMENTATION",
      `activity ${type.name} is a contract, fulfilled by another program; declare it with \`activity\`, or replace it in the test`,
    );
  };
  const withOptions = (more: ActivityCallOptions) => {
    const merged = Object.freeze({ ...overrides, ...more });
    return callable({ ...definition, overrides: merged, settings: settingsOf(options, merged) });
  };
  return Object.freeze(
    Object.assign(call, { type, options, settings, isContract: implementation === undefined, run, with: withOptions }),
  ) as Activity<unknown[], unknown>;
}

const CANCELLATIONS: readonly unknown[] = ["request", "wait", "abandon"];

/** Checks a cancellation policy. Throws `OPTION_INVALID`. */
export function cancellationOf(given: Cancellation | undefined, what: string): Cancellation {
  if (given === undefined) return "request";
  if (CANCELLATIONS.includes(given)) return given;
  throw new SweftError(
    "OPTION_INVALID",
    `cancellation of ${what} is ${describe(given)}; write "request", "wait" or "abandon"`,
  );
}

function settingsOf(declared: ActivityOptions, called: ActivityCallOptions | undefined): ActivitySettings {
  const options = called === undefined ? declared : { ...declared, ...called };
  const of = (what: string) => `${what} of activity ${options.name}`;
  return {
    taskList: options.taskList === undefined ? undefined : legalName(options.taskList, of("taskList")),
    startToCloseTimeout: toTimeout(options.startToCloseTimeout ?? "5m", of("startToCloseTimeout")),
    scheduleToStartTimeout: toTimeout(options.scheduleToStartTimeout ?? "NONE", of("scheduleToStartTimeout")),
    scheduleToCloseTimeout: toTimeout(options.scheduleToCloseTimeout ?? "NONE", of("scheduleToCloseTimeout")),
    heartbeatTimeout: toTimeout(options.heartbeatTimeout ?? "NONE", of("heartbeatTimeout")),
    taskPriority: priorityText(options.taskPriority, of("taskPriority")),
    retry: options.retry === undefined ? undefined : fullPolicy(options.retry),
    cancellation: cancellationOf(options.cancellation, `activity ${options.name}`),
    checkArguments: options.checkArguments ?? true,
    control: controlText(options.control, of("control")),
    payloads: formatsOf(declared.payloads, called?.payloads, `activity ${options.name}`),
  };
}

/**
 * The implementation behind a command or its twin, for tools that run workflows without workers; undefined for a
 * contract and for anything that is no activity's command.
 */
export function implementationOf(asked: object): Implementation | undefined {
  const { type, activity } = asked as Partial<ScheduleActivity>;
  if (type !== "ScheduleActivity" || activity === undefined) return undefined;
  return (besideOf(activity) as ActivityBeside | undefined)?.implementation;
}
