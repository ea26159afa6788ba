import { describe, expect, it } from "@jest/globals";
import { expectTypeOf } from "expect-type";
import type { ChildExecution, ChildHandle, Command, External, ResultOf } from "../../src/index.ts";
import { createChildHandle, external, signal, start, workflow } from "../../src/index.ts";
import { ask, expectDifferent, expectRefusal, expectSame, expectSameYielded } from "./support.ts";

const paid = signal<{ readonly cents: number }>("paid");
const bell = signal<undefined>("bell");
const child = workflow({ name: "child" }, function* () {
  return 1;
});

describe("a message to another execution", () => {
  it("compares by whom it is for, the signal and its value", () => {
    const to = external("bank");
    expectSame(to.signal(paid, { cents: 1 }), external("bank").signal(signal("paid"), { cents: 1 }));
    expectDifferent(to.signal(paid, { cents: 1 }), to.signal(paid, { cents: 2 }));
    expectDifferent(to.signal(paid, { cents: 1 }), external("shop").signal(paid, { cents: 1 }));
    expectDifferent(to.signal(paid, { cents: 1 }), external("bank", "r").signal(paid, { cents: 1 }));
    expectDifferent(to.signal(paid, { cents: 1 }), to.signal(signal("sent"), { cents: 1 }));
    expectDifferent(to.signal(signal("s"), new Set([1])), to.signal(signal("s"), new Set([2])));
    expectDifferent(to.signal(signal("s"), null), to.signal(signal("s")));
    expectSame(to.signal(bell), to.signal(bell, undefined));
    expectSame(to.cancel(), external("bank").cancel());
    expectDifferent(to.cancel(), external("bank", "r").cancel());
    expectDifferent(to.cancel(), to.signal(bell));
  });

  it("compares with a literal, and by what `.with` set", () => {
    const plain = external("bank").with({ plain: true });
    expectSameYielded(plain.signal(bell), external("bank").with({ plain: true }).signal(bell));
    expectDifferent(plain.signal(bell), external("bank").signal(bell));
    expectDifferent(plain.cancel(), external("bank").cancel());
    expect(ask(external("bank", "r").signal(paid, { cents: 1 })).next().value).toStrictEqual({
      type: "SignalExternal",
      workflowId: "bank",
      runId: "r",
      signal: "paid",
      args: [{ cents: 1 }],
    });
    expect(ask(external("bank").cancel()).next().value).toStrictEqual({ type: "CancelExternal", workflowId: "bank" });
  });

  it("is typed by its signal", () => {
    expectTypeOf<ResultOf<ReturnType<External["cancel"]>>>().toEqualTypeOf<void>();
    expectTypeOf(external("bank").signal(paid, { cents: 1 })).toExtend<Command<void>>();
    // @ts-expect-error: the signal carries cents
    external("bank").signal(paid, { euros: 1 });
    // @ts-expect-error: the signal carries a value
    external("bank").signal(paid);
    expect(external("bank").signal(bell).args).toEqual([]);
  });

  it("refuses ids and options that cannot be, at the call", () => {
    expectRefusal(() => external("a:b"), "ID_INVALID", "workflow id of external", '"a:b"');
    expectRefusal(() => external(""), "ID_INVALID", "workflow id of external");
    for (const runId of ["", "r".repeat(65), 5 as never]) {
      expectRefusal(() => external("a", runId), "ID_INVALID", "run id of external", "leave it out");
    }
    for (const options of [{ plain: "yes" }, { checkArguments: 0 }, { control: 5 }]) {
      expectRefusal(() => external("a").with(options as never), "OPTION_INVALID", "of external");
    }
  });
});

describe("the handle of a child", () => {
  const handle = createChildHandle<number>(
    "1",
    () => undefined,
    () => undefined,
  );

  it("is typed by the child, its execution and its signals", () => {
    expectTypeOf(start(child())).toExtend<Command<ChildHandle<number>>>();
    expectTypeOf(handle.execution).toEqualTypeOf<ChildExecution | undefined>();
    expectTypeOf<ResultOf<typeof handle.started>>().toEqualTypeOf<ChildExecution>();
    expectTypeOf<ResultOf<typeof handle>>().toEqualTypeOf<number>();
    // @ts-expect-error: the signal carries cents
    handle.signal(paid, 5);
    expect(handle.signal(bell).signal).toBe("bell");
  });

  it("makes commands that compare by the child, the signal and its value", () => {
    const other = createChildHandle<number>(
      "2",
      () => undefined,
      () => undefined,
    );
    expectSame(handle.signal(paid, { cents: 1 }), handle.signal(paid, { cents: 1 }));
    expectDifferent(handle.signal(paid, { cents: 1 }), other.signal(paid, { cents: 1 }));
    expectDifferent(handle.signal(paid, { cents: 1 }), handle.signal(paid, { cents: 2 }));
    expectSame(handle.started, handle.started);
    expectDifferent(handle.started, other.started);
    expectDifferent(handle.started, handle);
  });
});
