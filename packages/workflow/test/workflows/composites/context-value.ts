import type { Coroutine } from "../../../src/index.ts";
import { activity, all, contextValue, workflow } from "../../../src/index.ts";
import { completes, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (tenant: string) => tenant);
const tenant = contextValue("tenant", "nobody");

function* deep(): Coroutine<string> {
  return yield* work(yield* tenant.get());
}

export const behaviour = tiny({
  says: "a context value reaches everything that is begun inside, and nothing outside",
  workflow: workflow({ name: "tenants" }, function* () {
    const outside = yield* tenant.get();
    const [inside] = yield* tenant.provide("acme", all([deep()]));
    return [outside, inside, yield* tenant.get()];
  }),
  activities: [work],
  happens: [completes(work("acme"), "done for acme")],
  ends: { completed: ["nobody", "done for acme", "nobody"] },
});
