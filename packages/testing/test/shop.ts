import { activity, signal, workflow } from "@sweft/workflow";

/** A small shop: what the tests of this package run. */
export interface Cart {
  readonly id: string;
  readonly total: number;
}

export const charge = activity({ name: "charge" }, async ({ total }: Cart) => `receipt over ${total}`);
export const refund = activity({ name: "refund" }, async (receipt: string) => `refunded ${receipt}`);
export const ship = activity({ name: "ship", heartbeatTimeout: "10s" }, async (to: string) => `parcel to ${to}`);
export const approve = signal<boolean>("approve");

export const order = workflow({ name: "order" }, function* (cart: Cart) {
  const receipt = yield* charge(cart);
  const parcel = yield* ship("Ada");
  return { receipt, parcel };
});

export const cart: Cart = { id: "c1", total: 5 };
