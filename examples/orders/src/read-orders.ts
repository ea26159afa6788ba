import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { findJsonMistake } from "./json-mistake.ts";
import type { Address, Customer, Item, Order, Simulation } from "./order.ts";
import { APPROVALS, CANCEL_STEPS, CURRENCIES, totalCents } from "./order.ts";
import type { Rule } from "./rules.ts";
import { fields, list, matching, oneOf, shown, text, whole, yesOrNo } from "./rules.ts";

/** The most orders of one file: more would hide in the progress lines what the example is to show. */
const MOST_ORDERS = 500;

/** The most that an order may cost, in cents. */
const MOST_CENTS = 100_000_000;

// The id becomes a workflow id, which may not be "arn", and the name of a file: both take these letters everywhere.
const ORDER_ID = matching(
  "1 to 64 letters, digits, dashes or underscores, beginning with a letter or digit",
  /^(?!arn$)[A-Za-z0-9][\w-]{0,63}$/,
);

const SKU = matching("1 to 40 letters, digits, dashes or dots", /^[\w.-]{1,40}$/);

const ITEM = fields<Item>("an item", {
  sku: SKU,
  name: text(80),
  quantity: whole(1, 999),
  unitCents: whole(1, 10_000_000),
});

const CUSTOMER = fields<Customer>("a customer", {
  name: text(80),
  email: matching("an e-mail address", /^[^\s@]{1,64}@[^\s@]+\.[^\s@]{2,}$/),
});

const ADDRESS = fields<Address>("an address", {
  street: text(120),
  postalCode: text(12),
  city: text(80),
  country: matching('two capital letters, such as "DE"', /^[A-Z]{2}$/),
});

const SIMULATION = fields<Simulation>(
  "simulate",
  {
    outOfStock: SKU,
    riskScore: whole(0, 100),
    cardFailures: whole(0, 9),
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

const ORDER: Rule = fields<Order>(
  "an order",
  {
    id: ORDER_ID,
    customer: CUSTOMER,
    address: ADDRESS,
    currency: oneOf(CURRENCIES),
    items: list(ITEM, 1, 50),
    express: yesOrNo,
    documentKilobytes: whole(1, 2000),
    simulate: SIMULATION,
  },
  ["express", "documentKilobytes", "simulate"],
);

/** What came of reading a file: its orders, or all that is wrong with it, each a line for people. */
export type Read = { readonly orders: readonly Order[] } | { readonly problems: readonly string[] };

/** Reads a file of orders. Never rejects for what the file is or holds. */
export async function readOrders(path: string): Promise<Read> {
  const name = basename(path);
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    return { problems: [`${path}: ${unreadable(error)}`] };
  }
  return parseOrders(bytes.toString("utf8"), name);
}

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file; name a JSON file with a list of orders",
  EISDIR: "that is a folder; name a JSON file with a list of orders",
  EACCES: "the file may not be read; check its permissions",
};

function unreadable(error: unknown): string {
  const { code = "", message } = error as { readonly code?: string; readonly message?: string };
  return UNREADABLE[code] ?? `the file cannot be read: ${message}`;
}

/**
 * Reads orders from a text and checks every field of them.
 *
 * @param json - A JSON list of orders.
 * @param name - The name of the file, for messages.
 */
export function parseOrders(json: string, name: string): Read {
  // Some editors begin a file with a byte order mark, which JSON does not know.
  const body = json.replace(/^\uFEFF/, "");
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    const mistake = findJsonMistake(body);
    if (mistake === undefined) return { problems: [`${name}: this is no JSON`] };
    const { line, column, found, wanted } = mistake;
    return { problems: [`${name}: line ${line}, column ${column}: here is ${found}, and JSON wants ${wanted}`] };
  }
  if (!Array.isArray(parsed)) {
    return { problems: [`${name}: the file holds ${shown(parsed)}; write a list of orders: [ { "id": …, … }, … ]`] };
  }
  if (parsed.length === 0) return { problems: [`${name}: the list of orders is empty; write at least one order`] };
  if (parsed.length > MOST_ORDERS) {
    return { problems: [`${name}: ${parsed.length} orders are too many for one run; write at most ${MOST_ORDERS}`] };
  }
  const problems = [
    ...parsed.flatMap((order, i) => problemsOf(order).map((problem) => ({ i, problem }))),
    ...doubles(parsed),
  ]
    .sort((a, b) => a.i - b.i)
    .map(({ i, problem }) => `${name}: ${labelOf(parsed[i], i)}: ${problem}`);
  return problems.length > 0 ? { problems } : { orders: parsed as Order[] };
}

const idOf = (order: unknown): unknown => (order as { readonly id?: unknown } | null)?.id;

function labelOf(order: unknown, i: number): string {
  const id = idOf(order);
  return `order ${i + 1}${typeof id === "string" && id !== "" ? ` (${shown(id)})` : ""}`;
}

function problemsOf(value: unknown): readonly string[] {
  const problems = ORDER.problems(value, "");
  if (problems.length > 0) return problems;
  // Every field has been checked.
  const order = value as Order;
  const cents = totalCents(order);
  const { outOfStock } = order.simulate ?? {};
  const skus = order.items.map(({ sku }) => sku);
  return [
    ...(cents > MOST_CENTS ? [`items cost ${cents} cents; write items of at most ${MOST_CENTS} cents in all`] : []),
    ...(outOfStock !== undefined && !skus.includes(outOfStock)
      ? [`simulate.outOfStock is ${shown(outOfStock)}; write a sku of this order: ${skus.join(", ")}`]
      : []),
  ];
}

/** Orders with the id of one before. Ids that differ by case alone would be one file on some systems. */
function doubles(orders: readonly unknown[]): readonly { readonly i: number; readonly problem: string }[] {
  const first = new Map<string, number>();
  return orders.flatMap((order, i) => {
    const id = idOf(order);
    if (typeof id !== "string") return [];
    const key = id.toLowerCase();
    const before = first.get(key);
    if (before === undefined) {
      first.set(key, i);
      return [];
    }
    return [{ i, problem: `id is ${shown(id)}, as that of order ${before + 1}; write an id of its own` }];
  });
}
