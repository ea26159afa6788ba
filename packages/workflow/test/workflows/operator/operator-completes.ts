import { activity, signal, sleep, workflow } from "../../../src/index.ts";
import { completes, operates, signals, tiny } from "../harness/behaviour.ts";

const charge = activity({ name: "charge" }, (cents: number) => `receipt over ${cents}`);
const ship = activity({ name: "ship" }, () => "shipped");
const paid = signal<string>("paid");

export const behaviour = tiny({
  says: "an operator ends an activity, a timer and a wait for a signal by hand",
  workflow: workflow({ name: "order" }, function* () {
    const receipt = yield* charge(1200);
    yield* sleep("1 day");
    const payment = yield* paid.receive();
    return [receipt, payment, yield* paid.receive(), yield* ship()];
  }),
  activities: [charge, ship],
  happens: [
    operates("complete", "1", { by: "hand" }),
    operates("complete", "2", undefined),
    operates("complete", "3", "cash"),
    signals(paid, "card"),
    completes(ship, "shipped"),
  ],
  ends: { completed: [{ by: "hand" }, "cash", "card", "shipped"] as unknown as [string, string, string, string] },
});
