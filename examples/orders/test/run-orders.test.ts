import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RespondDecisionTaskCompletedInput } from "@aws-sdk/client-swf";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { openEngine, virtualClock } from "@sweft/engine";
import { fileStore, openPayloads } from "@sweft/payload";
import type { SwfApi } from "@sweft/worker";
import { replay } from "@sweft/workflow";
import type { Report } from "../src/report.ts";
import { references } from "../src/report.ts";
import { runOrders } from "../src/run-orders.ts";
import { order, screening } from "../src/workflow.ts";
import { largeOrder, orderOf, simulated } from "./orders.ts";

const large = (id: string, approval?: "given" | "denied" | "late") =>
  largeOrder({ id, simulate: approval === undefined ? {} : { approval } });

const ORDERS = [
  orderOf({ id: "plain" }),
  orderOf({ id: "express", express: true }),
  orderOf({ id: "pounds", currency: "GBP" }),
  simulated("flaky", { cardFailures: 2 }),
  simulated("declined", { cardDeclined: "no money" }),
  simulated("sold-out", { outOfStock: "CUP-006" }),
  simulated("risky", { riskScore: 93 }),
  large("approved", "given"),
  large("denied", "denied"),
  large("late", "late"),
  simulated("nowhere", { undeliverable: "no such street" }),
  simulated("down", { carrierDown: true }),
  simulated("regretted", { customerCancels: "reserved" }),
  simulated("regretted-late", { customerCancels: "shipping" }),
  largeOrder({ id: "regretted-large", simulate: { customerCancels: "approval" } }),
  orderOf({ id: "document", documentKilobytes: 200 }),
];

const FILES = ORDERS.flatMap(({ id }) => [`${id}.json`, `${id}.screening.json`]);

interface Printed {
  readonly events: readonly never[];
}

describe("a batch of orders on the engine", () => {
  const folder = mkdtempSync(join(tmpdir(), "sweft-orders-"));
  const lines: string[] = [];
  let reports: readonly Report[] = [];

  beforeAll(async () => {
    const engine = openEngine({ seed: 1, clock: virtualClock() });
    const api = { ...engine, abortsSafely: true };
    const progress = (id: string, message: string) => void lines.push(`${id}: ${message}`);
    reports = await runOrders(api, { orders: ORDERS, folder, clock: engine.clock, progress });
    await engine.close();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const printed = (file: string): Printed => JSON.parse(readFileSync(join(folder, file), "utf8"));

  it("brings each to the end that its order makes it have", () => {
    const endings = reports.map(({ order: { id }, ending }) => [
      id,
      ending.status,
      "code" in ending ? ending.code : "",
    ]);
    expect(endings).toEqual([
      ["plain", "shipped", ""],
      ["express", "shipped", ""],
      ["pounds", "shipped", ""],
      ["flaky", "shipped", ""],
      ["declined", "refused", "CARD_DECLINED"],
      ["sold-out", "refused", "OUT_OF_STOCK"],
      ["risky", "refused", "FRAUD_SUSPECTED"],
      ["approved", "shipped", ""],
      ["denied", "refused", "APPROVAL_DENIED"],
      ["late", "refused", "LATE_APPROVAL"],
      ["nowhere", "refunded", "ADDRESS_UNKNOWN"],
      ["down", "failed", "CARRIER_DOWN"],
      ["regretted", "cancelled", ""],
      ["regretted-late", "cancelled", ""],
      ["regretted-large", "cancelled", ""],
      ["document", "shipped", ""],
    ]);
  });

  it("tells of each step of each", () => {
    const of = (id: string) =>
      lines.filter((line) => line.startsWith(`${id}: `)).map((line) => line.slice(id.length + 2));
    expect(of("flaky")).toEqual([
      "received: 84.00 EUR from Ada Byron",
      expect.stringMatching(/^stock reserved, risk \d+ of 100$/),
      "charged 84.00 EUR at attempt 3",
      "ready to pack",
      expect.stringMatching(/^parcel SW\d{6}DE is with the carrier$/),
      "invoice of 2 kB sent to ada@example.com",
      "SHIPPED",
    ]);
    expect(of("nowhere").slice(-4)).toEqual([
      "undoing: the carrier cannot deliver: no such street",
      "refunded 84.00 EUR",
      "stock released",
      "REFUNDED ADDRESS_UNKNOWN",
    ]);
    expect(of("regretted")).toContain("the customer cancels");
    const denied = of("denied");
    expect(denied.slice(denied.indexOf("waits for a manager's approval") + 1, -2)).toEqual([
      "the manager answers",
      "undoing: Ms. Okafor said no",
    ]);
    expect(lines.filter((line) => line.startsWith("-"))).toEqual([]);
  });

  it("counts what its history shows", () => {
    const report = (id: string) => reports.find((one) => one.order.id === id);
    expect(report("flaky")?.tries).toBe(3);
    expect(report("sold-out")?.tries).toBe(0);
    expect(report("plain")).toMatchObject({ storedBytes: 0, events: printed("plain.json").events.length });
  });

  it("keeps a large document out of its history, once as a result and once as an argument", () => {
    const { storedBytes = 0 } = reports.find((one) => one.order.id === "document") ?? {};
    expect(storedBytes).toBeGreaterThanOrEqual(400_000);
    expect(storedBytes).toBeLessThan(420_000);
    expect(readFileSync(join(folder, "document.json"), "utf8").length).toBeLessThan(60_000);
    const files = readdirSync(join(folder, "documents"), { recursive: true }).filter((name) =>
      String(name).endsWith(".payload"),
    );
    expect(files).toHaveLength(2);
  });

  it("leaves a history of every run, children included, as the aws CLI prints it", () => {
    const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
    expect(files.sort()).toEqual([...FILES].sort());
    for (const file of files) {
      expect(printed(file).events.slice(0, 1)).toEqual([
        expect.objectContaining({
          eventId: 1,
          eventType: "WorkflowExecutionStarted",
          eventTimestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+00:00$/),
        }),
      ]);
    }
  });

  it.each(FILES)("replays %s without a divergence", async (file) => {
    const converter = openPayloads({ store: fileStore(join(folder, "documents")) });
    const { events } = printed(file);
    await converter.fetch(references(events, converter));
    const workflow = file.endsWith(".screening.json") ? screening : order;
    const replayed = replay<readonly never[], unknown>(workflow as never, { events }, { converter });
    expect(replayed).toMatchObject({ status: statusOf(events), decisions: [] });
  });
});

/** What replay must come to, by the last event. */
function statusOf(events: readonly { readonly eventType: string }[]): string {
  return String(events.at(-1)?.eventType.replace("WorkflowExecution", "").toLowerCase());
}

describe("a batch whose wait is cut short", () => {
  it("says which orders are open, and writes their histories so far", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sweft-orders-"));
    const engine = openEngine({ seed: 1, clock: virtualClock() });
    const stop = new AbortController();
    const [report] = await runOrders(
      { ...engine, abortsSafely: true },
      {
        orders: [orderOf()],
        folder,
        clock: engine.clock,
        signal: stop.signal,
        progress: (_id, message) => (message.startsWith("stock reserved") ? stop.abort() : undefined),
      },
    );
    await engine.close();
    expect(report?.ending).toMatchObject({ status: "open", code: "INTERRUPTED" });
    expect(readdirSync(folder)).toContain("T-1.json");
    rmSync(folder, { recursive: true });
  });
});

