import type { ActivityError } from "../../../src/index.ts";
import { activity, scope, sleep, start, workflow } from "../../../src/index.ts";
import { completes, fails, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);
const undo = activity({ name: "undo" }, () => "undone");

export const behaviour = tiny({
  says: "what was started in a scope is canceled when the scope is left by an error",
  workflow: workflow({ name: "scoped" }, function* () {
    try {
      yield* scope(function* () {
        yield* start(function* () {
          try {
            yield* sleep("1 day");
          } finally {
            yield* undo();
          }
        });
        yield* work(1);
      });
    } catch (error) {
      return (error as ActivityError).code;
    }
    return "it went well";
  }),
  activities: [work, undo],
  happens: [fails(work, new Error("broken")), completes(undo, "undone")],
  ends: { completed: "ACTIVITY_FAILED" },
});
