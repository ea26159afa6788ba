import { describe, expect, it } from "@jest/globals";
import type { Stepper } from "@sweft/testing";
import { step } from "@sweft/testing";
import { timer } from "@sweft/workflow";
import type { Receipt } from "../src/activities.ts";
import {
  askForApproval,
  charge,
  printInvoice,
  refund,
  releaseStock,
  reserveStock,
  scoreAddress,
  scoreCustomer,
  sendInvoice,
  ship,
} from "../src/activities.ts";
import type { Order, Outcome } from "../src/order.ts";
import { refusal, totalCents } from "../src/order.ts";
import { approval, order, screening } from "../src/workflow.ts";
import { largeOrder, orderOf } from "./orders.ts";

const receiptOf = (order: Order, attempt = 1): Receipt => ({
  paymentKey: "key",
  cents: totalCents(order),
  currency: order.currency,
  attempt,
});

/** Commands that are open, as `name` or as their type. */
const namesOf = (run: Stepper<unknown>): readonly string[] =>
  run.open.map((command) => {
    const { activity, workflow, type } = command as {
      activity?: { name: string };
      workflow?: { name: string };
      type: string;
    };
    return activity?.name ?? workflow?.name ?? type;
  });

/** A run whose stock is reserved and whose screening has ended well. */
function reserved(given: Order): Stepper<Outcome> {
  const run = step(order, given);
  for (const _item of given.items) run.complete(reserveStock);
  return run.complete(screening, 12);
}

/** A run that is charged and packs. */
const packing = (given: Order): Stepper<Outcome> => reserved(given).complete(charge, receiptOf(given));

const messages = (run: Stepper<unknown>): readonly string[] => run.log.map(({ message }) => message);

describe("an order", () => {
  it("reserves all its items and screens for fraud at once", () => {
    const given = largeOrder();
    const run = step(order, given);
    expect(run.open).toEqual([
      screening.with({ workflowId: "T-1.screening" })(given),
      ...given.items.map((item) => reserveStock(given, item)),
    ]);
  });

  it("is charged, packed while its invoice is printed, and shipped", () => {
    const given = orderOf();
    const run = reserved(given);
    expect(namesOf(run)).toEqual(["charge"]);
    run.complete(charge, receiptOf(given));
    expect(run.open).toEqual([printInvoice(given, receiptOf(given)), ship(given)]);
    run.complete(ship, "SW1DE");
    run.complete(printInvoice, "the invoice");
    expect(run.open).toEqual([sendInvoice("ada@example.com", "the invoice")]);
    run.complete(sendInvoice, { letters: 11 });
    expect(run.status).toBe("completed");
    expect(run.result).toEqual({ status: "shipped", trackingNumber: "SW1DE" });
    expect(messages(run)).toEqual([
      "received: 84.00 EUR from Ada Byron",
      "stock reserved, risk 12 of 100",
      "charged 84.00 EUR",
      "ready to pack",
      "parcel SW1DE is with the carrier",
      "invoice of 1 kB sent to ada@example.com",
    ]);
  });

  it("goes by express with a priority of its own", () => {
    const given = orderOf({ express: true });
    const run = packing(given);
    expect(run.open[1]).toEqual(ship.with({ taskPriority: 10, startToCloseTimeout: "30s" })(given));
  });

  it("leaves a marker that says how long it took", () => {
    const run = packing(orderOf()).advance(5000).complete(ship, "SW1DE");
    run.complete(printInvoice, "").complete(sendInvoice, { letters: 0 });
    const markers = run.history.events.flatMap(
      (event) =>
        (event as { markerRecordedEventAttributes?: { markerName: string } }).markerRecordedEventAttributes ?? [],
    );
    expect(markers.map(({ markerName }) => markerName)).toContain("order closed");
  });
});

describe("an order whose card network fails", () => {
  it("is charged again after a second, with the same payment key", () => {
    const given = orderOf();
    const run = reserved(given);
    const [first] = run.open;
    run.fail(charge, Object.assign(new Error("down"), { code: "CARD_NETWORK_DOWN" }));
    expect(run.open).toEqual([{ type: "StartTimer", seconds: 1 }]);
    run.fire();
    expect(run.open).toEqual([first]);
    run.timeOut(charge).fire().complete(charge, receiptOf(given, 3));
    expect(messages(run)).toContain("charged 84.00 EUR at attempt 3");
  });

  it("fails, with its stock given back, when the network never works", () => {
    const run = reserved(orderOf());
    for (let attempt = 1; attempt <= 5; attempt++) {
      if (attempt > 1) run.fire();
      run.fail(charge, Object.assign(new Error("down"), { code: "CARD_NETWORK_DOWN" }));
    }
    expect(namesOf(run)).toEqual(["releaseStock"]);
    run.complete(releaseStock);
    expect(run.status).toBe("failed");
    expect(run.error).toMatchObject({ code: "ACTIVITY_FAILED", cause: { code: "CARD_NETWORK_DOWN" } });
  });
});

