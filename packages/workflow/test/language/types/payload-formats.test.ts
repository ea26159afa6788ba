import { describe, expect, it } from "@jest/globals";
import type { Format, Payloads, Serializer } from "@sweft/payload";
import { bytesSerializer, jsonSerializer, textSerializer } from "@sweft/payload";
import { expectTypeOf } from "expect-type";
import type { Activity, Command, Converter, PayloadFormat, PayloadSerializer, Workflow } from "../../../src/index.ts";
import { activity, contract, workflow } from "../../../src/index.ts";

const text = { serializer: textSerializer() };
const bytes = { serializer: bytesSerializer(), store: "films" };

interface Order {
  readonly id: string;
}

/** A serializer of a user's own, which says what it carries. */
const orders = {
  serialize: (order: Order) => order.id,
  deserialize: (id: string): Order => ({ id }),
};

describe("declared formats, as types", () => {
  it("leave the types of arguments and results as they are", () => {
    const develop = activity(
      { name: "develop", payloads: { input: bytes, result: text } },
      async (film: Uint8Array) => `${film.byteLength}`,
    );
    expectTypeOf(develop).toEqualTypeOf<Activity<[film: Uint8Array], string>>();
    const photograph = workflow({ name: "photograph", payloads: { result: text } }, function* (film: Uint8Array) {
      return yield* develop(film);
    });
    expectTypeOf(photograph).toEqualTypeOf<Workflow<[film: Uint8Array], string>>();
    const theirs = contract<(film: Uint8Array) => string>({ name: "theirs", payloads: { input: bytes } });
    expectTypeOf(theirs(new Uint8Array())).toExtend<Command<string>>();
    expect(develop.settings.payloads).toEqual({ input: bytes, result: text });
  });

  it("take the serializers of @sweft/payload, and any object with the two methods", () => {
    expectTypeOf<Serializer>().toExtend<PayloadSerializer>();
    expectTypeOf(orders).toExtend<PayloadSerializer>();
    expectTypeOf<PayloadFormat>().toExtend<Format>();
    expectTypeOf<Payloads>().toExtend<Converter>();
    const ship = activity({ name: "ship", payloads: { input: { serializer: orders } } }, async ({ id }: Order) => id);
    expect(ship.settings.payloads?.input?.serializer).toBe(orders);
    // @ts-expect-error A serializer writes and reads.
    expectTypeOf({ serialize: String }).toExtend<PayloadSerializer>();
    // @ts-expect-error A serializer is synchronous, since replay is.
    expectTypeOf({ ...orders, serialize: async () => "" }).toExtend<PayloadSerializer>();
  });

  it("are refused where they say what nobody reads", () => {
    const wrong = () => {
      // @ts-expect-error There are input and result.
      activity({ name: "a", payloads: { output: text } }, () => 1);
      // @ts-expect-error The serializer stands in a member of its own.
      activity({ name: "a", payloads: { input: jsonSerializer() } }, () => 1);
      // @ts-expect-error A store is given by its name.
      workflow({ name: "a", payloads: { input: { store: 5 } } }, function* () {});
    };
    expect(wrong).toThrow();
  });

  it("let a call change the store of the input, and nothing else", () => {
    const ship = activity({ name: "ship", payloads: { input: text, result: text } }, (id: string) => id);
    expectTypeOf(ship.with({ payloads: { input: { store: "attic" } } })).toEqualTypeOf<typeof ship>();
    // @ts-expect-error Who reads the text knows the declaration alone.
    expect(() => ship.with({ payloads: { input: { serializer: orders } } })).toThrow();
    // @ts-expect-error The worker writes the result, and knows the declaration alone.
    expect(() => ship.with({ payloads: { result: { store: "attic" } } })).toThrow();
  });
});
