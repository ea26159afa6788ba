import { describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";
import { childId, legalName, RESERVED, userName } from "../../src/values/names.ts";

jest.setTimeout(180_000);

const refused = expect.objectContaining({ code: "ID_INVALID", name: "SweftError" }) as unknown as Error;
const forbidden = (unit: number) =>
  unit <= 0x1f || (unit >= 0x7f && unit <= 0x9f) || unit === 0x3a || unit === 0x2f || unit === 0x7c;

describe("legalName", () => {
  it("forbids exactly the characters that SWF forbids, wherever they stand", () => {
    for (let unit = 0; unit < 0x10000; unit++) {
      const name = `a${String.fromCharCode(unit)}b`;
      if (forbidden(unit)) expect(() => legalName(name, "name")).toThrow(refused);
      // A plain comparison: an expectation for each of 65,000 characters would take seconds.
      else if (legalName(name, "name") !== name) throw new Error(`U+${unit.toString(16)} changed`);
    }
    for (const edge of [":", "a:", ":a", "/", "|", "\n", "a\r"]) {
      expect(() => legalName(edge, "name")).toThrow(refused);
    }
  });

  it("bounds the length, 256 unless told", () => {
    expect(legalName("x".repeat(256), "name")).toHaveLength(256);
    expect(() => legalName("x".repeat(257), "name")).toThrow(/^name is ".*1 to 256 characters/);
    expect(legalName("x".repeat(64), "version", 64)).toHaveLength(64);
    expect(() => legalName("x".repeat(65), "version", 64)).toThrow(/^version is ".*1 to 64 characters/);
    expect(() => legalName("", "name")).toThrow(refused);
  });

  it("forbids the word arn, but no word with it", () => {
    expect(() => legalName("arn", "name")).toThrow(refused);
    for (const name of ["ARN", "arn1", "an arn", "arns"]) expect(legalName(name, "name")).toBe(name);
  });

  it("shows a long name shortened", () => {
    expect(() => legalName("x".repeat(100_000), "name")).toThrow(/^name is "x{57}…"; SWF allows/);
  });
});

describe("userName", () => {
  it("bounds the length alone and keeps the interpreter's names apart", () => {
    for (const name of ["a:b/c|d\n", "arn", "sweft", "x".repeat(256)]) expect(userName(name, "n")).toBe(name);
    for (const name of ["", "x".repeat(257), RESERVED, `${RESERVED}run`, undefined, null, 5]) {
      expect(() => userName(name as string, "n")).toThrow(refused);
    }
  });
});

describe("childId", () => {
  it("is the path and the number", () => {
    expect(childId("", 1)).toBe("1");
    expect(childId("3", 1)).toBe("3.1");
    expect(childId("3.1", 12)).toBe("3.1.12");
  });

  it("of a path over 128 characters is a hash: 128 are kept, 129 are not", () => {
    const path = "1".repeat(126);
    expect(childId(path, 1)).toBe(`${path}.1`);
    expect(childId(path, 1)).toHaveLength(128);
    expect(childId(`${path}1`, 1)).toMatch(/^#[a-z2-7]{26}$/);
    expect(childId(path, 12)).toMatch(/^#[a-z2-7]{26}$/);
  });

  it("goes on below a hash, and stays short and legal however deep", () => {
    let path = "";
    const seen = new Set<string>();
    for (let depth = 0; depth < 1000; depth++) {
      path = childId(path, (depth % 9) + 1);
      expect(path.length).toBeLessThanOrEqual(128);
      expect(legalName(path, "id")).toBe(path);
      seen.add(path);
    }
    expect(seen.size).toBe(1000);
  });

  it("differs for different places, hashed or not", () => {
    const long = "7".repeat(140);
    const ids = [long, `${long}7`, `${long}.1`, "8".repeat(140)].flatMap((path) =>
      Array.from({ length: 5000 }, (_, nth) => childId(path, nth)),
    );
    expect(new Set(ids).size).toBe(20_000);
  });

  it("is the same for the same place", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 300 }), fc.nat(), (path, nth) => {
        expect(childId(path, nth)).toBe(childId(path, nth));
      }),
    );
  });
});
