import { Buffer } from "node:buffer";
import { inspect } from "node:util";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { jsonSerializer, openPayloads, superjsonSerializer } from "../../src/index.ts";

class Money {
  readonly cents: unknown;
  constructor(cents: unknown) {
    this.cents = cents;
  }
}

/** All of a value; errors with their stacks, causes and fields. */
const printed = (value: unknown): string =>
  inspect(value, { depth: null, maxArrayLength: null, maxStringLength: null, compact: false, showHidden: false });

const leaves = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, true, false, 0, -0, Number.NaN, Number.NEGATIVE_INFINITY, "", 0n),
  fc.string({ unit: "binary" }),
  fc.double(),
  fc.bigInt(),
  fc.date({ noInvalidDate: false }),
  fc.webUrl().map((url) => new URL(url)),
  fc
    .constantFrom("a/b", '[\\]"]+', "^$")
    .chain((source) => fc.constantFrom("", "g", "giu", "sy").map((flags) => new RegExp(source, flags))),
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  fc.oneof(fc.uint8Array(), fc.int16Array(), fc.float64Array(), fc.uint8ClampedArray()),
  fc.uint8Array().map((bytes) => Uint8Array.from(bytes).buffer),
);

const keys = fc.oneof(
  fc.string(),
  fc.constantFrom("__proto__", "constructor", "a.b", "toJSON", "json", "meta", "kind"),
);

/** Errors of several classes, with what is hung on errors. */
const errorOf = (value: fc.Arbitrary<unknown>) =>
  fc
    .record({
      made: fc.constantFrom(Error, TypeError, RangeError),
      message: fc.string(),
      code: fc.constantFrom("E_FAILED", 7, undefined),
      cause: value,
      fields: fc.dictionary(fc.constantFrom("orderId", "status", "details"), value, { noNullPrototype: true }),
    })
    .map(({ made, message, code, cause, fields }) =>
      Object.assign(new made(message, { cause }), code === undefined ? {} : { code }, fields),
    );

const { value: values } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaves,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(keys, tie("value"), { maxKeys: 4, noNullPrototype: true }),
    fc.array(fc.tuple(tie("value"), tie("value")), { maxLength: 3 }).map((entries) => new Map(entries)),
    fc.array(tie("value"), { maxLength: 3 }).map((items) => new Set(items)),
    errorOf(tie("value")),
    tie("value").map((cents) => new Money(cents)),
  ),
}));

describe("the default serializer", () => {
  const payloads = openPayloads({ serializer: superjsonSerializer({ classes: { Money } }) });

  it("carries whatever is data, errors and instances of named classes among it", () => {
    fc.assert(
      fc.property(values, (value) => {
        const text = payloads.write(value);
        const back = payloads.read(text);
        expect(printed(back)).toBe(printed(value));
        expect(payloads.write(back)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it("writes what JSON carries exactly as JSON does, and nothing else", () => {
    const json = jsonSerializer();
    fc.assert(
      fc.property(fc.oneof(values, fc.jsonValue({ noUnicodeString: false })), (value) => {
        const text = payloads.write(value);
        let isPlain = true;
        try {
          expect(json.serialize(value)).toBe(JSON.stringify(value));
        } catch (error) {
          expect(error).toMatchObject({ code: "PAYLOAD_UNSERIALIZABLE", path: expect.stringMatching(/^value/) });
          isPlain = false;
        }
        if (isPlain) expect(text).toBe(JSON.stringify(value));
        else expect(text).toMatch(/^sweft:superjson /);
      }),
      { numRuns: 500 },
    );
  });
});

describe("jsonSerializer", () => {
  it("carries every value of JSON, as JSON.stringify writes it", () => {
    const json = jsonSerializer();
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        // JSON knows no -0, which the generator makes.
        const plain: unknown = JSON.parse(JSON.stringify(value));
        expect(json.serialize(plain)).toBe(JSON.stringify(plain));
        expect(json.deserialize(json.serialize(plain))).toEqual(plain);
      }),
    );
  });
});
