import type { CallOptions, OperationName, Operations } from "../api.ts";
import type { ErrorCode } from "../errors.ts";
import type { Check, Parsed, Shape, ShapeOf } from "../input/field.ts";
import { members, readInput } from "../input/field.ts";
import { assertPermitted } from "../quotas/permits.ts";
import { countForWorkflow, countRequest } from "../quotas/quotas.ts";
import type { Service } from "../service.ts";

type Answer<N extends OperationName> = Operations[N]["output"];

/** One operation: its name, its input, the faults of the model it answers with, and what it does. */
export interface ActionDefinition<N extends OperationName, S extends Shape> {
  readonly name: N;
  readonly input: S;
  readonly faults: readonly ErrorCode[];
  readonly run: (service: Service, input: Parsed<S>, options: CallOptions) => Answer<N> | Promise<Answer<N>>;
}

/** An operation as tables hold it: reads its input and runs. */
export interface Action<N extends OperationName> {
  readonly name: N;
  readonly faults: readonly ErrorCode[];
  readonly call: (service: Service, input: unknown, options: CallOptions) => Answer<N> | Promise<Answer<N>>;
}

/** Declares an operation. Its input is checked against the AWS client's type: a member that is missing does not compile. */
export function action<N extends OperationName, const S extends Shape & ShapeOf<Operations[N]["input"]>>({
  name,
  input,
  faults,
  run,
}: ActionDefinition<N, S>): Action<N> {
  const check: Check<Parsed<S>> = members(input);
  return {
    name,
    faults,
    call(service, given, options) {
      if (service.meter !== undefined) countRequest(service, name);
      const read = readInput(check, given, service.choices);
      if (service.meter !== undefined) countForWorkflow(service, name, read);
      if (service.permits !== undefined) assertPermitted(service, name, read);
      return run(service, read, options);
    },
  };
}

/** What operations without a result answer. */
export const nothing = Object.freeze({});
