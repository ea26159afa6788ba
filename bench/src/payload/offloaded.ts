import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PayloadStore, Payloads } from "@sweft/payload";
import { fileStore, memoryStore, openPayloads } from "@sweft/payload";
import type { HistoryEvent, Replayed } from "@sweft/workflow";
import { openRun } from "@sweft/workflow";
import type { Effort } from "../measure.ts";
import { compareLater } from "../measure.ts";
import { recorded, sequential } from "../replay/histories.ts";
import type { Report } from "../report.ts";

/** What is put out of band: every result of the histories is longer. */
const INLINE_LIMIT = 64;

/** Replays a whole history as a decider does: it fetches what the run is about to read, and goes on. */
async function replayFetching(events: readonly HistoryEvent[], payloads: Payloads): Promise<Replayed> {
  const run = openRun(sequential, { converter: payloads });
  let replayed = run.advance(events);
  while (replayed.status === "needs") {
    await payloads.fetch(replayed.payloads);
    replayed = run.resume();
  }
  return replayed;
}

/** The history with every result in a store, as a worker with that store would have left it. */
async function offload(events: readonly HistoryEvent[], payloads: Payloads): Promise<HistoryEvent[]> {
  return Promise.all(
    events.map(async (event) => {
      const attributes = event.activityTaskCompletedEventAttributes as { readonly result?: string } | undefined;
      if (attributes?.result === undefined) return event;
      const result = await payloads.seal(attributes.result);
      return { ...event, activityTaskCompletedEventAttributes: { ...attributes, result } };
    }),
  );
}

/** Measures replay of a run all of whose results lie in a store, beside the same run with its results in the history. */
export async function benchOffloaded(report: Report, steps = 1_000, effort?: Effort): Promise<void> {
  report.begin(
    "offloaded",
    `Replay of ${steps.toLocaleString("en-US")} activities with their results in a store, fetched and verified (cold) or at hand (warm).`,
  );
  const folder = mkdtempSync(join(tmpdir(), "sweft-bench-"));
  const stores: readonly (readonly [string, PayloadStore])[] = [
    ["memory", memoryStore()],
    ["file", fileStore(folder)],
  ];
  const inline = openPayloads();
  const events = recorded(inline, sequential, steps);
  for (const [name, store] of stores) {
    const open = () => openPayloads({ store, inlineLimit: INLINE_LIMIT });
    const warm = open();
    const offloaded = await offload(events, warm);
    await checked(offloaded, open(), steps);
    const took = await compareLater(
      {
        inline: () => replayFetching(events, inline),
        warm: () => replayFetching(offloaded, warm),
        cold: () => replayFetching(offloaded, open()),
      },
      effort,
    );
    report.add({
      store: name,
      "inline ms": took.inline,
      "warm ms": took.warm,
      "cold ms": took.cold,
      "warm ÷ inline": took.warm / took.inline,
      "cold ÷ inline": took.cold / took.inline,
      "fetch µs a result": ((took.cold - took.warm) * 1_000) / steps,
    });
  }
  rmSync(folder, { recursive: true });
}

async function checked(events: readonly HistoryEvent[], payloads: Payloads, steps: number): Promise<void> {
  const replayed = await replayFetching(events, payloads);
  if (replayed.status === "completed" && replayed.result === (steps * (steps - 1)) / 2) return;
  throw new Error(`replay came to ${JSON.stringify(replayed)}`);
}
