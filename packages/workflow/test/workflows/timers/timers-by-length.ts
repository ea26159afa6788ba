import type { Coroutine } from "../../../src/index.ts";
import { all, sleep, workflow } from "../../../src/index.ts";
import { passes, tiny } from "../harness/behaviour.ts";

function* alarm(seconds: number, rung: number[]): Coroutine<void> {
  yield* sleep(seconds);
  rung.push(seconds);
}

export const behaviour = tiny({
  says: "timers fire in the order of their times, not of their start",
  workflow: workflow({ name: "alarms" }, function* () {
    const rung: number[] = [];
    yield* all([alarm(30, rung), alarm(10, rung), alarm(20, rung)]);
    return rung;
  }),
  happens: [passes("1m")],
  ends: { completed: [10, 20, 30] },
});
