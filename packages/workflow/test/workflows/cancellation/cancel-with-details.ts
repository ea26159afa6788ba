import { CanceledError, sleep, workflow } from "../../../src/index.ts";
import { cancels, passes, tiny } from "../harness/behaviour.ts";

export const behaviour = tiny({
  says: "a canceled workflow may say how far it came",
  workflow: workflow({ name: "counting" }, function* () {
    let minutes = 0;
    try {
      for (;;) {
        yield* sleep("1m");
        minutes++;
      }
    } catch {
      throw new CanceledError("stopped counting", { details: { minutes } });
    }
  }),
  happens: [passes("150s"), cancels()],
  ends: { canceled: { minutes: 2 } },
});
