import { activity, workflow } from "../../../src/index.ts";
import { completes, tiny, waits } from "../harness/behaviour.ts";

const charge = activity({ name: "charge" }, (cents: number) => `receipt over ${cents}`);
const ship = activity({ name: "ship" }, (receipt: string) => `parcel for ${receipt}`);

export const behaviour = tiny({
  says: "the next activity is asked for when the last has ended, and results feed back",
  workflow: workflow({ name: "order" }, function* (cents: number) {
    const receipt = yield* charge(cents);
    return yield* ship(receipt);
  }),
  args: [1200],
  activities: [charge, ship],
  happens: [
    waits({ ...charge(1200) }),
    completes(charge, "receipt 17"),
    waits({ ...ship("receipt 17") }),
    completes(ship, "parcel 4"),
  ],
  ends: { completed: "parcel 4" },
});
