import { activity, sleep, start, workflow } from "../../../src/index.ts";
import { completes, operates, operatesInVain, passes, tiny } from "../harness/behaviour.ts";

const charge = activity({ name: "charge" }, (cents: number) => `receipt over ${cents}`);

export const behaviour = tiny({
  says: "an operator whose command does not fit is told why, and the run goes on as if nothing had been asked",
  workflow: workflow({ name: "order" }, function* () {
    const receipt = yield* start(charge(1200));
    yield* sleep("1 day");
    return yield* receipt;
  }),
  activities: [charge],
  happens: [
    operatesInVain('no open work has the id "7"', "fire", "7"),
    operatesInVain("is no timer", "fire", "1"),
    operatesInVain("does not wait for its next attempt", "retryNow", "2"),
    operatesInVain("would hold the run", "fail", "1", new TypeError("oops")),
    completes(charge, "receipt"),
    operatesInVain('no open work has the id "1"', "complete", "1", "another"),
    passes("23h"),
    operates("fire", "2"),
  ],
  ends: { completed: "receipt" },
});
