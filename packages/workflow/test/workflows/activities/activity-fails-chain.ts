import { activity, workflow } from "../../../src/index.ts";
import { fails, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, () => "done");

const failure = [3, 2, 1].reduce<Error | undefined>(
  (cause, depth) => new Error(`depth ${depth}`, cause === undefined ? undefined : { cause }),
  undefined,
);

export const behaviour = tiny({
  says: "a chain of causes arrives whole",
  workflow: workflow({ name: "deep" }, function* () {
    return yield* work();
  }),
  activities: [work],
  happens: [fails(work, failure)],
  ends: {
    failed: {
      code: "ACTIVITY_FAILED",
      cause: { message: "depth 1", cause: { message: "depth 2", cause: { message: "depth 3" } } },
    },
  },
});
