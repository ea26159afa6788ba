import { afterEach, describe, expect, it } from "@jest/globals";
import { memoryStore, openPayloads } from "@sweft/payload";
import { openEngine, virtualClock } from "@sweft/engine";
import { activity, all, signal, sleep, workflow } from "@sweft/workflow";
import type { Place } from "./setup.ts";
import { openPlace } from "./setup.ts";

interface Cart {
  readonly orderId: string;
  readonly cents: number;
}

const charge = activity({ name: "charge" }, async (cart: Cart) => ({ receipt: `r-${cart.orderId}`, cents: cart.cents }));
const ship = activity({ name: "ship" }, (cart: Cart, address: string) => `${cart.orderId} to ${address}`);
const address = signal<string>("address");

const order = workflow({ name: "order" }, function* (cart: Cart) {
  const to = yield* address.receive();
  const receipt = yield* charge(cart);
  yield* sleep("6 hours");
  const [shipped, again] = yield* all([ship(cart, to), ship(cart, "the archive")]);
  return { receipt, shipped, again };
});

let place: Place;
afterEach(() => place.close());

describe("an order", () => {
  it("runs from start to result, its signal and hours of waiting included", async () => {
    const engine = openEngine({ seed: 1, clock: virtualClock() });
    place = openPlace({ engine });
    await place.decider({ workflows: [order] });
    await place.activities({ activities: [charge, ship] });
    const run = await place.client.start(order, { workflowId: "o-1" }, { orderId: "o-1", cents: 1200 });
    await run.signal(address, "12 Hill Road");
    expect(await run.result()).toEqual({
      receipt: { receipt: "r-o-1", cents: 1200 },
      shipped: "o-1 to 12 Hill Road",
      again: "o-1 to the archive",
    });
    expect(place.logger.lines.filter(({ level }) => level !== "info")).toEqual([]);
  });
});
