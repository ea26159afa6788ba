import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { openEngine, virtualClock } from "@sweft/engine";
import type { OpenService } from "../src/cli.ts";
import { runCli } from "../src/cli.ts";
import type { Order } from "../src/order.ts";
import type { Shell } from "../src/shell.ts";
import { orderOf, simulated } from "./orders.ts";

let cwd = "";
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "sweft-cli-"));
});
afterEach(() => rmSync(cwd, { recursive: true }));

interface Ran {
  readonly code: number;
  readonly printed: readonly string[];
  readonly complaints: readonly string[];
  /** How often a service was opened. */
  readonly opened: number;
}

const open: OpenService = () => ({ ...openEngine({ seed: 1, clock: virtualClock() }), abortsSafely: true });

/** Runs the program as a user does who stands in a folder of their own. */
async function cli(args: readonly string[], more: Partial<Shell> & { readonly open?: OpenService } = {}): Promise<Ran> {
  const printed: string[] = [];
  const complaints: string[] = [];
  let opened = 0;
  const shell: Shell = {
    args,
    cwd,
    exampleFile: join(cwd, "example.json"),
    paint: (_colour, text) => text,
    now: () => new Date(2026, 0, 31, 9, 5, 7, 42),
    print: (line) => void printed.push(line),
    complain: (line) => void complaints.push(line),
    historyTool: undefined,
    columns: () => undefined,
    onEnd: () => () => {},
    ...more,
  };
  const counting: OpenService = () => {
    opened++;
    return (more.open ?? open)();
  };
  const code = await runCli(counting, shell);
  return { code, printed, complaints, opened };
}

const write = (name: string, orders: readonly unknown[]): void =>
  writeFileSync(join(cwd, name), JSON.stringify(orders));

const HISTORIES = "histories/2026-01-31T09-05-07.042";

