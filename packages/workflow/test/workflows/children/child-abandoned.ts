import { sleep, start, workflow } from "../../../src/index.ts";
import { passes, tiny } from "../harness/behaviour.ts";
import { puppet } from "../harness/puppet.ts";

const pack = puppet<[], string>({ name: "pack" });

export const behaviour = tiny({
  says: "a child that may be abandoned outlives its parent",
  workflow: workflow({ name: "parent" }, function* () {
    yield* start(pack.with({ onParentClose: "abandon" })());
    yield* sleep("1m");
    return "gone";
  }),
  children: [pack],
  happens: [passes("1m")],
  ends: { completed: "gone" },
});
