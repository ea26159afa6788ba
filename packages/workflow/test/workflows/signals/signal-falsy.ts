import { signal, workflow } from "../../../src/index.ts";
import { signals, tiny } from "../harness/behaviour.ts";

const value = signal("value");

export const behaviour = tiny({
  says: "falsy values of signals arrive as they were",
  workflow: workflow({ name: "falsy" }, function* () {
    return [yield* value.receive(), yield* value.receive(), yield* value.receive(), yield* value.receive()];
  }),
  happens: [signals(value, 0), signals(value, ""), signals(value, null), signals(value)],
  ends: { completed: [0, "", null, undefined] },
});
