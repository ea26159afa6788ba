import { race, sleep, workflow } from "../../../src/index.ts";
import { passes, tiny } from "../harness/behaviour.ts";
import { puppet } from "../harness/puppet.ts";

const pack = puppet<[], string>({ name: "pack" });

export const behaviour = tiny({
  says: "a child that loses a race is asked to cancel, and the parent does not wait for it",
  workflow: workflow({ name: "parent" }, function* () {
    return (yield* race({ packed: pack(), late: sleep("1m") })).winner;
  }),
  children: [pack],
  happens: [passes("1m")],
  ends: { completed: "late" },
});
