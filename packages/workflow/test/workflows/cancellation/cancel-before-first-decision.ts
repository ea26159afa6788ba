import { sleep, workflow } from "../../../src/index.ts";
import { cancels, tiny } from "../harness/behaviour.ts";

export const behaviour = tiny({
  says: "a cancel request from before the first decision is thrown at the first wait",
  workflow: workflow({ name: "unborn" }, function* () {
    yield* sleep("1 day");
  }),
  early: [cancels()],
  ends: { canceled: undefined },
});
