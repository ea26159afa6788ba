import type { Coroutine } from "../../../src/index.ts";
import { activity, start, workflow } from "../../../src/index.ts";
import { completes, tiny, waits } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, (n: number) => n);

function* twice(n: number): Coroutine<number> {
  return (yield* work(n)) + (yield* work(n + 1));
}

export const behaviour = tiny({
  says: "a started coroutine runs beside its starter, and its handle gives what it returns",
  workflow: workflow({ name: "beside" }, function* () {
    const handle = yield* start(twice, 1);
    const own = yield* work(10);
    return own + (yield* handle);
  }),
  activities: [work],
  happens: [
    waits({ ...work(10) }, { ...work(1) }),
    completes(work(1), 1),
    completes(work(10), 10),
    completes(work(2), 2),
  ],
  ends: { completed: 13 },
});
