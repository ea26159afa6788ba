import type { HistoryEvent } from "@aws-sdk/client-swf";
import type { Engine, VirtualClock } from "@sweft/engine";
import { openEngine, virtualClock } from "@sweft/engine";
import type { Client, Random, RunError, RunHandle } from "../../../src/index.ts";
import { openActivityWorker, openClient, openDecider } from "../../../src/index.ts";
import type { RecordingLogger } from "../../setup.ts";
import { recordingLogger } from "../../setup.ts";
import type { Program } from "./programs.ts";
import { ask, functions, mail, runs, work } from "./programs.ts";
import type { Weather } from "./weather.ts";
import { farAway, remoteClock, seeded } from "./weather.ts";

/** What the client does to one of its runs, in seconds after it has started them. */
export interface Act {
  readonly atSeconds: number;
  readonly run: number;
  readonly what: "a" | "b" | "ask" | "cancel";
}

/** A worker is closed and another opened. */
export interface Restart {
  readonly atSeconds: number;
  readonly force: boolean;
}

/** All that decides how a scene goes. */
export interface Scene {
  readonly programs: readonly Program[];
  readonly acts: readonly Act[];
  readonly weather: Weather;
  readonly seed: number;
  /** How many runs each decider keeps live: one number for each decider. */
  readonly cachedRuns: readonly number[];
  readonly deciderRestarts: readonly Restart[];
  readonly actingRestarts: readonly Restart[];
}

/** How one of the client's runs ended: its result, or the code of its error and of that error's cause. */
type Ended =
  | { readonly code: "COMPLETED"; readonly value: unknown }
  | { readonly code: string; readonly cause: unknown };

interface Execution {
  readonly status: string | undefined;
  readonly events: readonly HistoryEvent[];
}

export interface Played {
  readonly ended: readonly Ended[];
  /** All executions of the domain, children included. */
  readonly executions: readonly Execution[];
  /** Everything that was logged as an error. */
  readonly errors: readonly (readonly [message: string, error: string])[];
}

const DOMAIN = "sea";
/** When the client begins to write to runs that still wait for mail, and how often it does so. */
const [MAIL_FROM_SECONDS, MAIL_EVERY_SECONDS] = [600, 120] as const;

interface Stage {
  readonly engine: Engine;
  readonly clock: VirtualClock;
  readonly logger: RecordingLogger;
  readonly random: Random;
  readonly scene: Scene;
}

type Closing = { close(options?: { force?: boolean }): Promise<void> };

/** A place for a worker, with its own connection to the service; whoever stands there is replaced by the next. */
interface Post {
  replace(force: boolean): Promise<void>;
  close(): Promise<void>;
}

async function post(open: () => Promise<Closing>): Promise<Post> {
  let worker = await open();
  let changing: Promise<void> = Promise.resolve();
  let isOver = false;
  return {
    replace(force) {
      changing = changing.then(async () => {
        if (isOver) return;
        await worker.close({ force });
        worker = await open();
      });
      return changing;
    },
    async close() {
      isOver = true;
      await changing;
      await worker.close();
    },
  };
}

function connection({ engine, clock, logger, random, scene }: Stage, weather: Weather = scene.weather) {
  const remote = remoteClock(clock);
  return { api: farAway(engine, weather, remote, random), clock: remote, domain: DOMAIN, logger, random };
}

const decider = (stage: Stage, cachedRuns: number): Promise<Post> =>
  post(() => openDecider({ ...connection(stage), workflows: [runs], cachedRuns }));

const acting = (stage: Stage): Promise<Post> =>
  post(() => openActivityWorker({ ...connection(stage), activities: [work] }));

/** Plays a scene to its end, in virtual time. */
export async function play(scene: Scene): Promise<Played> {
  const clock = virtualClock();
  const random = seeded(scene.seed);
  const stage: Stage = {
    engine: openEngine({ clock, seed: scene.seed, functions }),
    clock,
    logger: recordingLogger(),
    random,
    scene,
  };
  try {
    return await playOn(stage);
  } finally {
    await stage.engine.close();
  }
}

async function playOn(stage: Stage): Promise<Played> {
  const { scene, clock } = stage;
  const deciders = await Promise.all(scene.cachedRuns.map((cachedRuns) => decider(stage, cachedRuns)));
  const actors = await acting(stage);
  const ended = await direct(stage, deciders, actors);
  await untilNoneIsOpen(stage);
  const executions = await executionsOf(stage);
  for (const one of [...deciders, actors]) await one.close();
  // Comes back only if nobody has kept a token of the clock.
  await clock.advance(0);
  const errors = stage.logger.lines
    .filter(({ level }) => level === "error")
    .map(({ fields, message }) => [message, String(fields.err)] as const);
  return { ended, executions, errors };
}

