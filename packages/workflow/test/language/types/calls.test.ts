import { describe, expect, it } from "@jest/globals";
import { expectTypeOf } from "expect-type";
import type {
  Activity,
  ChildHandle,
  Command,
  Coroutine,
  Handle,
  Operation,
  ResultOf,
  Signal,
  Workflow,
  WorkflowInfo,
} from "../../../src/index.ts";
import {
  activity,
  cached,
  cancel,
  contract,
  createHandle,
  info,
  log,
  marker,
  now,
  random,
  signal,
  sleep,
  start,
  uuid,
  workflow,
} from "../../../src/index.ts";
import { drive } from "../support.ts";

interface Receipt {
  readonly id: string;
}
const charge = activity(
  { name: "charge" },
  (cents: number, currency: string = "EUR"): Receipt => ({
    id: `${cents} ${currency}`,
  }),
);
const ship = activity(
  { name: "ship" },
  async (receipt: Receipt, ...notes: string[]) => notes.length + receipt.id.length,
);
const far = contract<(id: number) => Promise<Receipt | undefined>>({ name: "far" });
const order = workflow({ name: "order" }, function* (cents: number, express?: boolean) {
  const receipt = yield* charge(cents);
  return { receipt, express };
});
const paid = signal<{ cents: number }>("paid");

/** A place for code that must compile and never runs. */
const neverRun = (_code: () => unknown): void => {};

describe("the arguments and results of calls", () => {
  it("are inferred for activities, with defaults and rest parameters, and awaited", () => {
    expectTypeOf(charge).toEqualTypeOf<Activity<[cents: number, currency?: string | undefined], Receipt>>();
    expectTypeOf(ship).toEqualTypeOf<Activity<[receipt: Receipt, ...notes: string[]], number>>();
    expectTypeOf(ship.with({ retry: 5 })).toEqualTypeOf<typeof ship>();
    expectTypeOf(charge.run).returns.toEqualTypeOf<Promise<Receipt>>();
    expectTypeOf<ResultOf<ReturnType<typeof ship>>>().toEqualTypeOf<number>();
    expect(ship.type.name).toBe("ship");
  });

  it("come from the type given to a contract", () => {
    expectTypeOf(far).toEqualTypeOf<Activity<[id: number], Receipt | undefined>>();
    expectTypeOf(far.run).returns.toEqualTypeOf<Promise<Receipt | undefined>>();
    expect(far.type.name).toBe("far");
  });

  it("are inferred for workflows, their bodies and their children", () => {
    type Result = { receipt: Receipt; express: boolean | undefined };
    expectTypeOf(order).toEqualTypeOf<Workflow<[cents: number, express?: boolean | undefined], Result>>();
    expectTypeOf(order.body(1)).toEqualTypeOf<Coroutine<Result>>();
    expectTypeOf<ReturnType<typeof order.with>>().toEqualTypeOf<typeof order>();
    expectTypeOf<ResultOf<ReturnType<typeof order>>>().toEqualTypeOf<Result>();
    expect(order.type.name).toBe("order");
  });

  it("arrive under yield*", () => {
    const body = function* () {
      expectTypeOf(yield* charge(1)).toEqualTypeOf<Receipt>();
      expectTypeOf(yield* ship({ id: "1" }, "a", "b")).toEqualTypeOf<number>();
      expectTypeOf(yield* far(1)).toEqualTypeOf<Receipt | undefined>();
      expectTypeOf((yield* order(1)).express).toEqualTypeOf<boolean | undefined>();
      expectTypeOf(yield* order.body(1)).toEqualTypeOf<{ receipt: Receipt; express: boolean | undefined }>();
      expectTypeOf(yield* paid.receive()).toEqualTypeOf<{ cents: number }>();
      expectTypeOf(yield* sleep("1s")).toEqualTypeOf<void>();
      return "done" as const;
    };
    expectTypeOf(body()).toExtend<Coroutine<"done">>();
    const { asked, returned } = drive(
      body(),
      { id: "1" },
      2,
      undefined,
      { express: true },
      { id: "2" },
      { cents: 1 },
      0,
    );
    expect(asked.map(({ type }) => type)).toEqual([
      "ScheduleActivity",
      "ScheduleActivity",
      "ScheduleActivity",
      "StartChildWorkflow",
      "ScheduleActivity",
      "Receive",
      "StartTimer",
    ]);
    expect(returned).toBe("done");
  });

  it("arrive for facts, effects, markers and lines", () => {
    const body = function* () {
      expectTypeOf(yield* now()).toEqualTypeOf<Date>();
      expectTypeOf(yield* random()).toEqualTypeOf<number>();
      expectTypeOf(yield* uuid()).toEqualTypeOf<string>();
      expectTypeOf(yield* info()).toEqualTypeOf<WorkflowInfo>();
      expectTypeOf(yield* cached("a", () => 5)).toEqualTypeOf<number>();
      expectTypeOf(yield* cached("a", async () => ({ a: 1 }))).toEqualTypeOf<{ a: number }>();
      expectTypeOf(yield* marker("a", 1)).toEqualTypeOf<void>();
      expectTypeOf(yield* log("a")).toEqualTypeOf<void>();
    };
    expect(drive(body(), 1, 2, 3, 4, 5, 6, 7, 8).asked).toHaveLength(8);
  });

  it("of a signal without a type are unknown", () => {
    expectTypeOf(signal("any")).toEqualTypeOf<Signal<unknown>>();
    expect(signal("any").name).toBe("any");
  });
});

