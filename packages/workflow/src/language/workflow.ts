import { describe } from "../errors/failure.ts";
import { SweftError } from "../errors/sweft-error.ts";
import type { Cron } from "../values/cron.ts";
import { readCron } from "../values/cron.ts";
import type { Duration } from "../values/duration.ts";
import { ONE_YEAR_SECONDS, toSeconds } from "../values/duration.ts";
import { legalName } from "../values/names.ts";
import type { PayloadFormats, PayloadOverrides } from "../values/payload-format.ts";
import { checkArity, formatsOf, isOfOne } from "../values/payload-format.ts";
import type { Cancellation, TypeName } from "./activity.ts";
import { cancellationOf } from "./activity.ts";
import type { Command, Coroutine } from "./command.ts";
import { besideOf, command } from "./command.ts";
import { checkArguments, controlText, isGeneratorFunction, priorityText } from "./definition.ts";
import type { Handle } from "./handle.ts";
import type { Interceptor } from "./intercept.ts";
import { checkInterceptor } from "./intercept.ts";
import type { FullRetryPolicy, RetryPolicy } from "./retry-policy.ts";
import { fullPolicy, withPolicyAsData } from "./retry-policy.ts";
import type { SchemaIn, SchemaIns, SchemaOut, SchemaOuts, Schemas, StandardSchema } from "./schema.ts";
import { schemaOf, schemasOf } from "./schema.ts";

/** What SWF does to the children of a run that is terminated or times out. */
export type ChildPolicy = "TERMINATE" | "REQUEST_CANCEL" | "ABANDON";

/** What a single start of a workflow, as a child or by a client, may set. */
export interface WorkflowCallOptions {
  /** Default for a child: made of the parent's run and the place of the call. A client must give one. */
  readonly workflowId?: string;
  /** The list its deciders poll. Default for a child: the parent's. */
  readonly taskList?: string;
  /** Longest life of a run, at most one year. Default 1 day. */
  readonly executionStartToCloseTimeout?: Duration;
  /** Longest time of one decision. Default 30 seconds; `NONE` is refused, since a lost decider would never be noticed. */
  readonly taskStartToCloseTimeout?: Duration;
  /** Default `TERMINATE`. */
  readonly childPolicy?: ChildPolicy;
  /** At most 5 tags of at most 256 characters. */
  readonly tagList?: readonly string[];
  /** −2147483648 to 2147483647, higher first. Default 0. */
  readonly taskPriority?: number;
  /** IAM role for Lambda functions. */
  readonly lambdaRole?: string;
  /** As a child: what becomes of it when the waiting coroutine is canceled. Default `request`. */
  readonly cancellation?: Cancellation;
  /** As a child: what becomes of it when the parent ends while it runs. Default `cancel`. */
  readonly onParentClose?: "cancel" | "abandon";
  /** As a child: when it is tried again. Each attempt has a workflow id of its own, unless one is given. Default: one attempt. */
  readonly retry?: RetryPolicy | number;
  /** As a child: `false` accepts recorded arguments that differ from those asked now. Default true. */
  readonly checkArguments?: boolean;
  /** As a child: a text of the user's own, kept in the history's `control` field after Sweft's. */
  readonly control?: string;
  /** Where arguments go that are too long for their field, if not where the declaration says. */
  readonly payloads?: PayloadOverrides;
}

/** How a workflow is declared. */
export interface WorkflowOptions extends WorkflowCallOptions {
  readonly name: string;
  /** Default `"1"`. */
  readonly version?: string;
  readonly description?: string;
  /**
   * How arguments and result are written, each by itself. Parents, clients and the runs that it continues as go by it, too.
   * Default: as the payloads of deciders and clients do it.
   */
  readonly payloads?: PayloadFormats;
  /** What to do with a run whose code has a bug: `hold` it until fixed code arrives (the default), or `fail` it. */
  readonly onBug?: "hold" | "fail";
  /** Stand between the workflow's coroutines and the work they ask for, the outermost first. */
  readonly interceptors?: readonly Interceptor[];
  /**
   * Tries the whole workflow again when it fails: the run continues as new with the same arguments, after the pause that the
   * policy says. Not when it was asked to cancel, and not for bugs. Signals that the failed attempt has taken are gone. What
   * a parent says by `retry` is another thing: it starts another child.
   */
  readonly runRetry?: RetryPolicy | number;
  /**
   * Repeats the workflow by a schedule, such as `"0 9 * * MON-FRI"`: five fields, UTC. Each run waits for its time, the
   * first one too; when it completes, or fails for good, the next waits for the first time after that, with the same
   * arguments. Results are not kept. A cancel request ends it. `executionStartToCloseTimeout` bounds the work alone, not
   * the wait before it.
   */
  readonly cron?: string;
}

