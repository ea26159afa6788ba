import type {
  Decision as SwfDecision,
  DecisionType as SwfDecisionType,
  EventType as SwfEventType,
  HistoryEvent as SwfHistoryEvent,
} from "@aws-sdk/client-swf";
import { SWF } from "@aws-sdk/client-swf";
import { describe, expect, it } from "@jest/globals";
import type { Clock, Engine } from "@sweft/engine";
import { openEngine } from "@sweft/engine";
import type { Decision, DecisionType, EventType, HistoryEvent } from "@sweft/workflow";
import { activity, query, signal, update, workflow } from "@sweft/workflow";
import { expectTypeOf } from "expect-type";
import type { Client, RunHandle, StartedRun, SwfApi, WorkerClock } from "../src/index.ts";
import { openActivityWorker, openClient, openDecider } from "../src/index.ts";

const order = workflow({ name: "order" }, function* (id: string, cents: number) {
  return { id, cents };
});
const charge = activity({ name: "charge" }, async (cents: number) => cents > 0);

describe("the seam to the service", () => {
  it("is satisfied by the AWS client and by the engine as they are", async () => {
    const swf: SwfApi = new SWF({ region: "eu-central-1" });
    const engine: SwfApi = openEngine();
    expectTypeOf<SWF>().toExtend<SwfApi>();
    expectTypeOf<Engine>().toExtend<SwfApi>();
    expectTypeOf<Clock>().toExtend<WorkerClock>();
    for (const api of [swf, engine]) expect(typeof api.pollForDecisionTask).toBe("function");
  });

  it("takes decisions and gives events of the workflow's own types", () => {
    expectTypeOf<SwfHistoryEvent>().toExtend<HistoryEvent>();
    expectTypeOf<Decision>().toExtend<SwfDecision>();
    expectTypeOf<EventType>().toEqualTypeOf<SwfEventType>();
    expectTypeOf<DecisionType>().toEqualTypeOf<SwfDecisionType>();
  });
});

describe("the types of the client", () => {
  it("infer arguments and result from the workflow", () => {
    const client = openClient({ api: openEngine(), domain: "shop" });
    const typed = (use: Client): void => {
      expectTypeOf(use.start(order, { workflowId: "o" }, "o-1", 3)).resolves.toEqualTypeOf<
        StartedRun<{ id: string; cents: number }>
      >();
      expectTypeOf(use.run<number>("o").result()).resolves.toEqualTypeOf<number>();
      // @ts-expect-error an argument is missing
      void use.start(order, { workflowId: "o" }, "o-1");
      // @ts-expect-error an argument has another type
      void use.start(order, { workflowId: "o" }, "o-1", "3");
      // @ts-expect-error an execution needs an id
      void use.start(order, {}, "o-1", 3);
      // @ts-expect-error an activity is no workflow
      void use.start(charge, { workflowId: "o" }, 3);
    };
    expect(typed).toHaveLength(1);
    expect(Object.keys(client)).toEqual(["start", "signalWithStart", "run"]);
  });

  it("ask for the value of a signal that has one", () => {
    const typed = (run: RunHandle<unknown>): void => {
      void run.signal(signal<string>("address"), "12 Hill Road");
      void run.signal(signal("go"));
      // @ts-expect-error the value is missing
      void run.signal(signal<string>("address"));
      // @ts-expect-error the value has another type
      void run.signal(signal<string>("address"), 12);
    };
    expect(typed).toHaveLength(1);
  });
});

describe("the types of requests", () => {
  const progress = query<[verbose?: boolean], { readonly done: number }>("progress");
  const add = update<[item: string, count: number], number>("add");

  it("are those of the declared query or update", () => {
    const typed = (run: RunHandle<unknown>): void => {
      const answered = async () => (await run.query(order, progress, true)).result;
      expectTypeOf(answered()).resolves.toEqualTypeOf<{ readonly done: number }>();
      expectTypeOf(run.update(add, {}, "book", 2)).resolves.toEqualTypeOf<number>();
      expectTypeOf(run.update("add", { id: "u" }, "book")).resolves.toEqualTypeOf<unknown>();
      // The compiler tells what is wrong by the last form, which these take apart, too: it must be the declared one.
      expectTypeOf<Parameters<typeof run.update>[0]>().not.toEqualTypeOf<string>();
      expectTypeOf<Parameters<typeof run.query>[1]>().not.toEqualTypeOf<string>();
      // @ts-expect-error an argument is missing
      void run.update(add, {}, "book");
      // @ts-expect-error an argument has another type
      void run.query(order, progress, "yes");
    };
    expect(typed).toHaveLength(1);
  });

  it("of a start with a signal are those of both", () => {
    const typed = (client: Client): void => {
      const go = signal<string>("go");
      void client.signalWithStart(order, { workflowId: "o" }, go, "now", "o-1", 3);
      // @ts-expect-error the signal's value has another type
      void client.signalWithStart(order, { workflowId: "o" }, go, 1, "o-1", 3);
      // @ts-expect-error an argument is missing
      void client.signalWithStart(order, { workflowId: "o" }, go, "now", "o-1");
    };
    expect(typed).toHaveLength(1);
  });
});

describe("the types of the workers", () => {
  it("tell workflows and activities apart", () => {
    const typed = (api: SwfApi): void => {
      void openDecider({ api, domain: "shop", workflows: [order] });
      void openActivityWorker({ api, domain: "shop", activities: [charge] });
      // @ts-expect-error an activity is decided by nobody
      void openDecider({ api, domain: "shop", workflows: [charge] });
      // @ts-expect-error a workflow is no work
      void openActivityWorker({ api, domain: "shop", activities: [order] });
    };
    expect(typed).toHaveLength(1);
  });
});
