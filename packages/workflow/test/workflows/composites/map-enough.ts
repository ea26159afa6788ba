import { activity, map, workflow } from "../../../src/index.ts";
import { completes, tiny } from "../harness/behaviour.ts";

const ask = activity({ name: "ask" }, (carrier: string) => carrier);

export const behaviour = tiny({
  says: "map with a number of successes ends when it has them, and cancels the rest",
  workflow: workflow({ name: "offers" }, function* () {
    const offers = yield* map(["a", "b", "c"], ask, { minSuccessful: 2 });
    return offers.map((offer) => (offer.status === "fulfilled" ? offer.value : offer.status));
  }),
  activities: [ask],
  happens: [completes(ask("c"), "c for 3"), completes(ask("a"), "a for 5")],
  ends: { completed: ["a for 5", "rejected", "c for 3"] },
});