describe("the program", () => {
  it("runs the example's orders if it is given none, and shows a table of outcomes and where the histories are", async () => {
    write("example.json", [orderOf({ id: "A-1" }), simulated("A-2", { cardDeclined: "no money" })]);
    const { code, printed, complaints } = await cli([]);
    expect(complaints).toEqual([]);
    expect(code).toBe(0);
    expect(printed[0]).toBe("example.json: 2 orders\n");
    expect(printed).toContain("09:05:07.042  A-1  charged 84.00 EUR");
    const table = printed.slice(printed.findIndex((line) => line.startsWith("ORDER")));
    expect(table).toEqual([
      "ORDER  CUSTOMER      AMOUNT  OUTCOME  WHY                TRIES  EVENTS  SECONDS  STORED",
      expect.stringMatching(/^A-1 {4}Ada Byron {2}84\.00 EUR {2}shipped {2}parcel SW\d{6}DE {6}1 {6}\d\d {6}0\.0$/),
      expect.stringMatching(/^A-2 {4}Ada Byron {2}84\.00 EUR {2}refused {2}CARD_DECLINED {10}1 {6}\d\d {6}0\.0$/),
      "",
      "2 orders in 0.0 s: 1 shipped, 1 refused",
      `Histories: ${HISTORIES}, one file per run, as \`aws swf get-workflow-execution-history\` prints it`,
      `Look at one: grep eventType ${HISTORIES}/A-1.json`,
    ]);
    expect(readdirSync(join(cwd, HISTORIES)).sort()).toEqual([
      "A-1.json",
      "A-1.screening.json",
      "A-2.json",
      "A-2.screening.json",
    ]);
  });

  it("runs the user's file from where the user stands, and says where large documents are", async () => {
    write("mine.json", [orderOf({ id: "M-1", documentKilobytes: 200 })]);
    const { code, printed } = await cli(["mine.json"]);
    expect(code).toBe(0);
    expect(printed.at(-1)).toBe(`Documents too large for a history: 406 kB, kept in ${HISTORIES}/documents`);
  });

  it("takes no more than 120 columns, however long the names", async () => {
    const customer = { name: "ﷺé🧑‍🚀".repeat(9), email: "a@example.com" };
    const order: Order = orderOf({
      id: "x".repeat(64),
      customer,
      documentKilobytes: 2000,
      simulate: { cardFailures: 1 },
    });
    const item = { sku: "BIG", name: "Big", quantity: 10, unitCents: 10_000_000 };
    write("mine.json", [{ ...order, items: [item], simulate: { approval: "given" } }, orderOf()]);
    const { printed } = await cli(["mine.json"]);
    const table = printed.slice(printed.findIndex((line) => line.startsWith("ORDER"))).slice(0, 3);
    const lengths = table.map((line) => [...new Intl.Segmenter().segment(line)].length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(120);
    expect(table[1]).toContain("1,000,000.00 EUR");
  });

  it("ends with code 1 if a run did not close", async () => {
    write("mine.json", [orderOf({ id: "A-1" })]);
    const refusing: OpenService = () => ({
      ...open(),
      startWorkflowExecution: async () => {
        throw Object.assign(new Error("no"), { name: "OperationNotPermittedFault", $fault: "client" });
      },
    });
    const { code, printed } = await cli(["mine.json"], { open: refusing });
    expect(code).toBe(1);
    expect(printed).toContain("1 order in 0.0 s: 1 open");
  });

  it("ends with code 1 and the reason if the service does not let it begin", async () => {
    write("mine.json", [orderOf()]);
    const refusing: OpenService = () => ({
      ...open(),
      describeDomain: async () => {
        throw Object.assign(new Error("you may not"), { name: "AccessDeniedException", $fault: "client" });
      },
    });
    const { code, complaints } = await cli(["mine.json"], { open: refusing });
    expect(code).toBe(1);
    expect(complaints).toEqual(["\nthe orders could not be run: AccessDeniedException: you may not"]);
  });

  it("closes gracefully when it is interrupted: with a table, histories and code 130", async () => {
    write("mine.json", [orderOf({ id: "A-1" })]);
    let interrupt = (): void => {};
    const onEnd: Shell["onEnd"] = (hear) => {
      interrupt = () => hear({ code: 130, notice: "closing" });
      return () => {};
    };
    const lines: string[] = [];
    const print = (line: string): void => {
      lines.push(line);
      if (line.includes("stock reserved")) interrupt();
    };
    const { code } = await cli(["mine.json"], { onEnd, print });
    expect(code).toBe(130);
    expect(lines).toContain("\nclosing");
    expect(lines).toContain("1 order in 0.0 s: 1 open");
    expect(readdirSync(join(cwd, HISTORIES))).toContain("A-1.json");
  });

  it.each([
    [{ code: 0 }, []],
    [{ code: 143, notice: "closing" }, []],
    [{ code: 1, complaint: "the output cannot be written: full" }, ["the output cannot be written: full"]],
  ])("ends as %j has it, by the first reason there is", async (end, told) => {
    write("mine.json", [orderOf()]);
    const onEnd: Shell["onEnd"] = (hear) => {
      hear(end);
      hear({ code: 99 });
      return () => {};
    };
    const { code, complaints } = await cli(["mine.json"], { onEnd });
    expect(code).toBe(end.code);
    expect(complaints).toEqual(told);
  });

  it.each([
    [120, " TRIES  EVENTS  SECONDS  STORED"],
    [87, " TRIES  EVENTS  SECONDS  STORED"],
    [80, " TRIES  EVENTS  SECONDS"],
    [75, " TRIES  EVENTS"],
    [68, " TRIES"],
    [10, " TRIES"],
  ])("fits its table into a terminal of %i characters, which ends with%s", async (room, ends) => {
    write("mine.json", [orderOf({ id: "A-1" })]);
    const { printed } = await cli(["mine.json"], { columns: () => room });
    const titles = printed.find((line) => line.startsWith("ORDER")) ?? "";
    expect(titles.endsWith(ends)).toBe(true);
  });

  it("says how to look at a history, from where the user stands", async () => {
    write("mine.json", [orderOf({ id: "A-1" })]);
    const { printed } = await cli(["mine.json"], { historyTool: join(cwd, "../some where/main.js") });
    expect(printed).toContain(`Look at one: node "../some where/main.js" history ${HISTORIES}/A-1.json`);
  });

  it("says how it is used", async () => {
    const { code, printed, opened } = await cli(["--help"]);
    expect([code, opened]).toEqual([0, 0]);
    expect(printed[0]).toContain("npm start -- my-orders.json");
  });
});

describe("what is wrong from the start starts nothing", () => {
  const nothing = (ran: Ran): void => {
    expect(ran.code).toBe(1);
    expect(ran.opened).toBe(0);
    expect(ran.printed).toEqual([]);
    expect(existsSync(join(cwd, "histories"))).toBe(false);
  };

  it("a wrong field, named with its order", async () => {
    write("mine.json", [orderOf({ id: "A-1" }), { ...orderOf({ id: "A-2" }), currency: "XXX" }]);
    const ran = await cli(["mine.json"]);
    nothing(ran);
    expect(ran.complaints).toEqual([
      'mine.json: order 2 ("A-2"): currency is "XXX"; write one of "EUR", "USD", "GBP", "CHF", "SEK"',
      "Nothing was started.",
    ]);
  });

  it("more wrong orders than are told of", async () => {
    write(
      "mine.json",
      Array.from({ length: 22 }, (_, i) => ({ ...orderOf({ id: `A-${i}` }), express: 1 })),
    );
    const ran = await cli(["mine.json"]);
    nothing(ran);
    expect(ran.complaints.slice(-2)).toEqual(["mine.json: … and 2 more orders are wrong", "Nothing was started."]);
  });

  it("a name of a file that is empty", async () => {
    const ran = await cli([""]);
    nothing(ran);
    expect(ran.complaints[0]).toContain("the name of the file is empty");
  });

  it("a file that is not there", async () => {
    const ran = await cli(["none.json"]);
    nothing(ran);
    expect(ran.complaints[0]).toContain("there is no such file");
  });

  it("an option that there is not", async () => {
    const ran = await cli(["--fast"]);
    nothing(ran);
    expect(ran.complaints[0]).toBe("there is no option --fast");
  });

  it("two files", async () => {
    const ran = await cli(["a.json", "b.json"]);
    nothing(ran);
    expect(ran.complaints[0]).toBe("one file at a time, not 2");
  });

  it("a folder that cannot be made", async () => {
    write("mine.json", [orderOf()]);
    writeFileSync(join(cwd, "histories"), "");
    const { code, opened, complaints } = await cli(["mine.json"]);
    expect([code, opened]).toEqual([1, 0]);
    expect(complaints).toEqual([expect.stringMatching(/^histories cannot be written: .*Nothing was started\.$/)]);
  });
});
