import { Buffer } from "node:buffer";
import { describe, expect, it } from "@jest/globals";
import { bytesSerializer, jsonSerializer, superjsonSerializer, textSerializer } from "@sweft/payload";
import { step } from "@sweft/testing";
import type { Coroutine, PayloadFormats, PayloadSerializer, Workflow } from "../../src/index.ts";
import { activity, continueAsNew, replay, workflow } from "../../src/index.ts";
import { reversed, Sheet, sheets } from "./formats.ts";

/** A workflow with two activities of this format: what the first came to is recorded before the format changes. */
function codeWith(payloads: PayloadFormats | undefined) {
  const look = activity({ name: "look", ...(payloads && { payloads }) }, (_at: unknown): unknown => undefined);
  const looking = workflow({ name: "looking" }, function* (at: unknown) {
    return [yield* look(at), yield* look(at)];
  });
  return { look, looking };
}

const by = (serializer: PayloadSerializer): PayloadFormats => ({ input: { serializer }, result: { serializer } });

const NONE = ["none", undefined] as const;
const SUPERJSON = ["superjson", by(superjsonSerializer())] as const;
const JSON_ = ["json", by(jsonSerializer())] as const;
const TEXT = ["text", by(textSerializer())] as const;
const BYTES = ["bytes", by(bytesSerializer())] as const;

describe("a format that changes under running executions", () => {
  it.each([
    [NONE, SUPERJSON, { at: new Date(5) }],
    [NONE, JSON_, { at: 5 }],
    [NONE, BYTES, Buffer.from("ink")],
    [SUPERJSON, NONE, { at: new Date(5) }],
    [JSON_, SUPERJSON, { at: 5 }],
    [JSON_, NONE, [5]],
    [BYTES, NONE, Buffer.from("ink")],
    [BYTES, SUPERJSON, Buffer.from("ink")],
    [TEXT, NONE, "a text that is no JSON"],
  ])("reads what was recorded by the old one: from %p to %p", ([, before], [, after], value) => {
    const [old, changed] = [codeWith(before), codeWith(after)];
    const run = step(old.looking, value).complete(old.look, value).deploy(changed.looking);
    expect(run.complete(changed.look, value).result).toEqual([value, value]);
  });

  it("takes other arguments for other ones, whatever writes them", () => {
    const [old, changed] = [codeWith(undefined), codeWith(by(bytesSerializer()))];
    const other = workflow({ name: "looking" }, function* (_at: unknown) {
      yield* changed.look(Buffer.from("water"));
    });
    const run = step.with({ holds: "keep" })(old.looking, Buffer.from("ink")).complete(old.look, Buffer.from("ink"));
    expect(run.deploy(other as never).signal("news")).toMatchObject({
      status: "held",
      error: { code: "NONDETERMINISM" },
    });
  });

  it("cannot tell texts without a mark: raw text reads JSON as the text that it is", () => {
    const [old, changed] = [codeWith(undefined), codeWith(by(textSerializer()))];
    const run = step(old.looking, "a").complete(old.look, { b: 1 }).deploy(changed.looking);
    expect(run.complete(changed.look, "c").result).toEqual(['{"b":1}', '"c"']);
  });
});

describe("the check of arguments at replay", () => {
  it("tells the only argument of a format apart by its value", () => {
    const format = { input: { serializer: bytesSerializer() } };
    const look = activity({ name: "look", payloads: format }, (_at: Uint8Array) => 1);
    const at = (what: string) =>
      workflow({ name: "looking" }, function* () {
        return yield* look(Buffer.from(what));
      });
    const run = step.with({ holds: "keep" })(at("ink"));
    run.deploy(at("water")).signal("news");
    expect(run.error).toMatchObject({
      code: "NONDETERMINISM",
      differences: [{ field: "arguments", recorded: [Buffer.from("ink")], asked: [Buffer.from("water")] }],
    });
  });

  it("takes equal texts for equal, although no property of the value shows what is in it", () => {
    const look = activity({ name: "look", payloads: { input: { serializer: sheets } } }, (_at: Sheet) => 1);
    const looking = workflow({ name: "looking" }, function* () {
      return (yield* look(new Sheet("a"))) + (yield* look(new Sheet("b")));
    });
    expect(step(looking).complete(look, 1).complete(look, 2).result).toBe(3);
  });

  it("compares the texts themselves where their writer cannot read them", () => {
    const writeOnly: PayloadSerializer = {
      serialize: (value) => `<at>${value}</at>`,
      deserialize() {
        throw new Error("another program reads it");
      },
      arity: "one",
    };
    const look = activity({ name: "look", payloads: { input: { serializer: writeOnly } } }, (_at: string) => 1);
    const at = (what: string) =>
      workflow({ name: "looking" }, function* () {
        return yield* look(what);
      });
    const run = step.with({ holds: "keep" })(at("a"));
    expect(run.deploy(at("a")).signal("news").status).toBe("running");
    run.deploy(at("b")).signal("news");
    expect(run.error).toMatchObject({
      code: "NONDETERMINISM",
      differences: [{ field: "arguments", recorded: "<at>a</at>", asked: "<at>b</at>" }],
    });
  });

  it("compares what a run continued with as values", () => {
    const counting = (payloads: PayloadFormats, next: number) => {
      const self: Workflow<[n: number], void> = workflow({ name: "self", payloads }, function* (n): Coroutine<void> {
        if (n === 0) yield* continueAsNew(self, next);
      });
      return self;
    };
    const { history } = step(counting(by(reversed), 1), 0);
    const { converter, execution } = history;
    const again = (payloads: PayloadFormats, next: number) =>
      replay(counting(payloads, next), history, { converter, execution });
    expect(again(by(reversed), 1).status).toBe("continued");
    expect(again(by(reversed), 2)).toMatchObject({ status: "held", error: { code: "NONDETERMINISM" } });
  });
});

describe("what a declared serializer cannot carry", () => {
  it.each<[unknown, string]>([
    [() => 1, "args[0] is a function; pass the data it needs"],
    [Symbol("s"), "args[0] is a symbol; pass a string."],
    [Promise.resolve(1), "args[0] is a promise; await it"],
    [(function* () {})(), "args[0] is a generator; run it with yield*"],
    [{ list: [() => 1] }, "args[0].list[0] is a function; pass the data it needs"],
  ])("is an error at the call that says where: %p", (value, message) => {
    for (const serializer of [superjsonSerializer(), jsonSerializer(), undefined]) {
      const payloads = serializer && { payloads: { input: { serializer } } };
      const look = activity({ name: "look", ...payloads }, (_at: unknown) => 1);
      const looking = workflow({ name: "looking" }, function* () {
        yield* look(value);
      });
      const { error } = step.with({ holds: "keep" })(looking);
      expect(error).toMatchObject({ code: "ARGUMENTS_UNSERIALIZABLE" });
      expect((error as Error).message).toContain(
        `an argument of activity look cannot be written into the history: ${message}`,
      );
    }
  });

  it("is an error of the result, too", () => {
    const printing = workflow(
      { name: "printing", payloads: { result: { serializer: textSerializer() } } },
      function* () {
        return { pages: 3 } as unknown;
      },
    );
    const { error } = step.with({ holds: "keep" })(printing);
    expect((error as Error).message).toBe(
      "the result of the workflow cannot be written into the history: result is an instance of Object; textSerializer() carries strings only.",
    );
  });
});
