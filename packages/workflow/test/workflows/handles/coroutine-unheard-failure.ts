import { sleep, start, workflow } from "../../../src/index.ts";
import { passes, tiny } from "../harness/behaviour.ts";

export const behaviour = tiny({
  says: "the failure of a coroutine that nobody waits for fails the workflow",
  workflow: workflow({ name: "careless" }, function* () {
    yield* start(function* () {
      yield* sleep("1m");
      throw Object.assign(new Error("unheard"), { code: "LOST" });
    });
    yield* sleep("1 hour");
  }),
  happens: [passes("1m")],
  ends: { failed: { code: "LOST", message: "unheard" } },
});
