import { describe } from "../errors/failure.ts";
import { SweftError } from "../errors/sweft-error.ts";
import type { Duration } from "../values/duration.ts";
import { toSeconds } from "../values/duration.ts";
import type { Cancellation } from "./activity.ts";
import { cancellationOf } from "./activity.ts";
import type { Command } from "./command.ts";
import { command } from "./command.ts";
import { checkArguments, controlText } from "./definition.ts";
import type { FullRetryPolicy, RetryPolicy } from "./retry-policy.ts";
import { fullPolicy, withPolicyAsData } from "./retry-policy.ts";

/** What a single call of a Lambda function may set. */
export interface LambdaCallOptions {
  /** Longest time it may run: 1 second to 15 minutes. Default 5 minutes. */
  readonly startToCloseTimeout?: Duration;
  /** Default: one attempt. A number means that many attempts with the policy's other defaults. */
  readonly retry?: RetryPolicy | number;
  /**
   * What becomes of the wait when the coroutine is canceled. SWF cannot cancel a Lambda function: `wait` waits for its end,
   * the others only stop waiting. Default `request`.
   */
  readonly cancellation?: Cancellation;
  /** `false` accepts a recorded input that differs from the one asked now. Default true. */
  readonly checkArguments?: boolean;
  /** A text of the user's own, kept in the history's `control` field after Sweft's. */
  readonly control?: string;
}

/** How a Lambda function is declared. */
export interface LambdaOptions extends LambdaCallOptions {
  /** Name of the function in the region of the domain, 1 to 64 characters. */
  readonly name: string;
}

/** A Lambda function's settings with the defaults of this package filled in, as SWF wants them. */
export interface LambdaSettings {
  readonly startToCloseTimeout: string;
  readonly retry: FullRetryPolicy | undefined;
  readonly cancellation: Cancellation;
  readonly checkArguments: boolean;
  readonly control: string | undefined;
}

/** The wish to call a Lambda function, as data. */
export interface ScheduleLambda<A extends readonly unknown[] = readonly unknown[]> {
  readonly type: "ScheduleLambda";
  /** Name of the function. */
  readonly lambda: string;
  /** The input, if there is one. */
  readonly args: A;
  /** What `.with` set, if anything. */
  readonly options?: LambdaCallOptions;
}

/** A declared Lambda function: call it in a workflow, with its input or nothing, to make a command. */
export interface Lambda<A extends readonly unknown[], R> {
  (...args: A): ScheduleLambda<A> & Command<R>;
  readonly type: { readonly name: string };
  readonly options: LambdaOptions;
  readonly settings: LambdaSettings;
  /** The same function with other settings: `resize.with({ retry: 5 })(image)`. */
  with(options: LambdaCallOptions): Lambda<A, R>;
}

/**
 * Declares a Lambda function that SWF calls itself, with the role that `lambdaRole` of the workflow names. It is a program
 * of its own: the text of the value is its event, and the text of its response the result. What does not fit into 32,768
 * characters goes out of band, where only a function that knows about `@sweft/payload` finds it.
 *
 * @typeParam F - The function's type: its event, if it wants one, and its response.
 * @throws {SweftError} `ID_INVALID`, `OPTION_INVALID`, `DURATION_INVALID`
 * @example
 * const resize = lambda<(image: { key: string }) => { thumbnail: string }>({ name: "resize", retry: 3 });
 * const { thumbnail } = yield* resize({ key: "cat.png" });
 */
export function lambda<F extends (event: never) => unknown>(
  options: LambdaOptions,
): Lambda<Parameters<F>, Awaited<ReturnType<F>>> {
  const { name } = options;
  if (typeof name !== "string" || name.length === 0 || name.length > 64) {
    throw new SweftError(
      "ID_INVALID",
      `name of lambda is ${describe(name)}; write the name of a Lambda function, 1 to 64 characters`,
    );
  }
  return callable(options, undefined) as unknown as Lambda<Parameters<F>, Awaited<ReturnType<F>>>;
}

function callable(options: LambdaOptions, overrides: LambdaCallOptions | undefined): Lambda<unknown[], unknown> {
  const { name } = options;
  const settings = settingsOf({ ...options, ...overrides });
  const set = overrides === undefined ? {} : { options: withPolicyAsData(overrides) };
  const call = (...args: unknown[]) => {
    checkArguments(args, name);
    if (args.length > 1) {
      throw new SweftError(
        "OPTION_INVALID",
        `Lambda function ${name} was given ${args.length} arguments, and takes one event; put them into one object`,
      );
    }
    return command<unknown, ScheduleLambda<unknown[]>>(
      { type: "ScheduleLambda", lambda: name, args: Object.freeze(args) as unknown[], ...set },
      settings,
    );
  };
  const withOptions = (more: LambdaCallOptions) => callable(options, Object.freeze({ ...overrides, ...more }));
  const type = Object.freeze({ name });
  return Object.freeze(Object.assign(call, { type, options, settings, with: withOptions }));
}

/** The longest time that a Lambda function may run, in seconds. */
const LONGEST_SECONDS = 900;

function settingsOf(options: LambdaOptions): LambdaSettings {
  const of = (what: string) => `${what} of Lambda function ${options.name}`;
  const { startToCloseTimeout = "5m", retry, cancellation, checkArguments: checks, control } = options;
  const seconds = toSeconds(startToCloseTimeout, of("startToCloseTimeout"));
  if (seconds < 1 || seconds > LONGEST_SECONDS) {
    throw new SweftError(
      "OPTION_INVALID",
      `${of("startToCloseTimeout")} is ${describe(startToCloseTimeout)}; write 1 second to 15 minutes`,
    );
  }
  return Object.freeze({
    startToCloseTimeout: String(seconds),
    retry: retry === undefined ? undefined : fullPolicy(retry),
    cancellation: cancellationOf(cancellation, `Lambda function ${options.name}`),
    checkArguments: checks ?? true,
    control: controlText(control, of("control")),
  });
}
