import { activity, workflow } from "../../../src/index.ts";
import { completes, operates, tiny } from "../harness/behaviour.ts";

const charge = activity({ name: "charge" }, (cents: number) => `receipt over ${cents}`);
const ship = activity({ name: "ship" }, () => "shipped");

export const behaviour = tiny({
  says: "what an operator has ended runs on, and how it ends does not count",
  workflow: workflow({ name: "order" }, function* () {
    return [yield* charge(1200), yield* ship()];
  }),
  activities: [charge, ship],
  happens: [operates("complete", "1", "by hand"), completes(charge(1200), "late"), completes(ship, "shipped")],
  ends: { completed: ["by hand", "shipped"] },
});
