import type { CanceledError } from "../../../src/index.ts";
import { cancel, sleep, start, workflow } from "../../../src/index.ts";
import { confirms, passes, tiny } from "../harness/behaviour.ts";
import { puppet } from "../harness/puppet.ts";

const pack = puppet<[], number>({ name: "pack", cancellation: "wait" });

export const behaviour = tiny({
  says: "a child that is canceled and waited for ends when it says so",
  workflow: workflow({ name: "parent" }, function* () {
    const handle = yield* start(pack());
    yield* sleep("1m");
    yield* cancel(handle);
    try {
      return yield* handle;
    } catch (error) {
      return (error as CanceledError).code;
    }
  }),
  children: [pack],
  happens: [passes("1m"), confirms(pack)],
  ends: { completed: "CANCELED" },
});
