import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { referencesIn } from "../../src/envelope/find.ts";
import { formatReference } from "../../src/envelope/reference.ts";

const word = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  minLength: 1,
});
const coding = fc.constantFrom(undefined, { codec: "br", textBytes: 12 });

describe("referencesIn", () => {
  it("finds a reference that stands alone, behind a head, and in the JSON of a JSON value", () => {
    fc.assert(
      fc.property(word, word, coding, (store, key, coded) => {
        const reference = formatReference({ store, size: 1, sha256: "ab".repeat(32), coding: coded, key });
        const twice = JSON.stringify([reference, reference.replace(/key=.*/, "key=other")]);
        expect(referencesIn(twice)).toEqual(
          expect.arrayContaining([
            { store, key },
            { store, key: "other" },
          ]),
        );
        for (const text of [reference, `sw1 signal id\n${reference}`, JSON.stringify({ a: [reference, "b"], c: 1 })]) {
          expect(referencesIn(text)).toContainEqual({ store, key });
        }
      }),
    );
  });

  it("finds all of a text, and those of older and later versions", () => {
    const one = `sweft:ref:1 store=file size=1 sha256=${"ab".repeat(32)} key=shop/a/b/c`;
    const other = "sweft:ref:9 store=s3 region=eu-west-1 size=1 key=x";
    expect(referencesIn(JSON.stringify([one, other]))).toEqual(
      expect.arrayContaining([
        { store: "file", key: "shop/a/b/c" },
        { store: "s3", key: "x" },
      ]),
    );
  });

  it("finds none where there is none", () => {
    expect(referencesIn('{"a":"sweft:ref: is how they start","b":"store=a key=b"}')).toEqual([]);
  });
});
