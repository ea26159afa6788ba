import type { StandardSchema } from "../../../src/index.ts";
import { signal, workflow } from "../../../src/index.ts";
import { signals, tiny } from "../harness/behaviour.ts";

const whole: StandardSchema<unknown, number> = {
  "~standard": {
    version: 1,
    vendor: "test",
    validate: (value) =>
      Number.isInteger(value) ? { value: value as number } : { issues: [{ message: "not whole" }] },
  },
};
const amount = signal("amount", whole);

export const behaviour = tiny({
  says: "a signal that its schema refuses is recorded as rejected and skipped",
  workflow: workflow({ name: "strict" }, function* () {
    return [yield* amount.receive(), yield* amount.receive()];
  }),
  happens: [signals(amount, 1), signals(amount, "two"), signals(amount, 3)],
  ends: { completed: [1, 3] },
});
