import { describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";
import { textSerializer } from "../../src/index.ts";
import { thrown } from "../support/errors.ts";

jest.setTimeout(180_000);

const text = textSerializer();

describe("textSerializer", () => {
  it("carries every well-formed string as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        expect(text.serialize(value)).toBe(value);
        expect(text.deserialize(value)).toBe(value);
      }),
    );
  });

  it.each<[unknown, string]>([
    [undefined, "args is undefined; textSerializer() carries strings only."],
    [null, "args is null; textSerializer() carries strings only."],
    [0, "args is 0; textSerializer() carries strings only."],
    [-0, "args is 0; textSerializer() carries strings only."],
    [false, "args is false; textSerializer() carries strings only."],
    [["a"], "args is an array; textSerializer() carries strings only."],
    [new Date(0), "args is a Date; textSerializer() carries strings only."],
    [{}, "args is an instance of Object; textSerializer() carries strings only."],
    [() => "a", "args is a function; textSerializer() carries strings only."],
  ])("refuses %p", (value, message) => {
    const error = thrown(() => text.serialize(value, "args"));
    expect(error.code).toBe("PAYLOAD_UNSERIALIZABLE");
    expect(error.message).toBe(message);
  });

  it.each(["a\ud800", "\udc00b", "\udc00\ud800"])(
    "refuses half of a surrogate pair, which UTF-8 lacks: %j",
    (value) => {
      expect(thrown(() => text.serialize(value)).message).toMatch(/^value holds half of a surrogate pair at \d; cut/);
    },
  );
});
