import { fault } from "../errors.ts";

/** What a Lambda function can know and do beyond its input. */
export interface LambdaContext {
  /** The name under which the function is registered with the engine. */
  readonly functionName: string;
  /** When its time is out, on the engine's clock. */
  readonly deadline: Date;
  /** What is left until then, in milliseconds from 0. */
  getRemainingTimeInMillis(): number;
  /**
   * Aborts when nobody waits for the result any more: its time is out, the execution has closed, or the engine was. The
   * reason is an error with the code `LAMBDA_ABORTED`.
   */
  readonly abortSignal: AbortSignal;
  /**
   * Waits on the engine's clock, so that virtual time passes meanwhile. Rejects with the signal's reason if it aborts.
   *
   * @param ms - Milliseconds, a finite number from 0.
   * @throws {EngineError} `ENGINE_OPTION_INVALID` for anything else.
   */
  sleep(ms: number): Promise<void>;
  /** Waits until the signal aborts, and rejects with its reason; never resolves. Virtual time passes meanwhile. */
  aborted(): Promise<never>;
}

/**
 * A Lambda function of this process. As in AWS Lambda, JSON goes in and out: it gets what the input's text says, `{}` if there
 * is none, and what it returns or resolves to becomes text again, `null` if it is undefined.
 *
 * It may run more than once: an engine that is opened again runs what had begun and not ended. A function that works holds
 * virtual time still; {@link LambdaContext.sleep} and {@link LambdaContext.aborted} let it pass. One that hangs holds it for as
 * long as its time-out says, in real time.
 *
 * @example
 * openEngine({ functions: { double: ({ n }: { n: number }) => 2 * n } });
 */
// Of a method the parameters may be narrower: a function that says what its input is fits here too.
export type LambdaFunction = { call(input: unknown, context: LambdaContext): unknown }["call"];

/**
 * Reads the option `functions`.
 *
 * @throws {EngineError} `ENGINE_OPTION_INVALID`.
 */
export function readFunctions(
  functions: Readonly<Record<string, LambdaFunction>> | undefined,
): ReadonlyMap<string, LambdaFunction> | undefined {
  if (functions === undefined) return undefined;
  if (typeof functions !== "object" || functions === null || Array.isArray(functions)) {
    throw fault("ENGINE_OPTION_INVALID", "functions is no object; write functions: { name: (input) => result }.");
  }
  for (const [name, each] of Object.entries(functions)) {
    if (typeof each === "function") continue;
    throw fault("ENGINE_OPTION_INVALID", `functions.${name} is no function; write (input, context) => result.`);
  }
  return new Map(Object.entries(functions));
}
