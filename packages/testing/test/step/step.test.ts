import { describe, expect, it } from "@jest/globals";
import { activity, all, race, signal, sleep, workflow } from "@sweft/workflow";
import { step } from "../../src/index.ts";

const charge = activity({ name: "charge" }, async (cart: { total: number }) => `receipt ${cart.total}`);
const ship = activity({ name: "ship" }, async (to: string) => `parcel to ${to}`);

const order = workflow({ name: "order" }, function* (cart: { total: number }) {
  const receipt = yield* charge(cart);
  const parcel = yield* ship("Ada");
  return [receipt, parcel];
});

describe("step", () => {
  it("charges first, then ships", () => {
    const run = step(order, { total: 5 });
    expect(run.open).toEqual([charge({ total: 5 })]);
    run.complete(charge, "paid");
    expect(run.open).toEqual([ship("Ada")]);
    run.complete(ship, "sent");
    expect(run.status).toBe("completed");
    expect(run.result).toEqual(["paid", "sent"]);
  });
});
