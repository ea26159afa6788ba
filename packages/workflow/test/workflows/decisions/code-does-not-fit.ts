import { activity, workflow } from "../../../src/index.ts";
import { completes, deploys, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);
const other = activity({ name: "other" }, (n: number) => n);

export const behaviour = tiny({
  says: "code that asks for something else than is recorded is held",
  workflow: workflow({ name: "changed" }, function* () {
    return yield* work(1);
  }),
  activities: [work, other],
  happens: [
    deploys(
      workflow({ name: "changed" }, function* () {
        return yield* other(1);
      }),
    ),
    completes(work, 1),
  ],
  ends: { held: { code: "NONDETERMINISM" } },
});
