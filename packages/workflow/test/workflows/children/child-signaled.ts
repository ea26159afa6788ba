import { signal, start, workflow } from "../../../src/index.ts";
import { completes, tiny } from "../harness/behaviour.ts";
import { puppet } from "../harness/puppet.ts";

const pack = puppet<[], string>({ name: "pack" });

export const behaviour = tiny({
  says: "a child is signaled by its handle as soon as it runs",
  workflow: workflow({ name: "parent" }, function* () {
    const child = yield* start(pack());
    yield* child.signal(signal<string>("hurry"), "please");
    return yield* child;
  }),
  children: [pack],
  happens: [completes(pack, "packed")],
  ends: { completed: "packed" },
});
