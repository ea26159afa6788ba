import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
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
      "items[0].name is missing; write a text of 1 to 80 characters on one line, without control characters",
    ],
    [
      "no items",
      { items: [] },
      "items is an empty list; write a list of 1 to 50 items, each an object with sku, name, quantity, unitCents",
    ],
    ["a currency", { currency: "JPY" }, 'currency is "JPY"; write one of "EUR", "USD", "GBP", "CHF", "SEK"'],
    [
      "an e-mail address",
      { customer: { name: "Ann", email: "ann" } },
      'customer.email is "ann"; write an e-mail address of at most 254 characters, such as "ann@example.com"',
    ],
    [
      "a country",
      { address: { ...orderOf().address, country: "Germany" } },
      'address.country is "Germany"; write two capital letters, such as "DE"',
    ],
    ["a customer that is none", { customer: "Ann" }, 'customer is "Ann"; write an object with name, email'],
    ["null", { customer: null }, "customer is null; write an object with name, email"],
    [
      "a simulation that is none",
      { simulate: 1 },
      "simulate is 1; write an object with any of outOfStock, riskScore, cardFailures, cardDeclined, approval, undeliverable, carrierDown, customerCancels",
    ],
    [
      "a missing id",
      { id: undefined },
      /^o\.json: order 2: id is missing; write a text of 1 to 64 letters, digits, dashes or underscores, /,
    ],
    [
      "a card network that never works",
      { simulate: { cardFailures: 5 } },
      "simulate.cardFailures is 5; write a whole number from 0 to 4, for a charge is tried 5 times",
    ],
    [
      "a customer who cancels at a step that it does not come to",
      { simulate: { customerCancels: "approval" } },
      'simulate.customerCancels is "approval", but no manager is asked about an order below 2000 EUR; write "reserved" or "shipping", or items that cost more',
    ],
    [
      "a manager's answer that nobody asks for",
      { simulate: { approval: "denied" } },
      'simulate.approval is "denied", but no manager is asked about an order below 2000 EUR; leave it out, or write items that cost more',
    ],
    [
      "a terminal's escape in a field's name",
      { "\u001b[31m\u009b": 1 },
      /: \\u001b\[31m\\u009b is no field of an order; /,
    ],
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
      /^.*simulate\.cardFails is no field of simulate; its fields are outOfStock, /,
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
    expect(problemsOf(order)).toEqual([typeof problem === "string" ? label + problem : expect.stringMatching(problem)]);
  });

  it.each([["arn"], ["a/b"], ["a:b"], [".."], ["-a"], ["a b"], ["x".repeat(65)], [""]])(
    "may not be called %j, which is no workflow id or no name of a file",
    (id) => {
      expect(problemsOf(orderOf({ id }))).toEqual([
        expect.stringContaining("write a text of 1 to 64 letters, digits, dashes or underscores"),
      ]);
    },
  );

  it("without an id is named by its place", () => {
    expect(problemsOf({ ...orderOf(), id: 7 })).toEqual([expect.stringMatching(/^o\.json: order 2: id is 7; write /)]);
  });

  it.each([[null], [7], ["x"], [[]]])("that is %j is no order", (order) => {
    expect(problemsOf(order)).toEqual([
      expect.stringMatching(/^o\.json: order 2 is .*; write an object with id, .*, and if need be express, /),
    ]);
  });

  // A colour, a new line, a turn of the direction of writing, a C1 control, half a letter.
  const unfit = ["\u001b[31mred", "a\nb", "a\u2028b", "a\u202eb", "a\u2066b", "a\u009b31m", "a\u0000", "\ud83d"];
  const withText = (put: string): readonly (readonly [string, object])[] => [
    ["customer.name", { customer: { name: put, email: "a@b.de" } }],
    ["customer.email", { customer: { name: "Ann", email: `${put}@example.com` } }],
    ["address.street", { address: { ...orderOf().address, street: put } }],
    ["items[0].name", { items: [{ ...item, name: put }] }],
    ["simulate.undeliverable", { simulate: { undeliverable: put } }],
  ];
  it.each(unfit.map((put) => [put]))("that would bring %j to a terminal is refused, and so is not shown", (put) => {
    for (const [field, wrong] of withText(put)) {
      const problems = problemsOf({ ...orderOf({ id: "A-2" }), ...wrong });
      expect(problems).toEqual([expect.stringContaining(`: ${field} is "`)]);
      expect(problems[0]).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
    }
  });

  it.each([[".".repeat(200_000)], [`a@${".".repeat(200_000)}`], [`a@${"b.".repeat(130)}`]])(
    "with an endless e-mail address is refused for its length before its form is looked at",
    (email) => {
      expect(problemsOf(orderOf({ id: "A-2", customer: { name: "Ann", email } }))).toEqual([
        expect.stringContaining("write an e-mail address of at most 254 characters"),
      ]);
    },
  );

  it("with a field that stands twice is named with the field, wherever that is", () => {
    const twice = JSON.stringify([orderOf({ id: "A-1" }), orderOf({ id: "A-2" })])
      .replace('"id":"A-2"', '"id":"A-1","\\u0069d":"A-2"')
      .replace(/"sku":"CUP-006"(?=.*A-2)/, '"sku":"X-1", "sku" : "CUP-006"');
    const read = parseOrders(twice, "o.json");
    expect(read).toEqual({
      problems: [
        'o.json: order 1 ("A-1"): items[0].sku stands here twice; write it once',
        'o.json: order 2 ("A-2"): id stands here twice; write it once',
      ],
    });
  });

  it("with thousands of wrong fields is told in a few lines", () => {
    const fields = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`f${i}`, i]));
    const problems = problemsOf({ ...orderOf({ id: "A-2" }), ...fields, express: 1, currency: "JPY" });
    expect(problems).toHaveLength(6);
    expect(problems.at(-1)).toBe('o.json: order 2 ("A-2"): … and 3 more problems');
  });

  it("of many is named too, whatever another has: twenty orders are told of, the rest counted", () => {
    const many = Array.from({ length: 30 }, (_, i) => ({ id: `A-${i}` }));
    const read = parseOrders(JSON.stringify(many), "o.json");
    const problems = "problems" in read ? read.problems : [];
    for (let i = 1; i <= 20; i++) expect(problems.join("\n")).toContain(`o.json: order ${i} (`);
    expect(problems).toHaveLength(20 * 4 + 1);
    expect(problems.at(-1)).toBe("o.json: … and 10 more orders are wrong");
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

  it("whose path leads through another file is said so", async () => {
    writeFileSync(join(folder, "leaf.json"), "[]");
    expect(await problemIn("leaf.json/y")).toEqual([
      `${join(folder, "leaf.json/y")}: a part of this path is a file, not a folder; name a JSON file with a list of orders`,
    ]);
  });

  it("that is larger than a list of orders can be is not read to its end", async () => {
    writeFileSync(join(folder, "huge.json"), "");
    truncateSync(join(folder, "huge.json"), 600_000_000);
    expect(await problemIn("huge.json")).toEqual([
      expect.stringContaining("huge.json: the file is larger than 16 MB;"),
    ]);
  });

  it("with a text of many megabytes is searched for its mistake all the same", async () => {
    const content = `[{"id":"${"x".repeat(15_000_000)}",}]`;
    expect(await problemIn("long.json", content)).toEqual([
      "long.json: line 1, column 15000011: here is }, and JSON wants the name of a field, in double quotes",
    ]);
  });

  it("of millions of brackets overflows nothing", async () => {
    const brackets = 2_000_000;
    expect(await problemIn("deep.json", `[${"[".repeat(brackets)}${"]".repeat(brackets)}]`)).toEqual([
      expect.stringContaining("deep.json: order 1 is a list; write an object with id, "),
    ]);
  });

  it.each([
    ["latin1.json", Buffer.from('[\n{ "id": "M\xfcller" }]', "latin1"), "line 2: here are bytes that are no UTF-8"],
    ["cut.json", Buffer.from("[]\n\xe2\x82", "latin1"), "line 2: here are bytes that are no UTF-8"],
    ["utf16le.json", Buffer.from("\uFEFF[]", "utf16le"), "the file is UTF-16"],
    ["utf16be.json", Buffer.from("\uFEFF[]", "utf16le").swap16(), "the file is UTF-16"],
    ["unmarked.json", Buffer.from("[]", "utf16le"), "the file is UTF-16"],
  ])("%s, in no UTF-8, is refused and its letters are not guessed", async (name, content, problem) => {
    writeFileSync(join(folder, name), content);
    expect(await problemIn(name)).toEqual([expect.stringContaining(`${name}: ${problem}; save `)]);
  });

  it("in UTF-8 may begin with a byte order mark", async () => {
    expect(await problemIn("marked.json", `\uFEFF${JSON.stringify([orderOf()])}`)).toEqual([orderOf()]);
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
