import { activity, workflow } from "../../../src/index.ts";
import { fails, tiny } from "../harness/behaviour.ts";

const charge = activity({ name: "charge" }, (cents: number) => `receipt over ${cents}`);

export const behaviour = tiny({
  says: "an activity that fails and is not caught fails its workflow, with the whole chain of causes",
  workflow: workflow({ name: "order" }, function* () {
    return yield* charge(1200);
  }),
  activities: [charge],
  happens: [
    fails(charge, Object.assign(new Error("card refused", { cause: new Error("no funds") }), { code: "REFUSED" })),
  ],
  ends: {
    failed: {
      code: "ACTIVITY_FAILED",
      cause: { code: "REFUSED", message: "card refused", cause: { message: "no funds" } },
    },
  },
});
