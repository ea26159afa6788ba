import { now, random, sleep, uuid, workflow } from "../../../src/index.ts";
import { passes, tiny } from "../harness/behaviour.ts";

export const behaviour = tiny({
  says: "now, random and uuid are the same at every replay, and cost no event",
  workflow: workflow({ name: "facts" }, function* () {
    const before = [(yield* now()).getTime(), yield* random(), yield* uuid()] as const;
    yield* sleep("1m");
    const after = [(yield* now()).getTime(), yield* random(), yield* uuid()] as const;
    return [
      after[0] - before[0],
      before[1] >= 0 && before[1] < 1 && before[1] !== after[1],
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(before[2]) && before[2] !== after[2],
    ];
  }),
  happens: [passes("1m")],
  ends: { completed: [60_000, true, true] },
});