describe("handles", () => {
  it("carry the result of what was started", () => {
    const pack = function* (box: string, weight: number): Coroutine<{ box: string; weight: number }> {
      yield* sleep(1);
      return { box, weight };
    };
    const body = function* () {
      const activityHandle = yield* start(charge(1));
      expectTypeOf(activityHandle).toEqualTypeOf<Handle<Receipt>>();
      expectTypeOf(activityHandle.result()).toEqualTypeOf<Receipt>();
      const childHandle = yield* start(order(1));
      expectTypeOf(childHandle).toExtend<ChildHandle<{ receipt: Receipt; express: boolean | undefined }>>();
      const bodyHandle = yield* start(pack, "box", 5);
      expectTypeOf(bodyHandle).toEqualTypeOf<Handle<{ box: string; weight: number }>>();
      const generatorHandle = yield* start(pack("box", 5));
      expectTypeOf(generatorHandle).toEqualTypeOf<Handle<{ box: string; weight: number }>>();
      expectTypeOf(yield* activityHandle).toEqualTypeOf<Receipt>();
      expectTypeOf(yield* cancel(bodyHandle)).toEqualTypeOf<void>();
    };
    const asked = body().next().value;
    expect(asked).toEqual(start(charge(1)));
    neverRun(function* () {
      // @ts-expect-error pack wants a weight
      yield* start(pack, "box");
      // @ts-expect-error pack wants a number
      yield* start(pack, "box", "5");
      // @ts-expect-error an activity is called: start(charge(1))
      yield* start(charge, 1);
      // @ts-expect-error an activity is called
      yield* start(charge);
      // @ts-expect-error an async function is no coroutine
      yield* start(async () => 1);
      // @ts-expect-error a command is no handle
      yield* cancel(charge(1));
      // @ts-expect-error an id is no handle
      yield* cancel("3");
    });
  });

  it("are not narrowed by isReady, which may change at every yield*", () => {
    expectTypeOf<Handle<number>["isReady"]>().returns.toEqualTypeOf<boolean>();
    expectTypeOf<Handle<number>>().toExtend<Operation<number>>();
    expectTypeOf<Handle<number>>().toExtend<Handle<number | string>>();
    expectTypeOf<Handle<number | string>>().not.toExtend<Handle<number>>();
    expectTypeOf<Command<number>>().toExtend<Command<unknown>>();
    expect(createHandle<number>("1", () => undefined).isReady()).toBe(false);
  });
});
