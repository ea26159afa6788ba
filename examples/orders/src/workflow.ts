import type { Coroutine } from "@sweft/workflow";
import { all, cached, log, marker, now, race, signal, start, timer, uuid, workflow } from "@sweft/workflow";
import type { Receipt } from "./activities.ts";
import {
  askForApproval,
  charge,
  printInvoice,
  readEuroRate,
  refund,
  releaseStock,
  reserveStock,
  scoreAddress,
  scoreCustomer,
  sendInvoice,
  ship,
} from "./activities.ts";
import type { Order, Outcome } from "./order.ts";
import { APPROVAL_FROM_CENTS, money, refusal, refusalOf, totalCents } from "./order.ts";

/** How long a manager may take. In a shop it would be `"2 days"`: the waiting costs nothing. */
const APPROVAL_WITHIN = "3s";

/** From this risk on, of 100, an order is refused. */
const RISK_LIMIT = 80;

/** A manager's word about a large order. */
export const approval = signal<{ readonly approved: boolean; readonly by: string }>("approval");

/** Screens an order for fraud: a workflow of its own, with its own history. Gives the risk, 0 to 100. */
export const screening = workflow({ name: "screening" }, function* (order: Order): Coroutine<number> {
  const { address, customer } = yield* all({ address: scoreAddress(order), customer: scoreCustomer(order) });
  const risk = address + customer;
  if (risk >= RISK_LIMIT) throw refusal("FRAUD_SUSPECTED", `the risk is ${risk} of 100`);
  return risk;
});

/**
 * Brings one order from the shop to the carrier. Whatever ends it early, a refusal, a failure or the customer's
 * cancellation, what was done is undone first, the last thing first.
 */
export const order = workflow(
  { name: "order", description: "Brings one order from the shop to the carrier.", executionStartToCloseTimeout: "1h" },
  function* (order: Order): Coroutine<Outcome> {
    const undo: (() => Coroutine<void>)[] = [];
    const receivedAt = yield* now();
    let receipt: Receipt | undefined;
    try {
      const amount = money(totalCents(order), order.currency);
      yield* log(`received: ${amount} from ${order.customer.name}`, { step: "received" });

      undo.push(() => giveStockBack(order));
      const { risk } = yield* all({
        stock: all(order.items.map((item) => reserveStock(order, item))),
        risk: screening.with({ workflowId: `${order.id}.screening` })(order),
      });
      yield* log(`stock reserved, risk ${risk} of 100`, { step: "reserved" });

      if (yield* isLarge(order)) yield* approved(order);

      // One key for all attempts: the bank takes the money once, however often it is asked.
      receipt = yield* charge(order, yield* uuid());
      const { attempt } = receipt;
      undo.push(() => giveMoneyBack(receipt as Receipt));
      yield* log(`charged ${amount}${attempt > 1 ? ` at attempt ${attempt}` : ""}`, { step: "charged" });

      // The invoice is printed while the parcel is packed.
      const invoice = yield* start(printInvoice(order, receipt));
      yield* log(`ready to pack${order.express ? ", express" : ""}`, { step: "shipping" });
      const shipping = order.express ? ship.with({ taskPriority: 10, startToCloseTimeout: "30s" }) : ship;
      const trackingNumber = yield* shipping(order);
      // What has left the house is not undone.
      undo.length = 0;
      yield* log(`parcel ${trackingNumber} is with the carrier`, { step: "shipped" });

      const { letters } = yield* sendInvoice(order.customer.email, yield* invoice);
      yield* log(`invoice of ${Math.ceil(letters / 1000)} kB sent to ${order.customer.email}`, { step: "invoiced" });
      return { status: "shipped", trackingNumber };
    } catch (error) {
      const refused = refusalOf(error);
      yield* log(`undoing: ${refused?.reason ?? whyOf(error)}`, { step: "undoing" });
      yield* undoAll(undo.reverse());
      // A cancellation, or a failure that no customer could be told: the run ends by it.
      if (refused === undefined) throw error;
      return { status: receipt === undefined ? "refused" : "refunded", ...refused };
    } finally {
      const milliseconds = (yield* now()).getTime() - receivedAt.getTime();
      yield* marker("order closed", { milliseconds });
    }
  },
);

function* isLarge(order: Order): Coroutine<boolean> {
  const { currency } = order;
  const rate = currency === "EUR" ? 1 : yield* cached(`${currency} in EUR`, () => readEuroRate(currency));
  return totalCents(order) * rate >= APPROVAL_FROM_CENTS;
}

function* approved(order: Order): Coroutine<void> {
  yield* askForApproval(order);
  yield* log("waits for a manager's approval", { step: "approval" });
  const first = yield* race({ answer: approval.receive(), late: timer(APPROVAL_WITHIN) });
  if (first.winner === "late") throw refusal("LATE_APPROVAL", `no manager answered within ${APPROVAL_WITHIN}`);
  const { approved: isApproved, by } = first.value;
  if (!isApproved) throw refusal("APPROVAL_DENIED", `${by} said no`);
  yield* log(`approved by ${by}`, { step: "approved" });
}

const whyOf = (error: unknown): string => {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  return code === "CANCELED" ? "the order is cancelled" : String(message);
};

/** One step that fails keeps none of the others from being done. */
function* undoAll(steps: readonly (() => Coroutine<void>)[]): Coroutine<void> {
  const failures: unknown[] = [];
  for (const step of steps) {
    try {
      yield* step();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

function* giveStockBack(order: Order): Coroutine<void> {
  yield* releaseStock(order);
  yield* log("stock released", { step: "released" });
}

function* giveMoneyBack(receipt: Receipt): Coroutine<void> {
  yield* refund(receipt);
  yield* log(`refunded ${money(receipt.cents, receipt.currency)}`, { step: "refunded" });
}
