import { isDeepStrictEqual } from "node:util";
import type { LambdaFunction } from "@sweft/engine";
import type { Target } from "@sweft/testing";
import type { AnyActivity } from "@sweft/worker";
import { activityContext } from "@sweft/worker";
import { activity } from "../../../src/index.ts";
import type { Behaviour } from "./behaviour.ts";

/** A call of an activity that a worker has taken, or of a Lambda function, that has not ended. */
interface Call {
  /** Lambda functions are not told theirs. */
  readonly id: string | undefined;
  readonly name: string;
  readonly args: readonly unknown[];
  completes(value: unknown): void;
  fails(error: unknown): void;
}

interface Asked {
  readonly activity?: { readonly name: string };
  readonly workflow?: { readonly name: string };
  readonly lambda?: string;
}

/** The name of what a command calls. */
export const nameOf = ({ activity: asked, workflow, lambda }: Asked): string | undefined =>
  lambda ?? (asked ?? workflow)?.name;

/** Does a target mean work of this id, type name and arguments? */
export function means(target: Target, id: string | undefined, name: string, args: readonly unknown[]): boolean {
  if (typeof target === "string") return target === id;
  if (typeof target === "function") return target.type.name === name;
  const asked = target as Asked;
  return nameOf(asked) === name && isDeepStrictEqual((asked as { readonly args?: unknown }).args, args);
}

/** Where the calls of activities and Lambda functions lie until the test says how they end. */
export class Desk {
  readonly activities: readonly AnyActivity[];
  /** Undefined if there are none. */
  readonly functions: Readonly<Record<string, LambdaFunction>> | undefined;
  readonly #calls = new Set<Call>();

  constructor({ activities, lambdas }: Pick<Behaviour, "activities" | "lambdas">) {
    this.activities = activities.map(({ type, options }) =>
      activity(options, (...args: readonly unknown[]) => {
        // Virtual time passes while this waits, and heartbeats tell of a cancellation.
        const { activityId, aborted } = activityContext();
        return this.#call(activityId, type.name, args, aborted());
      }),
    ) as unknown as readonly AnyActivity[];
    const called = lambdas.map(({ type: { name } }): [string, LambdaFunction] => [
      name,
      (event, context) => this.#call(undefined, name, [event], context.aborted()),
    ]);
    this.functions = called.length === 0 ? undefined : Object.fromEntries(called);
  }

  async #call(
    id: string | undefined,
    name: string,
    args: readonly unknown[],
    aborted: Promise<never>,
  ): Promise<unknown> {
    let call: Call | undefined;
    const ended = new Promise<unknown>((completes, fails) => {
      call = { id, name, args, completes, fails };
      this.#calls.add(call);
    });
    try {
      return await Promise.race([ended, aborted]);
    } finally {
      if (call !== undefined) this.#calls.delete(call);
    }
  }

  /** The oldest call that is meant; undefined if there is none. */
  find(target: Target): Call | undefined {
    return [...this.#calls].find(({ id, name, args }) => means(target, id, name, args));
  }
}
