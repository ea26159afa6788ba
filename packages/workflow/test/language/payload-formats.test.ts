import { describe, expect, it } from "@jest/globals";
import type { ActivityOptions, PayloadFormats, WorkflowOptions } from "../../src/index.ts";
import { activity, continueAsNew, contract, map, workflow } from "../../src/index.ts";
import { caught, expectRefusal } from "./support.ts";

const serializer = { serialize: String, deserialize: (text: string) => text };
const one = { ...serializer, name: "one", arity: "one" } as const;

const declared = (payloads: unknown) => [
  () => activity({ name: "a", payloads } as ActivityOptions, () => 1),
  () => contract<() => number>({ name: "a", payloads } as ActivityOptions),
  () => workflow({ name: "a", payloads } as WorkflowOptions, function* () {}),
];

describe("a declaration of formats", () => {
  it("is kept in the settings, and leaves out what it does not say", () => {
    const formats: PayloadFormats = { input: { serializer }, result: { serializer: one, store: "big" } };
    for (const declare of declared(formats)) expect(declare().settings.payloads).toEqual(formats);
    for (const declare of declared({})) expect(declare().settings.payloads).toEqual({});
    for (const declare of declared(undefined)) expect(declare().settings.payloads).toBeUndefined();
  });

  it.each<[unknown, RegExp]>([
    [5, /payloads of (activity|workflow) a is 5; write an object with input and result/],
    [{ output: {} }, /payloads of (activity|workflow) a cannot say output; write input or result/],
    [
      { input: null },
      /input in the payloads of (activity|workflow) a is null; write an object with serializer and store/,
    ],
    [
      { input: serializer },
      /input in the payloads of (activity|workflow) a cannot say serialize; write serializer or store/,
    ],
    [{ input: { serializer: 5 } }, /serializer of input in the payloads of .* is 5; write an object with the methods/],
    [{ input: { serializer: null } }, /serializer of input in the payloads of .* is null; write an object with the/],
    [
      { result: { serializer: { serialize: String } } },
      /serializer of result in the payloads .* the methods serialize/,
    ],
    [{ result: { serializer: { ...serializer, arity: "two" } } }, /arity of the serializer of result .* write "one"/],
    [
      { result: { serializer: { ...serializer, marker: "mine " } } },
      /marker of the serializer of .* write "sweft:<name> "/,
    ],
    [{ result: { serializer: { ...serializer, marker: "sweft:text " } } }, /marker of the serializer of result/],
    [{ input: { store: "" } }, /store of input in the payloads of .* is ""; write the name of one of the stores/],
    [{ input: { store: "my store" } }, /store of input in the payloads of .* is "my store"; write the name/],
    [{ input: { plain: "yes" } }, /plain of input in the payloads of .* is "yes"; write true or false/],
    [{ input: { plain: true, store: "big" } }, /store of input in .* is "big"; write none: plain text stays in its/],
    [{ input: { store: {} } }, /store of input in the payloads of .*; write the name of one of the stores/],
  ])("is refused if it is %j", (payloads, message) => {
    for (const declare of declared(payloads))
      expect(caught(declare)).toMatchObject({ code: "OPTION_INVALID", message: expect.stringMatching(message) });
  });

  it("may keep a field plain, for which no call can name a store", () => {
    for (const declare of declared({ input: { plain: true }, result: { plain: false } })) {
      const given = declare() as ReturnType<typeof activity>;
      expect(given.settings.payloads).toEqual({ input: { plain: true }, result: {} });
      expect(caught(() => given.with({ payloads: { input: { store: "big" } } }))).toMatchObject({
        code: "OPTION_INVALID",
        message: expect.stringContaining("write none: plain text stays in its field"),
      });
    }
  });

  it("may have its store changed by a call, and nothing else", () => {
    const formats: PayloadFormats = { input: { serializer, store: "big" }, result: { serializer } };
    for (const declare of declared(formats)) {
      const given = declare() as ReturnType<typeof activity>;
      const near = given.with({ payloads: { input: { store: "near" } } });
      expect(near.settings.payloads).toEqual({ input: { serializer, store: "near" }, result: { serializer } });
      expect(near.with({ taskList: "far" }).settings.payloads).toEqual(near.settings.payloads);
      expect(near.with({ payloads: {} }).settings.payloads).toEqual(formats);
      for (const payloads of [{ input: { serializer } }, { result: { store: "near" } }]) {
        expectRefusal(() => given.with({ payloads } as never), "OPTION_INVALID", "all else stands in the declaration");
      }
    }
  });
});

describe("a serializer that carries one value", () => {
  const formats: PayloadFormats = { input: { serializer: one } };

  it("refuses several arguments at the call", () => {
    const pay = activity({ name: "pay", payloads: formats }, (_a: number, _b?: number) => 1);
    const order = workflow({ name: "order", payloads: formats }, function* (_a: number, _b?: number) {});
    const message = "was given 2 arguments, and its input is written by the serializer one, which carries one value";
    expectRefusal(() => pay(1, 2), "ARGUMENTS_NOT_ONE", `activity pay ${message}`);
    expectRefusal(() => pay.with({ retry: 2 })(1, 2), "ARGUMENTS_NOT_ONE", `activity pay ${message}`);
    expectRefusal(() => order(1, 2), "ARGUMENTS_NOT_ONE", `workflow order ${message}`);
    expectRefusal(() => continueAsNew(order, 1, 2), "ARGUMENTS_NOT_ONE", `workflow order ${message}`);
    expect(pay(1).args).toEqual([1]);
    expect(order(1).args).toEqual([1]);
  });

  it("may be given none", () => {
    expect(activity({ name: "pay", payloads: formats }, () => 1)().args).toEqual([]);
  });
});

describe("a map with partition", () => {
  it("cannot hand a serializer to another execution, but the name of a store", () => {
    const pay = activity({ name: "pay", payloads: { input: { serializer: one } } }, (_n: number) => 1);
    const order = workflow({ name: "order", payloads: { result: { serializer: one } } }, function* (_n: number) {});
    const what = "declares a serializer, which another execution cannot be given";
    expectRefusal(() => map([1], pay, { partition: 5 }), "OPTION_INVALID", `activity pay ${what}`);
    expectRefusal(() => map([1], order, { partition: 5 }), "OPTION_INVALID", `workflow order ${what}`);
    const kept = activity({ name: "kept", payloads: { input: { store: "big" } } }, (_n: number) => 1);
    expect(map([1], kept, { partition: 5 }).type).toBe("Map");
  });
});