/** A workflow's settings with the defaults of this package filled in, as SWF wants them. */
export interface WorkflowSettings {
  readonly workflowId: string | undefined;
  readonly taskList: string | undefined;
  readonly executionStartToCloseTimeout: string;
  readonly taskStartToCloseTimeout: string;
  readonly childPolicy: ChildPolicy;
  readonly tagList: readonly string[];
  readonly taskPriority: string;
  readonly lambdaRole: string | undefined;
  readonly cancellation: Cancellation;
  readonly onParentClose: "cancel" | "abandon";
  readonly retry: FullRetryPolicy | undefined;
  readonly checkArguments: boolean;
  readonly control: string | undefined;
  readonly runRetry: FullRetryPolicy | undefined;
  readonly cron: Cron | undefined;
  /** The most seconds that a run may work, without the wait of a schedule or a back-off. */
  readonly workSeconds: number;
  readonly payloads: PayloadFormats | undefined;
}

/** The wish to run a child workflow, as data. */
export interface StartChildWorkflow<A extends readonly unknown[] = readonly unknown[]> {
  readonly type: "StartChildWorkflow";
  readonly workflow: TypeName;
  readonly args: A;
  /** What `.with` set, if anything. */
  readonly options?: WorkflowCallOptions;
}

/** A declared workflow: a client starts it; called inside another workflow it makes the command that runs it as a child. */
export interface Workflow<A extends readonly unknown[], R> {
  (...args: A): StartChildWorkflow<A> & Command<R>;
  readonly type: TypeName;
  readonly options: WorkflowOptions & Schemas;
  readonly settings: WorkflowSettings;
  /** The same workflow with other settings: `order.with({ workflowId: "o-17" })(cart)`. */
  with(options: WorkflowCallOptions): Workflow<A, R>;
  /** The bare generator: to step it in a test, or to run it inline with `yield*`. */
  body(...args: A): Coroutine<R>;
}

/** What stands beside a command that starts a child. */
export interface ChildBeside {
  readonly settings: WorkflowSettings;
  readonly workflow: Workflow<never[], unknown>;
  /** What the child calls by its name alone, if it does a part of a map. */
  readonly shared?: unknown;
}

type NoCommand<R> = [R] extends [never]
  ? []
  : R extends Command<unknown> | Handle<unknown> | Generator<unknown, unknown, never>
    ? ["yield the command: return yield* charge(order)"]
    : [];

/**
 * Declares a workflow.
 *
 * @param options - Name, version, timeouts (defaults in {@link WorkflowCallOptions}).
 * Synchronous schemas may stand in them, too: `input`, a list, one for each argument, of which the body gets what they make; input that they refuse
 * fails the run with `INPUT_INVALID`, once and for all. `output` judges the result; one that it refuses holds the run with
 * `RESULT_INVALID`, since the code is wrong. Histories carry what is given to schemas.
 * @param body - A `function*` of this language: deterministic, every effect behind a command.
 * @throws {SweftError} `ID_INVALID`, `OPTION_INVALID`, `DURATION_INVALID`, `BODY_NOT_GENERATOR`, `CRON_INVALID`, `SCHEMA_INVALID`
 */
export function workflow<const S extends readonly StandardSchema[], O extends StandardSchema>(
  options: WorkflowOptions & { readonly input: S; readonly output: O },
  body: (...args: SchemaOuts<S>) => Coroutine<SchemaIn<O>>,
): Workflow<SchemaIns<S>, SchemaOut<O>>;
export function workflow<const S extends readonly StandardSchema[], R>(
  options: WorkflowOptions & { readonly input: S },
  body: (...args: SchemaOuts<S>) => Coroutine<R>,
  ..._yielded: NoCommand<R>
): Workflow<SchemaIns<S>, R>;
export function workflow<A extends readonly unknown[], O extends StandardSchema>(
  options: WorkflowOptions & { readonly output: O },
  body: (...args: A) => Coroutine<SchemaIn<O>>,
): Workflow<A, SchemaOut<O>>;
export function workflow<A extends readonly unknown[], R>(
  options: WorkflowOptions,
  body: (...args: A) => Coroutine<R>,
  ..._yielded: NoCommand<R>
): Workflow<A, R>;
export function workflow(
  options: WorkflowOptions & Schemas,
  body: (...args: never[]) => Coroutine<unknown>,
  ..._yielded: readonly unknown[]
): unknown {
  schemasOf(options.input, `input of workflow ${options.name}`);
  if (options.output !== undefined) schemaOf(options.output, `output of workflow ${options.name}`);
  const type = Object.freeze({
    name: legalName(options.name, "workflow name"),
    version: legalName(options.version ?? "1", `version of workflow ${options.name}`, 64),
  });
  if (Object.prototype.toString.call(body) === "[object AsyncGeneratorFunction]" || !isGeneratorFunction(body)) {
    throw new SweftError(
      "BODY_NOT_GENERATOR",
      `the body of workflow ${type.name} is ${describe(body)}; write \`workflow({ … }, function* (…) { … })\``,
    );
  }
  if (options.onBug !== undefined && options.onBug !== "hold" && options.onBug !== "fail") {
    throw new SweftError(
      "OPTION_INVALID",
      `onBug of workflow ${type.name} is ${describe(options.onBug)}; write "hold" or "fail"`,
    );
  }
  for (const interceptor of options.interceptors ?? []) {
    checkInterceptor(interceptor, `an interceptor of workflow ${type.name}`);
  }
  return callable(type, options, undefined, body);
}

