import type { CanceledError } from "../../../src/index.ts";
import { activity, cancel, sleep, start, workflow } from "../../../src/index.ts";
import { confirms, passes, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, () => "done");

export const behaviour = tiny({
  says: "an activity that is canceled by its handle throws that where its handle is waited for",
  workflow: workflow({ name: "changes-its-mind" }, function* () {
    const handle = yield* start(work.with({ cancellation: "wait" })());
    yield* sleep("1m");
    yield* cancel(handle);
    try {
      return yield* handle;
    } catch (error) {
      return (error as CanceledError).code;
    }
  }),
  activities: [work],
  happens: [passes("1m"), confirms(work)],
  ends: { completed: "CANCELED" },
});
