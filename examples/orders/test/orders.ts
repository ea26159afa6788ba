import type { Order, Simulation } from "../src/order.ts";

/** A small order of one item, with whatever a test needs to be otherwise. */
export function orderOf(other: Partial<Order> = {}): Order {
  return {
    id: "T-1",
    customer: { name: "Ada Byron", email: "ada@example.com" },
    address: { street: "Mill Lane 3", postalCode: "10115", city: "Berlin", country: "DE" },
    currency: "EUR",
    items: [{ sku: "CUP-006", name: "Porcelain cups", quantity: 2, unitCents: 4200 }],
    ...other,
  };
}

export const simulated = (id: string, simulate: Simulation): Order => orderOf({ id, simulate });

/** Two items that cost more than a manager need not see. */
export const largeOrder = (other: Partial<Order> = {}): Order =>
  orderOf({
    items: [
      { sku: "ROA-500", name: "Drum roaster", quantity: 2, unitCents: 129_900 },
      { sku: "CLN-001", name: "Machine cleaner", quantity: 1, unitCents: 1290 },
    ],
    ...other,
  });
