import { activity, all, mutex, workflow } from "../../../src/index.ts";
import { completes, tiny } from "../harness/behaviour.ts";

const use = activity({ name: "use" }, (who: string) => who);

export const behaviour = tiny({
  says: "a mutex lets one coroutine in at a time, in the order they came",
  workflow: workflow({ name: "printer" }, function* () {
    const printer = mutex();
    return yield* all(["a", "b"].map((who) => printer.run(use(who))));
  }),
  activities: [use],
  happens: [completes(use, "a"), completes(use, "b")],
  ends: { completed: ["a", "b"] },
});
