import type { CallOptions, EngineApi, OperationName } from "../api.ts";
import type { Clock } from "../clock/clock.ts";
import type { Engine } from "../engine.ts";
import { fault } from "../errors.ts";
import { OPERATIONS } from "../operations/table.ts";

/**
 * What befalls a call: it never arrives; it takes effect and its answer is lost; it arrives twice, as when a client tries again; it is
 * refused for its rate; it arrives later.
 */
export type CallFault = "dropCall" | "dropAnswer" | "duplicate" | "throttle" | { readonly delayMs: number };

/** A call that something may befall. */
export interface FaultyCall {
  readonly operation: OperationName;
  /** As the caller gave it. */
  readonly input: unknown;
  /** Which call it is, from 1, of all that were made. */
  readonly number: number;
}

/** Says what befalls a call; undefined if nothing does. */
export type ChooseFault = (call: FaultyCall) => CallFault | undefined;

type Method = (input: unknown, options?: CallOptions) => Promise<unknown>;

/**
 * The same engine behind a bad network, for tests of clients and workers. It is closed with the engine itself.
 *
 * @param choose - Asked once a call, in the order of the calls: draw from a seed, and a red test can be repeated.
 * @returns The engine; its calls may also reject with `CONNECTION_LOST` or `ThrottlingException`.
 *
 * @example
 * const flaky = withFaults(engine, ({ number }) => (number % 5 === 0 ? "dropAnswer" : undefined));
 */
export function withFaults(engine: Engine, choose: ChooseFault): Engine {
  let number = 0;

  function faulty(api: EngineApi): EngineApi {
    const names = Object.keys(OPERATIONS) as OperationName[];
    const entries = names.map((operation) => {
      const name = `${operation.charAt(0).toLowerCase()}${operation.slice(1)}` as Uncapitalize<OperationName>;
      const method = api[name] as Method; // every operation takes an input and options
      const wrapped: Method = (input, options) => {
        number++;
        return befallen(choose({ operation, input, number }), () => method(input, options), engine.clock);
      };
      return [name, wrapped];
    });
    return Object.fromEntries(entries) as EngineApi; // the keys are Uncapitalize<OperationName>
  }

  return { ...engine, ...faulty(engine), world: (scope) => faulty(engine.world(scope)) };
}

async function befallen<T>(what: CallFault | undefined, call: () => Promise<T>, clock: Clock): Promise<T> {
  if (what === undefined) return call();
  if (typeof what === "object") {
    await new Promise<void>((resolve) => clock.schedule(clock.now() + what.delayMs, resolve));
    return call();
  }
  return BEFALLS[what](call);
}

const BEFALLS: {
  readonly [F in Extract<CallFault, string>]: <T>(call: () => Promise<T>) => Promise<T>;
} = {
  async dropCall() {
    throw fault("CONNECTION_LOST", "The connection was lost before the call arrived, as the test wanted");
  },
  async dropAnswer(call) {
    await call();
    throw fault("CONNECTION_LOST", "The connection was lost before the answer arrived, as the test wanted");
  },
  async duplicate(call) {
    const first = await Promise.allSettled([call()]);
    if (first[0].status === "rejected") throw first[0].reason;
    return call();
  },
  async throttle() {
    throw fault("ThrottlingException", "Rate exceeded");
  },
};
