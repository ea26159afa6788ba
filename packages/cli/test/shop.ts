import { activity, cached, cancel, marker, signal, sleep, start, workflow } from "@sweft/workflow";

/** What the tests of this package record and replay. */
export const charge = activity({ name: "charge" }, async (total: number) => `receipt over ${total}`);
export const ship = activity({ name: "ship", version: "2" }, async (to: string) => `parcel to ${to}`);
export const approve = signal<boolean>("approve");

export const order = workflow({ name: "order" }, function* (total: number) {
  const receipt = yield* charge(total);
  const parcel = yield* ship("Ada");
  return { receipt, parcel };
});

/** The same workflow after a change that no recorded run survives: another activity first. */
export const changedOrder = workflow({ name: "order" }, function* (total: number) {
  const parcel = yield* ship("Ada");
  return { receipt: yield* charge(total), parcel };
});

/** One that uses most of what a history can show. */
export const busy = workflow({ name: "busy", version: "3" }, function* (total: number) {
  yield* marker("step", "one");
  const rate = yield* cached("rate", () => 1.5);
  const parcel = yield* start(ship("Ada\nLovelace"));
  yield* sleep("90s");
  yield* cancel(parcel);
  yield* order.with({ workflowId: "o-1", control: "mine" })(total * rate);
  return yield* approve.receive();
});