describe("an order that is refused", () => {
  it("for a declined card is not tried again, and its stock is given back", () => {
    const run = reserved(orderOf()).fail(charge, refusal("CARD_DECLINED", "no money"));
    expect(namesOf(run)).toEqual(["releaseStock"]);
    run.complete(releaseStock);
    expect(run.result).toEqual({ status: "refused", code: "CARD_DECLINED", reason: "no money" });
  });

  it("for an item out of stock has the other reservations and the screening canceled", () => {
    const run = step(order, largeOrder());
    run.begin(screening).fail("1.1.2", refusal("OUT_OF_STOCK", "sold out"));
    expect(namesOf(run)).toEqual(["releaseStock"]);
    const canceled = run.history.events.map(({ eventType }) => eventType);
    expect(canceled).toContain("ActivityTaskCanceled");
    expect(canceled).toContain("RequestCancelExternalWorkflowExecutionInitiated");
    run.complete(releaseStock);
    expect(run.result).toMatchObject({ status: "refused", code: "OUT_OF_STOCK" });
  });

  it("for its risk tells so through its child workflow", () => {
    const run = step(order, orderOf()).complete(reserveStock);
    run.fail(screening, refusal("FRAUD_SUSPECTED", "the risk is 93 of 100")).complete(releaseStock);
    expect(run.result).toEqual({ status: "refused", code: "FRAUD_SUSPECTED", reason: "the risk is 93 of 100" });
  });

  it("by the carrier gets its money back, then its stock, the last thing first", () => {
    const given = orderOf();
    const run = packing(given).fail(ship, refusal("ADDRESS_UNKNOWN", "no such street"));
    expect(run.open.slice(-1)).toEqual([refund(receiptOf(given))]);
    run.complete(refund);
    expect(namesOf(run).slice(-1)).toEqual(["releaseStock"]);
    run.complete(releaseStock);
    expect(run.result).toEqual({ status: "refunded", code: "ADDRESS_UNKNOWN", reason: "no such street" });
  });
});

describe("a large order", () => {
  const waiting = (): Stepper<Outcome> => reserved(largeOrder()).complete(askForApproval);

  it("waits for a manager, and for no longer than they may take", () => {
    const run = waiting();
    expect(run.open).toEqual([approval.receive(), timer("3s")].map((command) => ({ ...command })));
  });

  it("goes on once it is approved", () => {
    const run = waiting().signal(approval, { approved: true, by: "Kim" });
    expect(namesOf(run)).toEqual(["charge"]);
    expect(messages(run)).toContain("approved by Kim");
  });

  it("is refused if the manager says no", () => {
    const run = waiting().signal(approval, { approved: false, by: "Kim" }).complete(releaseStock);
    expect(run.result).toEqual({ status: "refused", code: "APPROVAL_DENIED", reason: "Kim said no" });
  });

  it("is refused if the manager is late, and a word that comes after changes nothing", () => {
    const run = waiting().fire().signal(approval, { approved: true, by: "Kim" }).complete(releaseStock);
    expect(run.result).toEqual({
      status: "refused",
      code: "LATE_APPROVAL",
      reason: "no manager answered within 3s",
    });
  });

  it("in another currency is large by what it is worth in euro", () => {
    const given = largeOrder({ currency: "SEK" });
    const run = step.with({ cached: { "SEK in EUR": 0.088 } })(order, given);
    run.complete(reserveStock).complete(reserveStock).complete(screening, 1);
    expect(namesOf(run)).toEqual(["charge"]);
  });
});

describe("an order that its customer cancels", () => {
  it("while it waits for approval gives its stock back and ends as canceled", () => {
    const run = reserved(largeOrder()).complete(askForApproval).cancel();
    expect(namesOf(run)).toEqual(["releaseStock"]);
    run.complete(releaseStock);
    expect(run.status).toBe("canceled");
  });

  it("while it is packed waits for the packer to stop, then refunds", () => {
    const run = packing(orderOf()).begin(ship).cancel();
    expect(namesOf(run)).toContain("ship");
    run.cancelActivity(ship);
    expect(namesOf(run)).toContain("refund");
    run.complete(refund).complete(releaseStock);
    expect(run.status).toBe("canceled");
  });

  it("while it is charged waits for the charge, which cannot be called back, and refunds it", () => {
    const given = orderOf();
    const run = reserved(given).begin(charge).cancel().complete(charge, receiptOf(given));
    expect(namesOf(run)).toContain("refund");
    run.complete(refund).complete(releaseStock);
    expect(run.status).toBe("canceled");
  });

  it("after it has left the house keeps what was done", () => {
    const run = packing(orderOf()).complete(ship, "SW1DE").complete(printInvoice, "").cancel();
    expect(run.status).toBe("canceled");
    expect(messages(run).slice(-1)).toEqual(["undoing: the order is cancelled"]);
  });
});

describe("undoing", () => {
  it("goes on with the next thing when one cannot be undone, and the run fails by that", () => {
    const run = packing(orderOf()).fail(ship, refusal("ADDRESS_UNKNOWN", "no such street"));
    for (let attempt = 1; attempt <= 10; attempt++) {
      if (attempt > 1) run.fire();
      run.fail(refund, new Error("the bank is closed"));
    }
    run.complete(releaseStock);
    expect(run.status).toBe("failed");
    expect(run.error).toMatchObject({ cause: { message: "the bank is closed" } });
  });
});

describe("the screening", () => {
  it("adds up two scores, asked for at once", () => {
    const given = orderOf();
    const run = step(screening, given);
    expect(run.open).toEqual([scoreAddress(given), scoreCustomer(given)]);
    expect(run.complete(scoreCustomer, 20).complete(scoreAddress, 11).result).toBe(31);
  });

  it("refuses from a risk of 80 on", () => {
    const run = step(screening, orderOf()).complete(scoreAddress, 40).complete(scoreCustomer, 40);
    expect(run.status).toBe("failed");
    expect(run.error).toMatchObject({ code: "FRAUD_SUSPECTED", message: "the risk is 80 of 100" });
  });
});
