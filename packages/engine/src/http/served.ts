import type { EngineApi } from "../api.ts";
import type { Clock } from "../clock/clock.ts";
import type { Engine } from "../engine.ts";
import { fault } from "../errors.ts";

/** What the server needs of an engine. */
export interface Served {
  readonly clock: Clock;
  /** The operations in a region and account. */
  world(scope: { readonly region: string; readonly account: string }): EngineApi;
  /** Forgets everything, and answers waiting polls empty. */
  reset(): Promise<void>;
}

/** An engine as the server needs it, whether it has several worlds or one. */
export function servedBy(engine: Engine & Partial<Served>): Served {
  return {
    clock: engine.clock,
    world: (scope) => engine.world?.(scope) ?? engine,
    async reset() {
      if (engine.reset === undefined) throw fault("PATH_UNKNOWN", "This engine cannot forget");
      await engine.reset();
    },
  };
}
