import { describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";
import type { Serializer } from "../../src/index.ts";
import { jsonSerializer, openPayloads, superjsonSerializer, textSerializer } from "../../src/index.ts";
import { thrown } from "../support/errors.ts";

jest.setTimeout(180_000);

const REFERENCE = `sweft:ref:1 store=memory size=3 sha256=${"0".repeat(64)} key=${"0".repeat(64)}`;
const LOOK_ALIKES = [
  "sweft:",
  "sweft:x",
  REFERENCE,
  "sweft:ref:1",
  "sweft:superjson {}",
  'sweft:text "a"',
  'sweft:text "sweft:text"',
  "sweft:\n\u0000",
];

describe("a user's text that looks like one of Sweft's own", () => {
  const payloads = openPayloads({ serializer: textSerializer() });

  it.each(LOOK_ALIKES)("is escaped and carried unharmed: %j", (value) => {
    const text = payloads.write(value);
    expect(text).toMatch(/^sweft:text "/);
    expect(payloads.isReference(text)).toBe(false);
    expect(payloads.missing(text)).toBe(false);
    expect(payloads.read(text)).toBe(value);
  });

  it("is never mistaken, whatever it is", () => {
    const prefix = fc.constantFrom("", "s", "sweft", ...LOOK_ALIKES);
    fc.assert(
      fc.property(prefix, fc.string({ unit: "binary" }), (start, rest) => {
        expect(payloads.read(payloads.write(start + rest))).toBe(start + rest);
        expect(payloads.isReference(payloads.write(start + rest))).toBe(false);
      }),
    );
  });

  it("is carried by every serializer", () => {
    for (const serializer of [superjsonSerializer(), jsonSerializer()]) {
      const open = openPayloads({ serializer });
      for (const value of LOOK_ALIKES) expect(open.read(open.write(value))).toBe(value);
    }
  });

  it("is left alone if it only begins alike", () => {
    for (const value of ["sweft", "swe", "Sweft:ref:1", " sweft:x"]) expect(payloads.write(value)).toBe(value);
  });
});

describe("read", () => {
  it("refuses a text of another serializer instead of taking it for a string", () => {
    const error = thrown(() => openPayloads().read("sweft:xml <a/>"));
    expect(error.code).toBe("PAYLOAD_FORMAT_UNKNOWN");
    expect(error.message).toContain('"sweft:xml <a/>"');
  });

  it("tells an empty text from nothing at all", () => {
    const open = openPayloads({ serializer: { name: "raw", serialize: String, deserialize: String } });
    expect(open.write("")).toBe('sweft:text ""');
    expect(open.read(open.write(""))).toBe("");
  });

  it("refuses a text of a newer version", () => {
    expect(thrown(() => openPayloads().read("sweft:zip:3 abc")).code).toBe("PAYLOAD_FORMAT_UNKNOWN");
    expect(thrown(() => openPayloads().read(REFERENCE.replace(":1 ", ":3 "))).code).toBe("PAYLOAD_FORMAT_UNKNOWN");
  });

  it("refuses an escaped text that was cut off", () => {
    expect(thrown(() => openPayloads().read('sweft:text "abc')).code).toBe("PAYLOAD_UNREADABLE");
  });

  it("reads what other clients wrote as it is", () => {
    const payloads = openPayloads();
    expect(payloads.read("plain words")).toBe("plain words");
    expect(payloads.read("")).toBe("");
    expect(payloads.read('{"a":[1]}')).toEqual({ a: [1] });
  });
});

describe("a serializer of the user's own", () => {
  const reversed: Serializer = {
    name: "reversed",
    serialize: (value) => [...String(value)].reverse().join(""),
    deserialize: (text) => [...text].reverse().join(""),
  };

  it("may write whatever it likes", () => {
    const payloads = openPayloads({ serializer: reversed });
    expect(payloads.write("abc")).toBe("cba");
    expect(payloads.write("x:tfews")).toBe('sweft:text "sweft:x"');
    expect(payloads.read(payloads.write("x:tfews"))).toBe("x:tfews");
  });

  it("may mark its texts", () => {
    const marker = "sweft:reversed ";
    const marked: Serializer = {
      name: "reversed",
      marker,
      serialize: (value) => marker + reversed.serialize(value),
      deserialize: (text) => reversed.deserialize(text.slice(marker.length)),
    };
    const payloads = openPayloads({ serializer: marked });
    expect(payloads.write("abc")).toBe("sweft:reversed cba");
    expect(payloads.read("sweft:reversed cba")).toBe("abc");
  });

  it.each(["reversed ", "sweft:text ", "sweft:ref:1 ", "sweft:Reversed ", "sweft:", "sweft:reversed"])(
    "may not mark them with %j",
    (marker) => {
      const error = thrown(() => openPayloads({ serializer: { ...reversed, marker } }));
      expect(error.code).toBe("PAYLOAD_OPTION_INVALID");
    },
  );
});
