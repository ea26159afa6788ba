import type { Stage } from "./actors.ts";
import { clerk, customer, decider, register, worker } from "./actors.ts";
import type { Client } from "./client.ts";
import { openClient } from "./client.ts";
import type { EngineProcess } from "./engine-process.ts";
import type { Marks } from "./marks.ts";
import { openMarks } from "./marks.ts";

/** Many clients at work. */
export interface Load {
  readonly marks: Marks;
  readonly client: Client;
  /** Faults that nothing explains. */
  readonly strange: readonly string[];
  /** How many workflows customers have started. */
  started(): number;
  /** Starts no more workflows, and waits until those that were started have closed. */
  finish(): Promise<void>;
}

const times = (count: number, begin: () => Promise<void>) => Array.from({ length: count }, begin);

/** Opens a load on an engine, which may be killed and started again as long as the load lasts. */
export async function openLoad(engine: EngineProcess, seed: number): Promise<Load> {
  const marks = openMarks();
  const client = openClient(engine, marks);
  const strange: string[] = [];
  let [number, isBusy, isOpen] = [0, true, true];
  const stage: Stage = {
    client,
    marks,
    seed,
    next: () => number++,
    isBusy: () => isBusy,
    isOpen: () => isOpen,
    strange: (text) => strange.push(text),
  };
  await register(stage);
  const customers = Promise.all([...times(20, () => customer(stage)), clerk(stage)]);
  const servants = Promise.all([...times(6, () => decider(stage)), ...times(8, () => worker(stage))]);
  for (const going of [customers, servants]) going.catch(() => {}); // whoever finishes hears of it
  return {
    marks,
    client,
    strange,
    started: () => number,
    async finish() {
      isBusy = false;
      await Promise.race([Promise.all([customers, untilNoneOpen(client, customers)]), servants]);
      isOpen = false;
      await servants;
      client.close();
    },
  };
}

/** Children may outlive their parents for a while. */
async function untilNoneOpen(client: Client, customers: Promise<unknown>): Promise<void> {
  await customers;
  for (;;) {
    const startTimeFilter = { oldestDate: 0 as unknown as Date }; // as on the wire
    const open = await client.send("CountOpenWorkflowExecutions", { domain: "shop", startTimeFilter });
    if (open.kind === "answer" && open.output.count === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
