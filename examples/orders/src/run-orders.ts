import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { HistoryEvent } from "@aws-sdk/client-swf";
import type { Payloads } from "@sweft/payload";
import { fileStore, openPayloads } from "@sweft/payload";
import type { Client, LogFields, Logger, RunHandle, SwfApi, WorkerClock } from "@sweft/worker";
import { historyJson, openActivityWorker, openClient, openDecider, systemClock } from "@sweft/worker";
import { activities } from "./activities.ts";
import type { Order, Outcome } from "./order.ts";
import { act } from "./people.ts";
import type { Ending, Report } from "./report.ts";
import { endingOf, factsOf, isClosed } from "./report.ts";
import { order as orderWorkflow, screening } from "./workflow.ts";

/** The domain that everything happens in; workers create it where it is missing. */
const DOMAIN = "sweft-example-orders";

/** How often the client asks for results: 20 orders stay below the 60 questions a second that Amazon SWF allows. */
const WAITING = { firstMs: 20, longestMs: 400 };

/** How a batch of orders is run. */
export interface BatchOptions {
  readonly orders: readonly Order[];
  /** The folder for histories, one file per run, and for values too large for a history, in `documents`. */
  readonly folder: string;
  /** Hears of everything that happens to an order. */
  readonly progress: (orderId: string, message: string) => void;
  /** Ends the wait for orders that are still open. Their runs go on, wherever the service keeps them. */
  readonly signal?: AbortSignal;
  /** The workers' clock. Default: the machine's. */
  readonly clock?: WorkerClock;
}

/**
 * Runs orders with a decider, an activity worker and a client, all of them in this process.
 *
 * @param api - The service: an engine, or `new SWF({ region })`. Nothing here knows which.
 * @returns What became of each order, in their order.
 */
export async function runOrders(api: SwfApi, options: BatchOptions): Promise<readonly Report[]> {
  const { orders, folder, progress, signal, clock = systemClock() } = options;
  await mkdir(folder, { recursive: true });
  const payloads = openPayloads({ store: fileStore(join(folder, "documents")) });
  const client = openClient({ api, domain: DOMAIN, payloads, logger: quiet(progress), waiting: WAITING });

  const byId = new Map(orders.map((order) => [order.id, order]));
  const deeds = new Set<Promise<void>>();
  const watch = (orderId: string, step: unknown): void => {
    const order = byId.get(orderId);
    if (order === undefined) return;
    // People live by the machine's clock: virtual time, if there is any, waits for them.
    const release = clock.hold();
    const deed = act(client, order, step, { pause: (ms) => setTimeout(ms), tell: (line) => progress(orderId, line) })
      .catch((error: unknown) => progress(orderId, `could not be told: ${String(error)}`))
      .finally(() => {
        release();
        deeds.delete(deed);
      });
    deeds.add(deed);
  };

  const workers: { close(): Promise<void> }[] = [];
  const common = { api, domain: DOMAIN, payloads, clock };
  try {
    const logger = progressLogger(progress, watch);
    workers.push(await openDecider({ ...common, logger, workflows: [orderWorkflow, screening] }));
    workers.push(
      await openActivityWorker({
        ...common,
        logger: quiet(progress),
        activities,
        heartbeatSeconds: 1,
      }),
    );
    const following = { client, payloads, folder, progress, interrupted: interruption(signal) };
    return await Promise.all(orders.map((order) => follow(following, order)));
  } finally {
    await Promise.all([...workers.map((worker) => worker.close()), ...deeds]);
  }
}

interface Following {
  readonly client: Client;
  readonly payloads: Payloads;
  readonly folder: string;
  readonly progress: BatchOptions["progress"];
  /** Settles when the wait is cut short. */
  readonly interrupted: Promise<Ending>;
}

/** Starts the workflow of an order, waits for its end and writes its history. */
async function follow({ client, payloads, folder, progress, interrupted }: Following, order: Order): Promise<Report> {
  let run: RunHandle<Outcome>;
  try {
    const tagList = [order.currency, order.address.country];
    run = await client.start(orderWorkflow, { workflowId: order.id, tagList }, order);
  } catch (error) {
    return { order, ending: said(progress, order, endingOf(error)) };
  }
  const told = await Promise.race([run.result().catch(endingOf), interrupted]);
  const events = await run.history();
  const ending = said(progress, order, await endingIn(events, told, run));
  const facts = factsOf(events, payloads);
  const children = facts.children.map(({ workflowId, runId }) => client.run<number>(workflowId, runId));
  // A child that was told to cancel may end a little after its parent.
  for (const child of children) await Promise.race([child.result().catch(endingOf), interrupted]);
  await write(folder, run, events);
  for (const child of children) await write(folder, child, await child.history());
  return { order, ending, ...facts };
}

/** The ending that a history shows: what has a closing event is closed, whatever kept us from waiting for it. */
async function endingIn(events: readonly HistoryEvent[], told: Ending, run: RunHandle<Outcome>): Promise<Ending> {
  if (told.status !== "open" || !isClosed(events)) return told;
  // The run has ended, so the answer is there at once.
  const ending = await run.result().catch(endingOf);
  if (ending.status !== "open") return ending;
  return { ...ending, status: "failed", reason: `the run is closed, but its result cannot be read: ${ending.reason}` };
}

const write = (folder: string, { workflowId }: RunHandle<unknown>, events: readonly HistoryEvent[]): Promise<void> =>
  writeFile(join(folder, `${workflowId}.json`), `${historyJson(events)}\n`);

/** Settles once the signal aborts, as the ending of whatever is still open then. */
function interruption(signal: AbortSignal | undefined): Promise<Ending> {
  const open = { status: "open", code: "INTERRUPTED", reason: "the wait for its end was cut short" } as const;
  return new Promise((resolve) => {
    if (signal?.aborted === true) resolve(open);
    signal?.addEventListener("abort", () => resolve(open), { once: true });
  });
}

function said(progress: BatchOptions["progress"], { id }: Order, ending: Ending): Ending {
  const why = "code" in ending ? ` ${ending.code}` : "";
  progress(id, `${ending.status.toUpperCase()}${why}`);
  return ending;
}

/**
 * A logger that shows what should not happen. Warnings about a run are not among it: that a run's end overtakes one of
 * its activities is the run's own affair.
 */
function quiet(progress: BatchOptions["progress"]): Logger {
  const show = ({ workflowId, err }: LogFields, message: string): void =>
    progress(String(workflowId ?? "-"), `${message}${err === undefined ? "" : `: ${String(err)}`}`);
  return {
    debug: () => {},
    info: () => {},
    warn: (fields, message) => (fields.workflowId === undefined ? show(fields, message) : undefined),
    error: show,
  };
}

/** The decider's logger: what order workflows log is the progress, and tells people what there is to do. */
function progressLogger(progress: BatchOptions["progress"], watch: (orderId: string, step: unknown) => void): Logger {
  return {
    ...quiet(progress),
    info({ workflowId, step }, message) {
      if (typeof workflowId !== "string" || step === undefined) return;
      progress(workflowId, message);
      watch(workflowId, step);
    },
  };
}
