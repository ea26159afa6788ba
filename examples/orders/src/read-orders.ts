import { basename } from "node:path";
import { findDoubles } from "./json-doubles.ts";
import { findJsonMistake } from "./json-mistake.ts";
import type { Order } from "./order.ts";
import { APPROVAL_FROM_CENTS, EURO_RATES, totalCents } from "./order.ts";
import { ORDER } from "./order-rules.ts";
import { plain } from "./plain-text.ts";
import { readText } from "./read-text.ts";
import { cut, isRecord, shown } from "./rules.ts";

/** The most orders of one file: more would hide in the progress lines what the example is to show. */
const MOST_ORDERS = 500;

/** The most that an order may cost, in cents. */
const MOST_CENTS = 100_000_000;

/** How many wrong orders are told of, and how many problems of each. */
const MOST_WRONG = 20;
const MOST_PROBLEMS = 5;

/** What came of reading a file: its orders, or what is wrong with it, each a line for people. */
export type Read = { readonly orders: readonly Order[] } | { readonly problems: readonly string[] };

/** Reads a file of orders. Never rejects for what the file is or holds. */
export async function readOrders(path: string): Promise<Read> {
  const read = await readText(path);
  if ("text" in read) return parseOrders(read.text, basename(path));
  return { problems: [`${plain(path)}: ${read.problem}`] };
}

/**
 * Reads orders from a text and checks every field of them.
 *
 * @param json - A JSON list of orders.
 * @param file - The name of the file, for messages.
 */
export function parseOrders(json: string, file: string): Read {
  const name = plain(file);
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
  const wrong = wrongOrders(body, parsed, name);
  if (wrong.length === 0) return { orders: parsed as Order[] };
  const more = wrong.length - MOST_WRONG;
  return {
    problems: [
      ...wrong.slice(0, MOST_WRONG).flat(),
      ...(more > 0 ? [`${name}: … and ${more} more order${more === 1 ? " is" : "s are"} wrong`] : []),
    ],
  };
}

/** What there is to say of each wrong order, in lines. */
function wrongOrders(json: string, orders: readonly unknown[], name: string): readonly (readonly string[])[] {
  const takenIds = findTakenIds(orders);
  const doubles = new Map<number, string[]>(orders.map((_, i) => [i, []]));
  for (const { element, path } of findDoubles(json)) doubles.get(element)?.push(path);
  return orders.flatMap((order, i) => {
    const label = `${name}: ${labelOf(order, i)}`;
    if (!isRecord(order)) return [[`${label} is ${shown(order)}; write ${ORDER.wanted}`]];
    const taken = takenIds.get(i);
    const problems = [
      ...problemsOf(order),
      ...(doubles.get(i) ?? []).map((path) => `${plain(cut(path))} stands here twice; write it once`),
      ...(taken === undefined ? [] : [taken]),
    ];
    return problems.length === 0 ? [] : [linesOf(label, problems)];
  });
}

function linesOf(label: string, problems: readonly string[]): readonly string[] {
  const more = problems.length - MOST_PROBLEMS;
  return [
    ...problems.slice(0, MOST_PROBLEMS).map((problem) => `${label}: ${problem}`),
    ...(more > 0 ? [`${label}: … and ${more} more problem${more === 1 ? "" : "s"}`] : []),
  ];
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
  const skus = order.items.map(({ sku }) => sku);
  const { outOfStock, approval, customerCancels } = order.simulate ?? {};
  const isAsked = cents * EURO_RATES[order.currency] >= APPROVAL_FROM_CENTS;
  const from = `no manager is asked about an order below ${APPROVAL_FROM_CENTS / 100} EUR`;
  return [
    ...(cents > MOST_CENTS ? [`items cost ${cents} cents; write items of at most ${MOST_CENTS} cents in all`] : []),
    ...(outOfStock !== undefined && !skus.includes(outOfStock)
      ? [`simulate.outOfStock is ${shown(outOfStock)}; write a sku of this order: ${skus.join(", ")}`]
      : []),
    ...(approval !== undefined && !isAsked
      ? [`simulate.approval is ${shown(approval)}, but ${from}; leave it out, or write items that cost more`]
      : []),
    ...(customerCancels === "approval" && !isAsked
      ? [`simulate.customerCancels is "approval", but ${from}; write "reserved" or "shipping", or items that cost more`]
      : []),
  ];
}

/** What to say of orders with the id of one before. Ids that differ by case alone would be one file on some systems. */
function findTakenIds(orders: readonly unknown[]): ReadonlyMap<number, string> {
  const first = new Map<string, number>();
  const taken = new Map<number, string>();
  for (const [i, order] of orders.entries()) {
    const id = idOf(order);
    if (typeof id !== "string") continue;
    const before = first.get(id.toLowerCase());
    if (before === undefined) first.set(id.toLowerCase(), i);
    else taken.set(i, `id is ${shown(id)}, as that of order ${before + 1}; write an id of its own`);
  }
  return taken;
}
