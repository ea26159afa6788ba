import { activity, workflow } from "../../../src/index.ts";
import { operates, tiny } from "../harness/behaviour.ts";

const charge = activity({ name: "charge", retry: 5 }, (cents: number) => `receipt over ${cents}`);

export const behaviour = tiny({
  says: "an operator ends work with an error, and no attempt follows",
  workflow: workflow({ name: "order" }, function* () {
    return yield* charge(1200);
  }),
  activities: [charge],
  happens: [
    operates("fail", "1", Object.assign(new Error("gave up", { cause: new Error("why") }), { code: "GAVE_UP" })),
  ],
  ends: { failed: { code: "GAVE_UP", message: "gave up", cause: { message: "why" } } },
});
