import { expect } from "@jest/globals";
import { openEngine, virtualClock } from "@sweft/engine";
import { openPayloads } from "@sweft/payload";
import type { Target } from "@sweft/testing";
import type { Decider, RunHandle, SwfApi } from "@sweft/worker";
import { openActivityWorker, openClient, openDecider } from "@sweft/worker";
import type { HistoryEvent } from "../../../src/index.ts";
import { openRun, readControl, signal, toFailure } from "../../../src/index.ts";
import type { Behaviour, Doing, Ended, Happening } from "./behaviour.ts";
import { Desk, means } from "./desk.ts";
import type { Pull } from "./puppet.ts";
import { strings } from "./puppet.ts";

interface Asked {
  readonly workflowId?: string;
  readonly workflowType?: { readonly name?: string };
  readonly input?: string;
  readonly control?: string;
}

type Runs = readonly (readonly HistoryEvent[])[];

/** Plays a behaviour on the engine, with a decider, an activity worker and a client, in virtual time. */
export async function onEngine(behaviour: Behaviour): Promise<{ ended: Ended; runs: Runs }> {
  const { args, children, early, happens, limits, service } = behaviour;
  const clock = virtualClock({ manual: true });
  const desk = new Desk(behaviour);
  const { functions } = desk;
  const engine = openEngine({ clock, seed: 1, ...service, ...(functions && { functions }) });
  const payloads = openPayloads();
  const errors: unknown[] = [];
  const [quiet, error] = [() => {}, ({ err }: { readonly err?: unknown }) => void errors.push(err)];
  /** What happens once the next decision on the run is being made, and whether that is lost. */
  const ahead = { meanwhile: [] as Happening[], isLost: false };
  const api: SwfApi = {
    ...engine,
    async pollForDecisionTask(input, options) {
      const task = await engine.pollForDecisionTask(input, options);
      if (task.workflowExecution?.workflowId !== workflowId) return task;
      const isLost = ahead.isLost;
      ahead.isLost = false;
      for (const happening of ahead.meanwhile.splice(0)) await act(happening);
      return isLost ? { ...task, taskToken: "" } : task;
    },
  };
  const workflowId = "tiny-1";
  const logger = { debug: quiet, info: quiet, warn: quiet, error };
  const place = { api, domain: "tiny", clock, payloads, logger, random: () => 0 };
  const client = openClient(place);
  let workflow = behaviour.workflow;
  const openOne = () => openDecider({ ...place, identity: "decider", workflows: [workflow, ...children], limits });
  let decider: Decider | undefined = await openOne();
  const worker = await openActivityWorker({
    ...place,
    identity: "worker",
    activities: desk.activities,
    concurrency: 1000,
    heartbeatSeconds: 1,
  });

  const run: RunHandle<unknown> = client.run(workflowId);
  let firstRunId: string | undefined;
  const answers: Promise<void>[] = [];
  /** Of the refusals that are told to who steps. */
  const causes: string[] = [];
  let sent = 0;

  async function away(whileAway: () => Promise<void>): Promise<void> {
    await decider?.close();
    await whileAway();
    decider = await openOne();
  }

  /** The run and those that it has continued as. */
  async function histories(): Promise<Runs> {
    const runs: (readonly HistoryEvent[])[] = [];
    for (let runId = firstRunId; runId !== undefined; ) {
      const { events = [] } = await engine.getWorkflowExecutionHistory({
        domain: "tiny",
        execution: { workflowId, runId },
      });
      runs.push(events as readonly HistoryEvent[]);
      runId = events.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
    }
    return runs;
  }

  /** Waits until nobody has anything to do before time passes. */
  async function settle(): Promise<void> {
    for (let known = -1, events = 0; known !== events; ) {
      known = events;
      await clock.advance(0);
      events = (await histories()).flat().length;
    }
  }

  async function act(happening: Happening): Promise<void> {
    await (does[happening.do] as (happening: Happening) => Promise<unknown>)(happening);
    await settle();
  }

  async function actAll(happenings: readonly Happening[]): Promise<void> {
    for (const happening of happenings) await act(happening);
  }

  /** The child that is meant: the oldest one that has not ended. */
  async function childOf(target: Target): Promise<RunHandle<unknown>> {
    const history = await run.history();
    const begun = ofType(history, "StartChildWorkflowExecutionInitiated").filter((asked) => {
      const id = readControl(asked.control ?? "")?.id ?? "";
      const given = asked.input === undefined ? [] : (payloads.read(asked.input) as readonly unknown[]);
      return means(target, id, asked.workflowType?.name ?? "", given);
    });
    for (const { workflowId: childId = "" } of begun) {
      const child = client.run(childId);
      const { executionInfo } = await child.describe();
      if (executionInfo?.executionStatus === "OPEN") return child;
    }
    throw new Error(`no child that is open is meant by ${JSON.stringify(target)}`);
  }

  const pull = async (target: Target, how: Pull): Promise<void> => (await childOf(target)).signal(strings, how);

  const does: Doing<Promise<unknown> | undefined> = {
    completes: async ({ work, value }) => {
      const call = desk.find(work);
      if (call === undefined) await pull(work, { how: "completes", value });
      else call.completes(value);
    },
    fails: async ({ work, error }) => {
      const call = desk.find(work);
      const { message, code } = toFailure(error);
      if (call === undefined) await pull(work, { how: "fails", message, code: code as string | undefined });
      else call.fails(error);
    },
    confirms: async ({ work }) => {
      const isActivity = desk.find(work) !== undefined;
      await clock.advance(1000);
      if (!isActivity) await pull(work, { how: "confirms" });
    },
    terminates: async ({ work }) => (await childOf(work)).terminate(),
    signals: ({ name, value }) => run.signal(signal(name), value, { id: `signal-${++sent}` }),
    updates: async ({ name, args, answer }) => {
      const asked = run.update(name, { id: `update-${++sent}` }, ...args).then(
        (completed) => ({ completed }),
        ({ code, cause }) => (code === "RUN_CLOSED" ? { closed: true } : { [STATES[String(code)] ?? code]: cause }),
      );
      answers.push(asked.then((answered) => expect(answered).toMatchObject(answer)));
    },
    operates: async ({ asked: [action, ...given], rejected }) => {
      const operate = run.operator[action] as (...given: readonly unknown[]) => Promise<void>;
      const asked = operate(...given).then(
        () => undefined,
        ({ message }) => message,
      );
      answers.push(asked.then((said) => expect(said).toEqual(rejected && expect.stringContaining(rejected))));
    },
    refuses: async ({ cause }) => void causes.push(cause),
    failsToStart: async () => {},
    ofItself: async () => {},
    queries: async ({ name, args, result }) =>
      expect(await run.query(workflow, name, ...args)).toMatchObject({ result }),
    cancels: () => run.cancel(),
    passes: ({ seconds }) => clock.advance(seconds * 1000),
    together: ({ happenings }) => away(() => actAll(happenings)),
    during: ({ cause, meanwhile }) => {
      ahead.meanwhile = [...meanwhile];
      return act(cause);
    },
    loses: async ({ cause }) => {
      ahead.isLost = true;
      await act(cause);
      await clock.advance(Number(workflow.settings.taskStartToCloseTimeout) * 1000);
    },
    deploys: ({ workflow: deployed }) =>
      away(async () => {
        workflow = deployed;
        errors.length = 0;
      }),
    holds: async ({ code }) => expect(errors.at(-1)).toMatchObject({ code }),
    waits: async ({ commands }) => {
      const live = openRun(workflow, { converter: payloads, limits });
      live.advance((await histories()).at(-1) ?? []);
      expect(live.openWork().map(({ command }) => command)).toEqual(commands);
    },
  };

  async function endOf(history: readonly HistoryEvent[]): Promise<Ended> {
    const last = history.at(-1)?.eventType ?? "";
    if (!/^WorkflowExecution(Completed|Failed|Canceled)$/.test(last)) {
      const [held] = errors;
      if (held !== undefined) return { held };
      throw new Error(`the run has not ended: its last event is ${last}`);
    }
    expect(errors).toEqual([]);
    try {
      return { completed: await run.result() };
    } catch (ended) {
      const { cause, details } = ended as { readonly cause?: unknown; readonly details?: unknown };
      return last === "WorkflowExecutionCanceled" ? { canceled: details } : { failed: cause };
    }
  }

  const start = async () => {
    firstRunId = (await client.start(workflow, { workflowId }, ...(args as never[]))).runId;
  };
  if (early.length === 0) await start();
  else {
    await away(async () => {
      await start();
      await actAll(early);
    });
  }
  await settle();
  await actAll(happens);
  const runs = await histories();
  const ended = await endOf(runs.at(-1) ?? []);
  for (const cause of causes) expect(JSON.stringify(runs)).toContain(`"cause":"${cause}"`);
  // Clients ask for answers now and then.
  const isAnswered = Promise.all(answers).then(() => true);
  while (!(await Promise.race([isAnswered, clock.advance(60_000)]))) await Promise.resolve();
  await Promise.all([decider.close(), worker.close({ force: true })]);
  await engine.close();
  return { ended, runs };
}

const STATES: Readonly<Record<string, string>> = { UPDATE_REJECTED: "rejected", UPDATE_FAILED: "failed" };

const ofType = (history: readonly object[], type: string): readonly Asked[] =>
  history
    .filter((event) => (event as HistoryEvent).eventType === type)
    .map((event) => (event as Record<string, Asked>)[`${type[0]?.toLowerCase()}${type.slice(1)}EventAttributes`] ?? {});
