import { activity, all, start, workflow } from "../../../src/index.ts";
import { completes, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, () => "done");

export const behaviour = tiny({
  says: "several may wait for one handle, and resume in the order they came",
  workflow: workflow({ name: "queue" }, function* () {
    const handle = yield* start(work());
    const order: string[] = [];
    const waiter = function* (name: string) {
      yield* handle;
      order.push(name);
    };
    yield* all([waiter("first"), waiter("second"), handle]);
    return order;
  }),
  activities: [work],
  happens: [completes(work, "done")],
  ends: { completed: ["first", "second"] },
});
