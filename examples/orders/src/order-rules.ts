import type { Address, Customer, Item, Order, Simulation } from "./order.ts";
import { APPROVALS, CANCEL_STEPS, CHARGE_ATTEMPTS, CURRENCIES } from "./order.ts";
import type { Rule } from "./rules.ts";
import { fields, list, matching, oneOf, text, whole, yesOrNo } from "./rules.ts";

// The id becomes a workflow id, which may not be "arn", and the name of a file: both take these letters everywhere.
const ORDER_ID = matching(
  "a text of 1 to 64 letters, digits, dashes or underscores, beginning with a letter or digit",
  64,
  /^(?!arn$)[A-Za-z0-9][\w-]{0,63}$/,
);

const SKU = matching("a text of 1 to 40 letters, digits, dashes or dots", 40, /^[\w.-]{1,40}$/);

const ITEM = fields<Item>("an item", {
  sku: SKU,
  name: text(80),
  quantity: whole(1, 999),
  unitCents: whole(1, 10_000_000),
});

const CUSTOMER = fields<Customer>("a customer", {
  name: text(80),
  email: matching(
    'an e-mail address of at most 254 characters, such as "ann@example.com"',
    254,
    /^[^\s@]{1,64}@[^\s@]+\.[^\s@]{2,}$/,
  ),
});

const ADDRESS = fields<Address>("an address", {
  street: text(120),
  postalCode: text(12),
  city: text(80),
  country: matching('two capital letters, such as "DE"', 2, /^[A-Z]{2}$/),
});

// A card network that fails at every attempt would show nothing that `carrierDown` does not.
const CARD_FAILURES = whole(0, CHARGE_ATTEMPTS - 1, `, for a charge is tried ${CHARGE_ATTEMPTS} times`);

const SIMULATION = fields<Simulation>(
  "simulate",
  {
    outOfStock: SKU,
    riskScore: whole(0, 100),
    cardFailures: CARD_FAILURES,
    cardDeclined: text(120),
    approval: oneOf(APPROVALS),
    undeliverable: text(120),
    carrierDown: yesOrNo,
    customerCancels: oneOf(CANCEL_STEPS),
  },
  [
    "outOfStock",
    "riskScore",
    "cardFailures",
    "cardDeclined",
    "approval",
    "undeliverable",
    "carrierDown",
    "customerCancels",
  ],
);

/** What each field of an order must be. */
export const ORDER: Rule = fields<Order>(
  "an order",
  {
    id: ORDER_ID,
    customer: CUSTOMER,
    address: ADDRESS,
    currency: oneOf(CURRENCIES),
    items: list("items", ITEM, 1, 50),
    express: yesOrNo,
    documentKilobytes: whole(1, 2000),
    simulate: SIMULATION,
  },
  ["express", "documentKilobytes", "simulate"],
);
