import type { CanceledError } from "../../../src/index.ts";
import { activity, cancel, sleep, start, workflow } from "../../../src/index.ts";
import { completes, passes, tiny } from "../harness/behaviour.ts";

const undo = activity({ name: "undo" }, () => "undone");

export const behaviour = tiny({
  says: "a coroutine that is canceled by its handle cleans up, and its handle throws",
  workflow: workflow({ name: "tidy" }, function* () {
    const handle = yield* start(function* () {
      try {
        yield* sleep("1 hour");
      } finally {
        yield* undo();
      }
    });
    yield* sleep("1s");
    yield* cancel(handle);
    try {
      yield* handle;
      return "it went on";
    } catch (error) {
      return (error as CanceledError).code;
    }
  }),
  activities: [undo],
  happens: [passes("1s"), completes(undo, "undone")],
  ends: { completed: "CANCELED" },
});