/** Starts the client's runs, lets happen to them and their workers what the scene says, and waits for their ends. */
async function direct(stage: Stage, deciders: readonly Post[], actors: Post): Promise<readonly Ended[]> {
  const { clock, scene } = stage;
  // A signal that gets lost is nobody's fault; all of the client's arrive, so that their order can be told.
  const client = openClient({
    ...connection(stage, { ...scene.weather, dropped: 0 }),
    waiting: { firstMs: 1000, longestMs: 60_000 },
  });
  const started = await Promise.all(scene.programs.map((program, i) => begin(client, `run-${i}`, program)));
  const pens = started.map((run) => pen(run));
  const startMs = clock.now();
  const cancels = new Set<() => void>();
  const at = (seconds: number, happens: () => unknown): void => {
    cancels.add(clock.schedule(startMs + seconds * 1000, () => void happens()));
  };
  for (const { atSeconds, run, what } of scene.acts) at(atSeconds, () => pens[run % pens.length]?.(what));
  for (const [i, { atSeconds, force }] of scene.deciderRestarts.entries())
    at(atSeconds, () => deciders[i % deciders.length]?.replace(force));
  for (const { atSeconds, force } of scene.actingRestarts) at(atSeconds, () => actors.replace(force));
  const write = (seconds: number): void =>
    at(seconds, () => {
      for (const draw of pens) void draw("a").then(() => draw("b"));
      write(seconds + MAIL_EVERY_SECONDS);
    });
  write(MAIL_FROM_SECONDS);
  const ended = await Promise.all(started.map(endOf));
  for (const cancel of cancels) cancel();
  await Promise.all(pens.map((draw) => draw("nothing")));
  return ended;
}

/** Starts a run; one whose start got no answer, and that has ended before it could be looked up, is found by its id. */
async function begin(client: Client, workflowId: string, program: Program): Promise<RunHandle<unknown>> {
  try {
    return await client.start(runs, { workflowId }, program);
  } catch (error) {
    if ((error as { code?: string }).code !== "WORKFLOW_ALREADY_STARTED") throw error;
    return client.run(workflowId);
  }
}

/** Writes to a run, one thing after the other: signals with 0, 1, 2 and so on by name. What comes too late is dropped. */
function pen(run: RunHandle<unknown>): (what: Act["what"] | "nothing") => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  const sent = { a: 0, b: 0 };
  let asked = 0;
  const draw = async (what: Act["what"] | "nothing"): Promise<void> => {
    try {
      if (what === "nothing") return;
      if (what === "cancel") await run.cancel();
      else if (what === "ask") {
        const answer = await run.update(ask, {}, ++asked);
        if (answer !== asked + 1) throw new Error(`update ${asked} was answered by ${answer}`);
      } else await run.signal(mail[what], sent[what]++);
    } catch (error) {
      const { code } = error as { code?: string };
      if (code !== "RUN_NOT_OPEN" && code !== "RUN_CLOSED" && code !== "ECONNRESET") throw error;
    }
  };
  return (what) => {
    last = last.then(() => draw(what));
    return last;
  };
}

async function endOf(run: RunHandle<unknown>): Promise<Ended> {
  try {
    return { code: "COMPLETED", value: await run.result() };
  } catch (error) {
    const { code, cause } = error as RunError;
    return { code, cause: (cause as { code?: unknown } | undefined)?.code };
  }
}

const EVER = { oldestDate: new Date(0) };

/** Abandoned children go on after their parents. */
async function untilNoneIsOpen({ engine, clock }: Stage): Promise<void> {
  for (;;) {
    const { executionInfos = [] } = await engine.listOpenWorkflowExecutions({ domain: DOMAIN, startTimeFilter: EVER });
    if (executionInfos.length === 0) return;
    await clock.advance(60_000);
  }
}

async function executionsOf({ engine }: Stage): Promise<readonly Execution[]> {
  const { executionInfos = [] } = await engine.listClosedWorkflowExecutions({
    domain: DOMAIN,
    startTimeFilter: EVER,
  });
  return Promise.all(
    executionInfos.map(async ({ execution, closeStatus }) => {
      const { events = [] } = await engine.getWorkflowExecutionHistory({ domain: DOMAIN, execution });
      return { status: closeStatus, events };
    }),
  );
}