describe("a batch whose wait is cut short when a run has ended that nobody has seen end", () => {
  it("tells the ending that the run's history has", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sweft-orders-"));
    const engine = openEngine({ seed: 1, clock: virtualClock() });
    const stop = new AbortController();
    let ends = 0;
    const api: SwfApi = {
      ...engine,
      abortsSafely: true,
      async respondDecisionTaskCompleted(input: RespondDecisionTaskCompletedInput) {
        const answer = await engine.respondDecisionTaskCompleted(input);
        const isEnd = input.decisions?.some(({ decisionType }) => decisionType === "CompleteWorkflowExecution");
        // The first to complete is the screening, the second the order.
        if (isEnd && ++ends === 2) stop.abort();
        return answer;
      },
    };
    const [report] = await runOrders(api, {
      orders: [simulated("T-1", { cardDeclined: "no money" })],
      folder,
      clock: engine.clock,
      signal: stop.signal,
      progress: () => {},
    });
    await engine.close();
    expect(report?.ending).toMatchObject({ status: "refused", code: "CARD_DECLINED" });
    rmSync(folder, { recursive: true });
  });
});

describe("an order whose id is taken by an open run", () => {
  it("is open, with the reason, and the others go on", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sweft-orders-"));
    const engine = openEngine({ seed: 1, clock: virtualClock() });
    const orders = [orderOf({ id: "twin" }), orderOf({ id: "twin" }), orderOf({ id: "other" })];
    const reports = await runOrders(
      { ...engine, abortsSafely: true },
      { orders, folder, clock: engine.clock, progress: () => {} },
    );
    await engine.close();
    expect(reports.map(({ ending }) => ending)).toEqual([
      expect.objectContaining({ status: "shipped" }),
      expect.objectContaining({ status: "open", reason: expect.stringContaining("twin") }),
      expect.objectContaining({ status: "shipped" }),
    ]);
    rmSync(folder, { recursive: true });
  });
});
