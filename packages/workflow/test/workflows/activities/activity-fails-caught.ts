import type { ActivityError } from "../../../src/index.ts";
import { activity, workflow } from "../../../src/index.ts";
import { fails, tiny } from "../harness/behaviour.ts";

const charge = activity({ name: "charge" }, (cents: number) => `receipt over ${cents}`);

export const behaviour = tiny({
  says: "an activity's failure can be caught, read, and gone on from",
  workflow: workflow({ name: "order" }, function* () {
    try {
      return yield* charge(1200);
    } catch (error) {
      const { code, cause } = error as ActivityError;
      return `${code} by ${(cause as { readonly code: string }).code}`;
    }
  }),
  activities: [charge],
  happens: [fails(charge, Object.assign(new Error("card refused"), { code: "REFUSED" }))],
  ends: { completed: "ACTIVITY_FAILED by REFUSED" },
});
