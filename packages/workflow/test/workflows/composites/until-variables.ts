import { signal, start, until, workflow } from "../../../src/index.ts";
import { signals, tiny } from "../harness/behaviour.ts";

const stocked = signal<number>("stocked");

export const behaviour = tiny({
  says: "until waits for the workflow's own variables, whoever changes them",
  workflow: workflow({ name: "stock" }, function* () {
    let stock = 0;
    yield* start(function* () {
      for (;;) stock += yield* stocked.receive();
    });
    yield* until(() => stock >= 5);
    return stock;
  }),
  happens: [signals(stocked, 2), signals(stocked, 4)],
  ends: { completed: 6 },
});
