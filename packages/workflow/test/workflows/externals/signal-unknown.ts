import type { ExternalError } from "../../../src/index.ts";
import { external, signal, workflow } from "../../../src/index.ts";
import { tiny } from "../harness/behaviour.ts";

const go = signal<number>("go");

export const behaviour = tiny({
  says: "a signal to an execution that is not there is refused, and that can be caught",
  workflow: workflow({ name: "caller" }, function* () {
    try {
      yield* external("nobody-there").signal(go, 1);
      return "delivered";
    } catch (error) {
      return (error as ExternalError).code;
    }
  }),
  ends: { completed: "EXTERNAL_UNKNOWN" },
});
