import { Buffer } from "node:buffer";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { bytesSerializer } from "../../src/index.ts";
import { thrown } from "../support/errors.ts";

const bytes = bytesSerializer();

describe("bytesSerializer", () => {
  it("carries bytes, whatever they are, as a Buffer with memory of its own", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.nat(20), (whole, from) => {
        const view = whole.subarray(from);
        for (const given of [view, Buffer.from(view)]) {
          const back = bytes.deserialize(bytes.serialize(given)) as Buffer;
          expect(Buffer.isBuffer(back)).toBe(true);
          expect([...back]).toEqual([...view]);
          expect(back.buffer.byteLength).toBe(view.byteLength);
        }
      }),
    );
  });

  it("writes base64 after its marker, so that any program can tell and read it", () => {
    expect(bytes.serialize(new Uint8Array([1, 2, 3]))).toBe("sweft:bytes AQID");
    expect(bytes.serialize(new Uint8Array())).toBe("sweft:bytes ");
  });

  it("reads base64 with line breaks, as some programs write it", () => {
    expect(bytes.deserialize("sweft:bytes AQ\nID\n")).toEqual(Buffer.from([1, 2, 3]));
  });

  it("carries bytes of another realm", () => {
    expect(bytes.serialize(structuredClone(new Uint8Array([1, 2, 3])))).toBe("sweft:bytes AQID");
  });

  it.each<[unknown, string]>([
    [undefined, "args[0] is undefined; bytesSerializer() carries a Uint8Array or a Buffer only."],
    ["AQID", "args[0] is a string; bytesSerializer() carries a Uint8Array or a Buffer only."],
    [[1, 2], "args[0] is an array; bytesSerializer() carries a Uint8Array or a Buffer only."],
    [new ArrayBuffer(2), "args[0] is an ArrayBuffer; bytesSerializer() carries a Uint8Array or a Buffer only."],
    [new Float32Array(2), "args[0] is binary data; pass its bytes: new Uint8Array(it.buffer"],
    [new (class Photo extends Uint8Array {})(2), "args[0] is binary data; pass its bytes"],
    [() => new Uint8Array(), "args[0] is a function; pass the data it needs"],
    [Promise.resolve(new Uint8Array()), "args[0] is a promise; await it"],
  ])("refuses %p", (value, message) => {
    const error = thrown(() => bytes.serialize(value, "args[0]"));
    expect(error.code).toBe("PAYLOAD_UNSERIALIZABLE");
    expect(error.message).toContain(message);
    expect(error.path).toBe("args[0]");
  });

  it.each([
    "sweft:bytes A",
    "sweft:bytes AQI",
    "sweft:bytes AQI?",
    "sweft:bytes =",
    "sweft:bytes AQID=",
    "sweft:bytes {}",
  ])("cannot read %j, and says so", (text) => {
    expect(thrown(() => bytes.deserialize(text)).code).toBe("PAYLOAD_UNREADABLE");
  });

  it("reads what something else has written as JSON, or as the text that it is", () => {
    expect(bytes.deserialize('{"a":1}')).toEqual({ a: 1 });
    expect(bytes.deserialize("done")).toBe("done");
  });
});
