import { domain } from "../support/desk.ts";
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

/** How often the number of open executions may be the same: far longer than any time-out lasts. */
const patience = 400;

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
    strange(text) {
      strange.push(text);
      [isBusy, isOpen] = [false, false];
    },
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
      await Promise.race([Promise.all([customers, untilNoneOpen(stage)]).then(() => untilNoneOpen(stage)), servants]);
      isOpen = false;
      await servants;
      client.close();
    },
  };
}

/** Children may outlive their parents for a while. What was lost on the way may leave some open for ever: that is strange. */
async function untilNoneOpen({ client, isOpen, strange }: Stage): Promise<void> {
  let [left, asked] = [Number.NaN, 0];
  while (isOpen()) {
    const startTimeFilter = { oldestDate: 0 as unknown as Date }; // as on the wire
    const open = await client.send("CountOpenWorkflowExecutions", { domain, startTimeFilter });
    if (open.kind === "fault") strange(JSON.stringify(open));
    if (open.kind === "answer") {
      const { count = 0 } = open.output;
      if (count === 0) return;
      asked = count === left ? asked + 1 : 0;
      left = count;
      if (asked > patience) strange(`${count} executions stay open`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
