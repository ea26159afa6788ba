import type { CallOptions, EngineApi, OperationName } from "./api.ts";
import { fault, isEngineError } from "./errors.ts";
import { OPERATIONS } from "./operations/table.ts";
import type { Service } from "./service.ts";

/**
 * The operations as methods: each reads its input and runs, waits until what it did is kept, and turns what it throws into a
 * rejection.
 *
 * @param serviceNow - What they work on, asked for at each call.
 */
export function methods(serviceNow: () => Service, isOpen: () => boolean): EngineApi {
  const names = Object.keys(OPERATIONS) as OperationName[];
  const entries = names.map((name) => {
    const { call } = OPERATIONS[name];
    const method = async (input: unknown, options: CallOptions = {}) => {
      if (!isOpen()) throw fault("ENGINE_CLOSED", `${name} was called on a closed engine; open a new one.`);
      const service = serviceNow();
      const { ledger } = service;
      try {
        ledger.assertWriting();
        const called = call(service, input, options);
        const answer = isPromise(called) ? await called : called;
        const settled = ledger.settled();
        if (settled !== undefined) await settled;
        return answer;
      } catch (error) {
        // What is refused may be refused because of something that is not kept yet.
        await ledger.settled();
        throw isEngineError(error) ? error : internalFailure(error);
      }
    };
    return [`${name.charAt(0).toLowerCase()}${name.slice(1)}`, method];
  });
  return Object.fromEntries(entries) as EngineApi; // the keys are Uncapitalize<OperationName>
}

function isPromise(value: object): value is Promise<object> {
  return "then" in value;
}

function internalFailure(cause: unknown): Error {
  const failure = fault("InternalFailure", `The engine failed: ${String(cause)}`);
  failure.cause = cause;
  return failure;
}