function callable<A extends readonly unknown[], R>(
  type: TypeName,
  options: WorkflowOptions,
  overrides: WorkflowCallOptions | undefined,
  body: (...args: A) => Coroutine<R>,
): Workflow<A, R> {
  const settings = settingsOf(options, overrides);
  const set = overrides && { options: withPolicyAsData(overrides) };
  const { input } = settings.payloads ?? {};
  const takesOne = isOfOne(input);
  const call = (...args: A) => {
    checkArguments(args, type.name);
    if (takesOne) checkArity(input, args, `workflow ${type.name}`);
    return command<R, StartChildWorkflow<A>>(
      {
        type: "StartChildWorkflow",
        workflow: type,
        args: Object.freeze(args),
        ...set,
      },
      { settings, workflow: declared } satisfies ChildBeside,
    );
  };
  const withOptions = (more: WorkflowCallOptions) =>
    callable(type, options, Object.freeze({ ...overrides, ...more }), body);
  const declared = Object.freeze(
    Object.assign(call, { type, options, settings, with: withOptions, body }),
  ) as unknown as Workflow<never[], unknown>;
  return declared as unknown as Workflow<A, R>;
}

/** The workflow behind a command that starts a child, for tools that run workflows without workers; else undefined. */
export function workflowOf(asked: object): Workflow<never[], unknown> | undefined {
  const isChild = (asked as { readonly type?: unknown }).type === "StartChildWorkflow";
  return isChild ? (besideOf(asked) as ChildBeside | undefined)?.workflow : undefined;
}

function atLeastOne(seconds: number, what: string): string {
  if (seconds > 0) return String(seconds);
  throw new SweftError("OPTION_INVALID", `${what} is 0, and nothing can be done in no time; write at least 1 second`);
}

const CHILD_POLICIES: readonly unknown[] = ["TERMINATE", "REQUEST_CANCEL", "ABANDON"];

function settingsOf(declared: WorkflowOptions, called: WorkflowCallOptions | undefined): WorkflowSettings {
  const options = { ...declared, ...called };
  const of = (what: string) => `${what} of workflow ${options.name}`;
  const { childPolicy = "TERMINATE", onParentClose = "cancel", tagList = [] } = options;
  if ((options.taskStartToCloseTimeout as unknown) === "NONE") {
    throw new SweftError(
      "OPTION_INVALID",
      `${of("taskStartToCloseTimeout")} is "NONE"; a lost decider would never be noticed: write a duration, such as "30s"`,
    );
  }
  if (!CHILD_POLICIES.includes(childPolicy)) {
    throw new SweftError(
      "OPTION_INVALID",
      `${of("childPolicy")} is ${describe(childPolicy)}; write "TERMINATE", "REQUEST_CANCEL" or "ABANDON"`,
    );
  }
  if (onParentClose !== "cancel" && onParentClose !== "abandon") {
    throw new SweftError(
      "OPTION_INVALID",
      `${of("onParentClose")} is ${describe(onParentClose)}; write "cancel" or "abandon"`,
    );
  }
  if (
    !Array.isArray(tagList) ||
    tagList.length > 5 ||
    tagList.some((tag) => typeof tag !== "string" || tag.length > 256)
  ) {
    throw new SweftError(
      "OPTION_INVALID",
      `${of("tagList")} is ${describe(tagList)}; SWF allows 5 tags of at most 256 characters`,
    );
  }
  const work = atLeastOne(
    toSeconds(options.executionStartToCloseTimeout ?? "1 day", of("executionStartToCloseTimeout")),
    of("executionStartToCloseTimeout"),
  );
  return Object.freeze({
    workflowId: options.workflowId === undefined ? undefined : legalName(options.workflowId, of("workflowId")),
    taskList: options.taskList === undefined ? undefined : legalName(options.taskList, of("taskList")),
    executionStartToCloseTimeout: options.cron === undefined ? work : String(ONE_YEAR_SECONDS),
    taskStartToCloseTimeout: atLeastOne(
      toSeconds(options.taskStartToCloseTimeout ?? "30s", of("taskStartToCloseTimeout")),
      of("taskStartToCloseTimeout"),
    ),
    childPolicy,
    tagList: Object.freeze([...tagList]),
    taskPriority: priorityText(options.taskPriority, of("taskPriority")),
    lambdaRole: options.lambdaRole,
    cancellation: cancellationOf(options.cancellation, `workflow ${options.name}`),
    onParentClose,
    retry: options.retry === undefined ? undefined : fullPolicy(options.retry),
    checkArguments: options.checkArguments ?? true,
    control: controlText(options.control, of("control")),
    runRetry: options.runRetry === undefined ? undefined : fullPolicy(options.runRetry),
    cron: options.cron === undefined ? undefined : readCron(options.cron),
    workSeconds: Number(work),
    payloads: formatsOf(declared.payloads, called?.payloads, `workflow ${options.name}`),
  });
}
