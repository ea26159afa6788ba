import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { parseOrders, readOrders } from "../src/read-orders.ts";
import { orderOf } from "./orders.ts";

const folder = mkdtempSync(join(tmpdir(), "sweft-orders-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The problems of a list that holds one good order, then the one given. */
function problemsOf(order: unknown): readonly string[] {
  const read = parseOrders(JSON.stringify([orderOf({ id: "A-1" }), order]), "o.json");
  return "problems" in read ? read.problems : [];
}

const item = { sku: "CUP-006", name: "Cups", quantity: 1, unitCents: 100 };

describe("orders", () => {
  it("that are right come as they stand in the file", () => {
    const order = orderOf({ express: true, documentKilobytes: 200, simulate: { cardFailures: 2 } });
    expect(parseOrders(JSON.stringify([order]), "o.json")).toEqual({ orders: [order] });
  });

  it("may follow a byte order mark", () => {
    expect(parseOrders(`\uFEFF${JSON.stringify([orderOf()])}`, "o.json")).toEqual({ orders: [orderOf()] });
  });

  it("of the example are right, and each step of the workflow is met by one of them", async () => {
    const read = await readOrders(join(__dirname, "../orders.json"));
    const orders = "orders" in read ? read.orders : [];
    expect(read).not.toHaveProperty("problems");
    expect(orders).toHaveLength(20);
    const simulated = new Set(orders.flatMap(({ simulate = {} }) => Object.keys(simulate)));
    expect([...simulated].sort()).toEqual([
      "approval",
      "cardDeclined",
      "cardFailures",
      "carrierDown",
      "customerCancels",
      "outOfStock",
      "riskScore",
      "undeliverable",
    ]);
    expect(orders.some(({ documentKilobytes = 0 }) => documentKilobytes >= 200)).toBe(true);
  });
});

describe("a wrong order", () => {
  it.each([
    [
      "a quantity",
      { items: [item, { ...item, quantity: -2 }] },
      "items[1].quantity is -2; write a whole number from 1 to 999",
    ],
    [
      "a price",
      { items: [{ ...item, unitCents: 1.5 }] },
      "items[0].unitCents is 1.5; write a whole number from 1 to 10000000",
    ],
    [
      "a text where a number belongs",
      { items: [{ ...item, quantity: "2" }] },
      'items[0].quantity is "2"; write a whole number from 1 to 999',
    ],
    [
      "a missing field",
      { items: [{ ...item, name: undefined }] },
      "items[0].name is missing; write a text of 1 to 80 characters on one line",
    ],
    [
      "no items",
      { items: [] },
      "items is an empty list; write a list of 1 to 50 of an item: an object with sku, name, quantity, unitCents",
    ],
    ["a currency", { currency: "JPY" }, 'currency is "JPY"; write one of "EUR", "USD", "GBP", "CHF", "SEK"'],
    [
      "an e-mail address",
      { customer: { name: "Ann", email: "ann" } },
      'customer.email is "ann"; write an e-mail address',
    ],
    [
      "a country",
      { address: { ...orderOf().address, country: "Germany" } },
      'address.country is "Germany"; write two capital letters, such as "DE"',
    ],
    ["a customer that is none", { customer: "Ann" }, 'customer is "Ann"; write a customer: an object with name, email'],
    ["null", { customer: null }, "customer is null; write a customer: an object with name, email"],
    ["a flag", { express: "yes" }, 'express is "yes"; write true or false'],
    ["a document", { documentKilobytes: 5000 }, "documentKilobytes is 5000; write a whole number from 1 to 2000"],
    [
      "a misspelt field",
      { expres: true },
      "expres is no field of an order; its fields are id, customer, address, currency, items, express, documentKilobytes, simulate",
    ],
    [
      "a misspelt inner field",
      { simulate: { cardFails: 1 } },
      expect.stringMatching(/^.*simulate\.cardFails is no field of simulate; its fields are outOfStock, /),
    ],
    [
      "an item that is not in it",
      { simulate: { outOfStock: "X-1" } },
      'simulate.outOfStock is "X-1"; write a sku of this order: CUP-006',
    ],
    ["an id of another", { id: "a-1" }, 'id is "a-1", as that of order 1; write an id of its own'],
    [
      "too much to pay",
      { items: Array(20).fill({ ...item, quantity: 999, unitCents: 10_000_000 }) },
      "items cost 199800000000 cents; write items of at most 100000000 cents in all",
    ],
  ])("with %s is named, with the field and what to write instead", (_what, wrong, problem) => {
    const order = { ...orderOf({ id: "A-2" }), ...wrong };
    const label = `o.json: order 2 (${JSON.stringify(order.id)}): `;
    expect(problemsOf(order)).toEqual([typeof problem === "string" ? label + problem : problem]);
  });

  it.each([["arn"], ["a/b"], ["a:b"], [".."], ["-a"], ["a b"], ["x".repeat(65)], [""]])(
    "may not be called %j, which is no workflow id or no name of a file",
    (id) => {
      expect(problemsOf(orderOf({ id }))).toEqual([
        expect.stringContaining("write 1 to 64 letters, digits, dashes or underscores"),
      ]);
    },
  );

  it("without an id is named by its place", () => {
    expect(problemsOf({ ...orderOf(), id: 7 })).toEqual([expect.stringMatching(/^o\.json: order 2: id is 7; write /)]);
  });

  it.each([[null], [7], ["x"], [[]]])("that is %j is no order", (order) => {
    expect(problemsOf(order)).toEqual([
      expect.stringMatching(/^o\.json: order 2: it is .*; write an order: an object with id, /),
    ]);
  });

  it("has all its problems told", () => {
    expect(problemsOf({ id: "A-2" })).toHaveLength(4);
  });
});

describe("a file", () => {
  const problemIn = async (name: string, content?: string): Promise<unknown> => {
    if (content !== undefined) writeFileSync(join(folder, name), content);
    const read = await readOrders(join(folder, name));
    return "problems" in read ? read.problems : read.orders;
  };

  it("that is not there is said so", async () => {
    expect(await problemIn("none.json")).toEqual([
      `${join(folder, "none.json")}: there is no such file; name a JSON file with a list of orders`,
    ]);
  });

  it("that is a folder is said so", async () => {
    expect(await problemIn("")).toEqual([expect.stringContaining("that is a folder; name a JSON file")]);
  });

  it.each([
    ["bad.json", '[\n  { "id": }\n]', "bad.json: line 2, column 11: here is }, and JSON wants a value"],
    ["blank.json", "", "blank.json: line 1, column 1: here is the end of the file, and JSON wants a value"],
    ["object.json", "{}", 'object.json: the file holds an object; write a list of orders: [ { "id": …, … }, … ]'],
    ["none.json", "[]", "none.json: the list of orders is empty; write at least one order"],
    [
      "many.json",
      JSON.stringify(Array(501).fill(0)),
      "many.json: 501 orders are too many for one run; write at most 500",
    ],
  ])("%s is refused with the reason", async (name, content, problem) => {
    expect(await problemIn(name, content)).toEqual([problem]);
  });
});
