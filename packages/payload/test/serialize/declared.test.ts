import { Buffer } from "node:buffer";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { DeclaredSerializer, Format } from "../../src/index.ts";
import { bytesSerializer, jsonSerializer, openPayloads, superjsonSerializer, textSerializer } from "../../src/index.ts";
import { thrown } from "../support/errors.ts";

const payloads = openPayloads();
const by = (serializer: DeclaredSerializer): Format => ({ serializer });

/** Any object with the two methods. */
const csv: DeclaredSerializer = {
  serialize: (rows) => (rows as string[][]).map((row) => row.join(",")).join("\n"),
  deserialize: (text) => text.split("\n").map((row) => row.split(",")),
};

class Money {
  readonly cents: number;
  constructor(cents: number) {
    this.cents = cents;
  }
}

describe("a declared serializer", () => {
  it("writes and reads in place of the default one", () => {
    expect(payloads.write("héllo", "value", by(textSerializer()))).toBe("héllo");
    expect(payloads.read("héllo", by(textSerializer()))).toBe("héllo");
    expect(payloads.write([["a", "b"], ["c"]], "value", by(csv))).toBe("a,b\nc");
    expect(payloads.read("a,b\nc", by(csv))).toEqual([["a", "b"], ["c"]]);
  });

  it("leaves the default one to write where it names none", () => {
    expect(payloads.write([1n], "value", { store: "big" })).toBe(payloads.write([1n]));
    expect(payloads.read(payloads.write([1n]), { store: "big" })).toEqual([1n]);
  });

  it("carries every text, those that look like Sweft's own and the empty one among them", () => {
    const text = by(textSerializer());
    const looks = fc.tuple(fc.constantFrom("", "sweft:", "sweft:text ", "sweft:bytes ", "sweft:ref:1 "), fc.string());
    fc.assert(
      fc.property(looks, ([start, rest]) => {
        const written = payloads.write(start + rest, "value", text);
        expect(payloads.isReference(written)).toBe(false);
        expect(written).not.toBe("");
        expect(payloads.read(written, text)).toBe(start + rest);
      }),
    );
  });

  it("reads what another one has marked by that mark, so that a changed declaration reads old texts", () => {
    const declared = [textSerializer(), jsonSerializer(), bytesSerializer(), superjsonSerializer(), csv];
    for (const serializer of declared) {
      expect(payloads.read(payloads.write([1n]), by(serializer))).toEqual([1n]);
      expect(payloads.read("sweft:bytes AQID", by(serializer))).toEqual(Buffer.from([1, 2, 3]));
    }
    expect(payloads.read("sweft:bytes AQID")).toEqual(Buffer.from([1, 2, 3]));
    expect(openPayloads({ serializer: jsonSerializer() }).read(payloads.write([1n]))).toEqual([1n]);
  });

  it("has classes of the default serializer read by that", () => {
    const open = openPayloads({ serializer: superjsonSerializer({ classes: { Money } }) });
    expect(open.read(open.write([new Money(5)]), by(textSerializer()))).toEqual([new Money(5)]);
  });

  it("cannot read what only its writer can", () => {
    for (const format of [undefined, by(textSerializer()), by(csv)]) {
      const error = thrown(() => payloads.read("sweft:protobuf CgRvLTE3", format));
      expect(error.code).toBe("PAYLOAD_FORMAT_UNKNOWN");
      expect(error.message).toContain('The payload "sweft:protobuf CgRvLTE3" is in a format not known here');
    }
  });

  it.each<[string, unknown, string]>([
    ["nothing", undefined, "args was written by the serializer of your own as undefined; serialize(value) must return"],
    [
      "a number",
      5,
      "args was written by the serializer of your own as 5; serialize(value) must return a text, at once.",
    ],
    ["a promise", Promise.resolve("a"), "args was written by the serializer of your own as a promise; serialize"],
    ["half a pair", "\ud800", "args was written by the serializer of your own with half of a surrogate pair"],
  ])("is refused if it writes %s", (_, text, message) => {
    const serializer = { serialize: () => text as string, deserialize: () => undefined };
    const error = thrown(() => payloads.write([], "args", by(serializer)));
    expect(error.code).toBe("PAYLOAD_UNSERIALIZABLE");
    expect(error.message).toContain(message);
    expect(error.path).toBe("args");
  });

  it("may throw anything", () => {
    const fails = (): never => {
      throw new TypeError("no rows");
    };
    const serializer = { name: "rows", serialize: fails, deserialize: fails };
    const writing = thrown(() => payloads.write([], "args", by(serializer)));
    expect(writing.code).toBe("PAYLOAD_UNSERIALIZABLE");
    expect(writing.message).toBe("args cannot be written by the serializer rows: no rows");
    expect(writing.cause).toBeInstanceOf(TypeError);
    const reading = thrown(() => payloads.read("a,b", by(serializer)));
    expect(reading.code).toBe("PAYLOAD_UNREADABLE");
    expect(reading.message).toBe('The payload "a,b" cannot be read by the serializer rows: no rows');
    expect(reading.cause).toBeInstanceOf(TypeError);
  });

  it("may have methods that use `this`", () => {
    class Prefixed {
      readonly prefix = "> ";
      serialize(value: unknown): string {
        return this.prefix + String(value);
      }
      deserialize(text: string): unknown {
        return text.slice(this.prefix.length);
      }
    }
    const format = by(new Prefixed());
    expect(payloads.read(payloads.write("a", "value", format), format)).toBe("a");
  });

  it("may have a marker of its own, and no other", () => {
    const marked = { ...csv, marker: "sweft:csv ", serialize: (rows: unknown) => `sweft:csv ${csv.serialize(rows)}` };
    expect(payloads.write([["a"]], "value", by(marked))).toBe("sweft:csv a");
    for (const marker of ["csv ", "sweft:csv", "sweft:text ", "sweft:ref:1 "]) {
      const error = thrown(() => payloads.write([["a"]], "value", by({ ...csv, marker })));
      expect(error.code).toBe("PAYLOAD_OPTION_INVALID");
    }
  });
});

describe("the serializer of openPayloads", () => {
  it("may be any object with the two methods, too", () => {
    class Upper {
      readonly end = "!";
      serialize(value: unknown): string {
        return JSON.stringify(value).toUpperCase() + this.end;
      }
      deserialize(text: string): unknown {
        return JSON.parse(text.slice(0, -this.end.length).toLowerCase());
      }
    }
    const open = openPayloads({ serializer: new Upper() });
    expect(open.write(["a"])).toBe('["A"]!');
    expect(open.read('["A"]!')).toEqual(["a"]);
  });

  it("is refused if it is none, or writes no text", () => {
    for (const serializer of [5, {}, { serialize: String }]) {
      const error = thrown(() => openPayloads({ serializer: serializer as unknown as DeclaredSerializer }));
      expect(error.code).toBe("PAYLOAD_OPTION_INVALID");
      expect(error.message).toMatch(
        /^openPayloads: serializer is .*; write an object with the methods serialize\(value\)/s,
      );
    }
    const open = openPayloads({ serializer: { serialize: () => undefined as never, deserialize: String } });
    expect(thrown(() => open.write(1, "args")).message).toBe(
      "args was written by the serializer of your own as undefined; serialize(value) must return a text, at once.",
    );
  });
});
