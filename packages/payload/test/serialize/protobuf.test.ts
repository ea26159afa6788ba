import { create, fromBinary, isMessage, toBinary } from "@bufbuild/protobuf";
import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { TimestampSchema } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "@jest/globals";
import { expectTypeOf } from "expect-type";
import fc from "fast-check";
import type { ProtobufType, Serializer } from "../../src/index.ts";
import { protobufSerializer } from "../../src/index.ts";
import { thrown } from "../support/errors.ts";
import { orderSchema, orderType } from "../support/messages.ts";

const Order = orderType();
const OrderSchema = orderSchema();
const ofTypes = protobufSerializer(Order);
const ofSchemas = protobufSerializer(OrderSchema, { toBinary, fromBinary });

/** What an order holds. Both libraries leave defaults out of the bytes, and read them back. */
const orders = fc.record({
  id: fc.string({ unit: "grapheme" }),
  cents: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  photo: fc.uint8Array(),
  lines: fc.array(fc.record({ sku: fc.string(), count: fc.integer() })),
});

describe("protobufSerializer with protobuf-es", () => {
  it("carries messages, whatever they hold", () => {
    fc.assert(
      fc.property(orders, (init) => {
        const order = create(OrderSchema, init);
        const text = ofSchemas.serialize(order);
        const back = ofSchemas.deserialize(text);
        expect(isMessage(back, OrderSchema)).toBe(true);
        expect(back).toEqual(order);
        expect(ofSchemas.serialize(back)).toBe(text);
      }),
    );
  });

  it("carries messages of a schema whose type is known", () => {
    const serializer = protobufSerializer(TimestampSchema, { toBinary, fromBinary });
    const time: Timestamp = create(TimestampSchema, { seconds: 5n });
    expect(serializer.deserialize(serializer.serialize(time))).toEqual(time);
    expectTypeOf(serializer).toEqualTypeOf<Serializer>();
  });

  it("writes bytes as base64 after its marker, so that any program can tell and read them", () => {
    const text = ofSchemas.serialize(create(OrderSchema, { id: "o-17", cents: 12n }));
    expect(text).toBe("sweft:protobuf CgRvLTE3EAw=");
    expect(Buffer.from(text.slice("sweft:protobuf ".length), "base64")).toEqual(
      Buffer.from([10, 4, ...Buffer.from("o-17"), 16, 12]),
    );
    expect(ofSchemas.serialize(create(OrderSchema))).toBe("sweft:protobuf ");
    expect(ofSchemas.deserialize("sweft:protobuf ")).toEqual(create(OrderSchema));
  });

  it("refuses what is no message of its schema", () => {
    const error = thrown(() => ofSchemas.serialize(create(TimestampSchema, { seconds: 5n }), "args[0]"));
    expect(error.code).toBe("PAYLOAD_UNSERIALIZABLE");
    expect(error.path).toBe("args[0]");
    expect(error.message).toMatch(/^args\[0\] is no message of the declared type: /);
  });
});

describe("protobufSerializer with protobufjs", () => {
  it("carries messages, whatever they hold", () => {
    fc.assert(
      fc.property(orders, ({ cents, ...init }) => {
        const order = Order.fromObject({ ...init, cents: String(cents) });
        const text = ofTypes.serialize(order);
        const back = ofTypes.deserialize(text);
        expect(Order.toObject(back as typeof order, { longs: String, bytes: String, defaults: true })).toEqual(
          Order.toObject(order, { longs: String, bytes: String, defaults: true }),
        );
        expect(ofTypes.serialize(back)).toBe(text);
      }),
    );
  });

  it("writes the bytes that protobuf-es writes", () => {
    fc.assert(
      fc.property(orders, ({ cents, ...init }) => {
        const order = Order.fromObject({ ...init, cents: String(cents) });
        expect(ofSchemas.deserialize(ofTypes.serialize(order))).toEqual(create(OrderSchema, { ...init, cents }));
      }),
    );
  });

  it("says where a message does not fit its type", () => {
    const error = thrown(() => ofTypes.serialize({ lines: [{ sku: "a", count: "two" }] }, "args[0]"));
    expect(error.code).toBe("PAYLOAD_UNSERIALIZABLE");
    expect(error.message).toBe("args[0].lines.count does not fit the declared message; integer expected.");
    expect(error.path).toBe("args[0].lines.count");
  });

  it("takes a type that gives bytes at once, and has no verify", () => {
    const type: ProtobufType = { encode: ({ id }: { id: number }) => new Uint8Array([id]), decode: ([id]) => ({ id }) };
    const serializer = protobufSerializer(type);
    expect(serializer.deserialize(serializer.serialize({ id: 7 }))).toEqual({ id: 7 });
  });
});

describe("protobufSerializer", () => {
  it.each([
    ["a function in it", { id: "a", lines: [{ sku: () => "a" }] }, "args[0].lines[0].sku is a function; pass the data"],
    ["a symbol in it", { id: Symbol("a") }, "args[0].id is a symbol; pass a string."],
    ["a promise in it", { lines: [Promise.resolve()] }, "args[0].lines[0] is a promise; await it"],
    ["a promise", Promise.resolve(), "args[0] is a promise; await it"],
    ["a generator", (function* () {})(), "args[0] is a generator; run it"],
    ["a string", "o-17", "args[0] is a string; pass a message of the declared type."],
    ["null", null, "args[0] is null; pass a message of the declared type."],
    ["nothing", undefined, "args[0] is undefined; pass a message of the declared type."],
  ])("refuses %s, and says where", (_, value, message) => {
    for (const serializer of [ofTypes, ofSchemas]) {
      const error = thrown(() => serializer.serialize(value, "args[0]"));
      expect(error.code).toBe("PAYLOAD_UNSERIALIZABLE");
      expect(error.message).toContain(message);
      expect(message.startsWith(`${error.path} `)).toBe(true);
    }
  });

  it("reads what something else has written as JSON, or as the text that it is", () => {
    expect(ofSchemas.deserialize('{"id":"o-17"}')).toEqual({ id: "o-17" });
    expect(ofTypes.deserialize("paid")).toBe("paid");
  });

  it.each([
    ["no base64", "sweft:protobuf ?"],
    ["cut off", "sweft:protobuf CgRvLTE3E"],
    ["of another message", "sweft:protobuf CgRv"],
  ])("cannot read a text that is %s, and says so", (_, text) => {
    for (const serializer of [ofTypes, ofSchemas]) {
      expect(thrown(() => serializer.deserialize(text)).code).toBe("PAYLOAD_UNREADABLE");
    }
  });

  it("refuses what is no message type", () => {
    for (const make of [
      () => protobufSerializer({} as ProtobufType),
      () => protobufSerializer(undefined as unknown as ProtobufType),
      () => protobufSerializer(OrderSchema as unknown as ProtobufType),
      () => protobufSerializer(OrderSchema, {} as { toBinary: typeof toBinary; fromBinary: typeof fromBinary }),
    ]) {
      expect(thrown(make).code).toBe("PAYLOAD_OPTION_INVALID");
    }
  });
});
