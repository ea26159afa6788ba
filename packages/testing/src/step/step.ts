import type { Workflow } from "@sweft/workflow";
import { FakeHistory } from "../history/fake-history.ts";
import type { StepOptions } from "./options.ts";
import { Stepper } from "./stepper.ts";

/** See {@link step}. */
export interface Step {
  <A extends readonly unknown[], R>(workflow: Workflow<A, R>, ...args: A): Stepper<R>;
  /** The same with options: `step.with({ cached: { quote: 17 } })(order, cart)`. */
  with(options: StepOptions): Step;
}

function stepWith(options: StepOptions): Step {
  const start = <A extends readonly unknown[], R>(workflow: Workflow<A, R>, ...args: A): Stepper<R> => {
    const history = new FakeHistory({
      ...options,
      workflow: workflow as unknown as Workflow<never[], unknown>,
      args: args as never,
    });
    return new Stepper<R>(workflow as unknown as Workflow<never[], unknown>, history, options);
  };
  return Object.assign(start, { with: (more: StepOptions) => stepWith({ ...options, ...more }) });
}

/**
 * Starts a workflow and makes its first decision. What happens next is for the test to say, in any order:
 *
 * @example
 * const run = step(order, cart);
 * expect(run.open).toEqual([charge(cart)]);
 * run.complete(charge, receipt);
 * expect(run.status).toBe("completed");
 *
 * @throws The workflow's bug, if its first decision finds one. {@link TestingError} `REPLAY_DIFFERS` if its code is not
 * deterministic.
 */
export const step: Step = stepWith({});
