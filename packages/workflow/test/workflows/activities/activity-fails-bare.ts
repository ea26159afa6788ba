import type { ActivityError, Coroutine, Operation } from "../../../src/index.ts";
import { activity, workflow } from "../../../src/index.ts";
import { fails, tiny } from "../harness/behaviour.ts";

const work = activity({ name: "work" }, () => "done");

function* thrownBy(operation: Operation<unknown>): Coroutine<unknown> {
  try {
    return yield* operation;
  } catch (error) {
    return (error as ActivityError).cause;
  }
}

export const behaviour = tiny({
  says: "what an activity throws that is no error arrives as it is: a text, a number, null",
  workflow: workflow({ name: "strange" }, function* () {
    return [yield* thrownBy(work()), yield* thrownBy(work()), yield* thrownBy(work())];
  }),
  activities: [work],
  happens: [fails(work, "no paper"), fails(work, 404), fails(work, null)],
  ends: { completed: ["no paper", 404, null] },
});
