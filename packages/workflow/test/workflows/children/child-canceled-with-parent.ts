import { start, workflow } from "../../../src/index.ts";
import { tiny } from "../harness/behaviour.ts";
import { puppet } from "../harness/puppet.ts";

const pack = puppet<[], string>({ name: "pack" });

export const behaviour = tiny({
  says: "a child that still runs when its parent returns is asked to cancel",
  workflow: workflow({ name: "parent" }, function* () {
    yield* start(pack());
    return "gone";
  }),
  children: [pack],
  ends: { completed: "gone" },
});
