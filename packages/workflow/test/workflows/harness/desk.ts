import { isDeepStrictEqual } from "node:util";
import type { Target } from "@sweft/testing";
import type { AnyActivity } from "@sweft/worker";
import { activityContext } from "@sweft/worker";
import { activity } from "../../../src/index.ts";

/** A call of an activity that a worker has taken and that has not ended. */
interface Call {
  readonly id: string;
  readonly name: string;
  readonly args: readonly unknown[];
  completes(value: unknown): void;
  fails(error: unknown): void;
}

/** Does a target mean work of this id, type name and arguments? */
export function means(target: Target, id: string, name: string, args: readonly unknown[]): boolean {
  if (typeof target === "string") return target === id;
  if (typeof target === "function") return target.type.name === name;
  const asked = target as { readonly activity?: { name: string }; readonly workflow?: { name: string } } & object;
  const type = asked.activity ?? asked.workflow;
  return type?.name === name && isDeepStrictEqual((asked as { readonly args?: unknown }).args, args);
}

/** Where an activity worker's calls lie until the test says how they end. */
export class Desk {
  readonly activities: readonly AnyActivity[];
  readonly #calls = new Set<Call>();

  constructor(declared: readonly AnyActivity[]) {
    this.activities = declared.map(({ type, options }) =>
      activity(options, (...args: readonly unknown[]) => this.#call(type.name, args)),
    ) as unknown as readonly AnyActivity[];
  }

  async #call(name: string, args: readonly unknown[]): Promise<unknown> {
    // Virtual time passes while this waits, and heartbeats tell of a cancellation.
    const { activityId: id, aborted } = activityContext();
    let call: Call | undefined;
    const ended = new Promise<unknown>((completes, fails) => {
      call = { id, name, args, completes, fails };
      this.#calls.add(call);
    });
    try {
      return await Promise.race([ended, aborted()]);
    } finally {
      if (call !== undefined) this.#calls.delete(call);
    }
  }

  /** The oldest call that is meant; undefined if there is none. */
  find(target: Target): Call | undefined {
    return [...this.#calls].find(({ id, name, args }) => means(target, id, name, args));
  }
}
