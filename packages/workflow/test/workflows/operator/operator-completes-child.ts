import { activity, workflow } from "../../../src/index.ts";
import { completes, confirms, operates, tiny } from "../harness/behaviour.ts";
import { puppet } from "../harness/puppet.ts";

const pack = puppet<[], string>({ name: "pack" });
const ship = activity({ name: "ship" }, (parcel: string) => `${parcel} shipped`);

export const behaviour = tiny({
  says: "an operator ends a child by hand, which is asked to cancel",
  workflow: workflow({ name: "order" }, function* () {
    return yield* ship(yield* pack());
  }),
  children: [pack],
  activities: [ship],
  happens: [operates("complete", "1", "parcel"), confirms("1"), completes(ship("parcel"), "parcel shipped")],
  ends: { completed: "parcel shipped" },
});
