import { describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";
import { readControl, readMarker, writeControl, writeMarker } from "../../src/values/header.ts";

jest.setTimeout(180_000);

const word = fc.stringMatching(/^[!-~]+$/);
const anyText = fc.option(fc.string({ unit: "binary" }), { nil: undefined });

describe("control", () => {
  it("is read as it was written, whatever the user's own text", () => {
    fc.assert(
      fc.property(word, fc.oneof(fc.constant(""), word), anyText, (id, digest, text) => {
        const control = { id, digest, text };
        expect(readControl(writeControl(control))).toEqual(control);
      }),
    );
  });

  it.each([
    [{ id: "3", digest: "1abc", text: undefined }, "sw1 3 1abc"],
    [{ id: "3~2", digest: "", text: undefined }, "sw1 3~2"],
    [{ id: "3", digest: "1abc", text: "mine" }, "sw1 3 1abc\nmine"],
    [{ id: "3", digest: "", text: "" }, "sw1 3\n"],
    [{ id: "3", digest: "", text: "\n sw1 x\r\n" }, "sw1 3\n\n sw1 x\r\n"],
  ])("%j is written as %j, which histories keep for ever", (control, written) => {
    expect(writeControl(control)).toBe(written);
    expect(readControl(written)).toEqual(control);
  });

  it.each([undefined, "", "sw1", "sw10 3 x", "sw2 3 x", "SW1 3", " sw1 3", "mine", '{"id":3}', "\nsw1 3"])(
    "%j was written by another program",
    (control) => {
      expect(readControl(control)).toBeUndefined();
    },
  );
});

describe("marker details", () => {
  it("are read as they were written, whatever the payload", () => {
    fc.assert(
      fc.property(fc.array(word), anyText, (head, payload) => {
        expect(readMarker(writeMarker({ head, payload }))).toEqual({ head, payload });
      }),
    );
  });

  it.each([
    [{ head: [], payload: undefined }, "sw1"],
    [{ head: ["3", "ok"], payload: "5" }, "sw1 3 ok\n5"],
    [{ head: ["3"], payload: "" }, "sw1 3\n"],
    [{ head: [], payload: "a\nb" }, "sw1\na\nb"],
  ])("%j are written as %j, which histories keep for ever", (details, written) => {
    expect(writeMarker(details)).toBe(written);
    expect(readMarker(written)).toEqual(details);
  });

  it.each([undefined, "", "sw", "mine", " sw1", "SW1 3", "\nsw1"])("%j were written by another program", (details) => {
    expect(readMarker(details)).toBeUndefined();
  });

  it.each(["sw10 3", "sw1x", "sw12\n5"])("%j were written by another program, or in a later format", (details) => {
    expect(readMarker(details)).toBeUndefined();
  });
});
