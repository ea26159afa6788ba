import { setTimeout } from "node:timers/promises";
import { activityContext } from "@sweft/worker";
import { activity } from "@sweft/workflow";
import type { Currency, Item, Order } from "./order.ts";
import { CHARGE_ATTEMPTS, EURO_RATES, money, refusal, totalCents } from "./order.ts";

// Each stands for a system outside: a warehouse, a bank, a carrier. What it does is decided by the order's `simulate`
// alone, so that equal orders have equal fates; the waits make the run feel alive and are no part of the result.

/** The bank's word for money taken. */
export interface Receipt {
  readonly paymentKey: string;
  readonly cents: number;
  readonly currency: Currency;
  /** How many attempts it took. */
  readonly attempt: number;
}

/** A number from 0 to `below` − 1 that depends on the text alone. */
const drawn = (text: string, below: number): number =>
  [...text].reduce((hash, letter) => (hash * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003, 7) % below;

/** As long as a system outside takes to answer: 20 to 80 ms. Ends early, by an `AbortError`, if the work is canceled. */
const answerOf = (what: string): Promise<void> =>
  setTimeout(20 + drawn(what, 61), undefined, { signal: activityContext().signal });

/** Puts the quantity of an item aside for the order. */
export const reserveStock = activity({ name: "reserveStock" }, async (order: Order, item: Item): Promise<void> => {
  await answerOf(`${order.id} ${item.sku}`);
  if (order.simulate?.outOfStock === item.sku) {
    throw refusal("OUT_OF_STOCK", `${item.name} (${item.sku}) is sold out`);
  }
});

/** Gives back whatever is put aside for the order, and turns away what would be put aside for it later. */
export const releaseStock = activity({ name: "releaseStock", retry: 10 }, (order: Order) =>
  answerOf(`release ${order.id}`),
);

/** How risky the address looks: 0 to 50. */
export const scoreAddress = activity({ name: "scoreAddress", retry: 3 }, async (order: Order): Promise<number> => {
  await answerOf(`address ${order.id}`);
  return Math.floor((order.simulate?.riskScore ?? drawn(order.address.street, 40)) / 2);
});

/** How risky the customer's past looks: 0 to 50. */
export const scoreCustomer = activity({ name: "scoreCustomer", retry: 3 }, async (order: Order): Promise<number> => {
  await answerOf(`customer ${order.id}`);
  return Math.ceil((order.simulate?.riskScore ?? drawn(order.customer.email, 40)) / 2);
});

/** Tells a manager that an order waits for their word. */
export const askForApproval = activity({ name: "askForApproval", retry: 3 }, (order: Order) =>
  answerOf(`approval ${order.id}`),
);

/**
 * Takes the money. Charging twice under one payment key takes it once, so trying again is safe.
 *
 * A charge that is on its way cannot be called back: whoever cancels waits for its end, and refunds.
 */
export const charge = activity(
  {
    name: "charge",
    startToCloseTimeout: "30s",
    retry: {
      attempts: CHARGE_ATTEMPTS,
      on: ["FAILED", "TIMED_OUT"],
      never: ["CARD_DECLINED"],
      delay: "1s",
      backoff: 1,
    },
    cancellation: "wait",
  },
  async (order: Order, paymentKey: string): Promise<Receipt> => {
    await setTimeout(20 + drawn(order.id, 61));
    const { attempt } = activityContext();
    const { cardDeclined, cardFailures = 0 } = order.simulate ?? {};
    if (attempt <= cardFailures) {
      throw Object.assign(new Error("the card network does not answer"), { code: "CARD_NETWORK_DOWN" });
    }
    if (cardDeclined !== undefined) throw refusal("CARD_DECLINED", `the bank declined the card: ${cardDeclined}`);
    return { paymentKey, cents: totalCents(order), currency: order.currency, attempt };
  },
);

/** Gives the money back. */
export const refund = activity({ name: "refund", retry: 10 }, (receipt: Receipt) =>
  answerOf(`refund ${receipt.paymentKey}`),
);

/** Prints the invoice, as long as the order wants it. */
export const printInvoice = activity(
  { name: "printInvoice", retry: 3 },
  async (order: Order, receipt: Receipt): Promise<string> => {
    await answerOf(`invoice ${order.id}`);
    const letters = (order.documentKilobytes ?? 2) * 1000;
    const head = [
      `Invoice for order ${order.id}, paid ${money(receipt.cents, receipt.currency)} by ${order.customer.name}`,
      ...order.items.map(({ quantity, sku, name }) => `${String(quantity).padStart(5)} x ${sku} ${name}`),
      "",
    ].join("\n");
    const clauses: string[] = [];
    for (let at = head.length; at < letters; at += 80) {
      clauses.push(`${clauses.length + 1}. The goods remain ours until they are paid; order ${order.id}.`.padEnd(79));
    }
    return `${head}${clauses.join("\n")}`.slice(0, letters);
  },
);

/** Sends the invoice to the customer. */
export const sendInvoice = activity(
  { name: "sendInvoice", retry: 3 },
  async (email: string, invoice: string): Promise<{ readonly letters: number }> => {
    await answerOf(email);
    return { letters: invoice.length };
  },
);

const STAGES = ["picked", "packed", "labelled", "handed over"];

/**
 * Picks, packs and hands the parcel to the carrier; tells at every stage how far it is, and stops there if the order is
 * canceled. Only a lost packer is tried again: what the carrier refuses stays refused.
 */
export const ship = activity(
  {
    name: "ship",
    startToCloseTimeout: "2m",
    heartbeatTimeout: "10s",
    retry: { attempts: 3, on: ["TIMED_OUT"], delay: "1s" },
    cancellation: "wait",
  },
  async (order: Order): Promise<string> => {
    const { heartbeat, signal } = activityContext();
    const { carrierDown = false, undeliverable } = order.simulate ?? {};
    for (const stage of STAGES) {
      await answerOf(`${stage} ${order.id}`);
      await heartbeat({ stage });
      signal.throwIfAborted();
    }
    if (carrierDown) throw Object.assign(new Error("the carrier's systems are down"), { code: "CARRIER_DOWN" });
    if (undeliverable !== undefined) throw refusal("ADDRESS_UNKNOWN", `the carrier cannot deliver: ${undeliverable}`);
    return `SW${String(drawn(order.id, 1_000_000)).padStart(6, "0")}${order.address.country}`;
  },
);

/** All of them, for the worker. */
export const activities = [
  reserveStock,
  releaseStock,
  scoreAddress,
  scoreCustomer,
  askForApproval,
  charge,
  refund,
  printInvoice,
  sendInvoice,
  ship,
];

/** How many euro one unit of a currency is worth at the moment: a small read over the network. */
export async function readEuroRate(currency: Currency): Promise<number> {
  await setTimeout(10);
  return EURO_RATES[currency];
}
