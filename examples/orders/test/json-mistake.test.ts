import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { findJsonMistake } from "../src/json-mistake.ts";

describe("where a text stops being JSON", () => {
  it.each([
    ["", 1, 1, "the end of the file", "a value"],
    ["{", 1, 2, "the end of the file", 'the name of a field, in double quotes, or "}"'],
    ['[\n  { "id": "A-1", }\n]', 2, 18, "}", "the name of a field, in double quotes"],
    ['[\n  { "id" "A-1" }\n]', 2, 10, '"A-1"', 'a ":"'],
    ['{"a":1\n"b":2}', 2, 1, '"b"', '"," or "}"'],
    ["[1,\n 2,\n]", 3, 1, "]", "a value"],
    ["[1 2]", 1, 4, "2", '"," or "]"'],
    ["[1}", 1, 3, "}", '"," or "]"'],
    ["{'a': 1}", 1, 2, "'", 'the name of a field, in double quotes, or "}"'],
    ["[01]", 1, 2, "01", 'a value or "]"'],
    ["[nul]", 1, 2, "nul", 'a value or "]"'],
    ["[] []", 1, 4, "[", "nothing more"],
    ['["Ann\n"]', 1, 2, '"Ann', "the closing quote on the same line"],
    ['["a\\q"]', 1, 4, "\\q", 'one of " \\ / b f n r t u after a backslash; write \\\\ for a backslash itself'],
    ['["\\u12x4"]', 1, 3, "\\u12x4", "four hexadecimal digits after \\u"],
    ['["a\tb"]', 1, 4, "a tab inside a text", "\\t in its place"],
    ['["a\u0000b"]', 1, 4, "the control character U+0000 inside a text", "\\u0000 in its place"],
    ["[\u0000]", 1, 2, "\\u0000", 'a value or "]"'],
    ["[\u202e]", 1, 2, "\\u202e", 'a value or "]"'],
    ['["a" "\u009b31m"]', 1, 6, '"\\u009b31m"', '"," or "]"'],
    ["[1] // all", 1, 5, "/", "nothing more"],
  ])("%j: line %i, column %i, %s instead of %s", (text, line, column, found, wanted) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(findJsonMistake(text)).toEqual({ line, column, found, wanted });
  });

  it("is nowhere in JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2, "\t"), (value, indent) => {
        expect(findJsonMistake(JSON.stringify(value, undefined, indent))).toBeUndefined();
      }),
    );
  });

  it("is somewhere in every text that the platform does not take, and nowhere in one that it takes", () => {
    const broken = fc.tuple(fc.json(), fc.nat(), fc.constantFrom("", ",", "]", "}", '"', ":", "x", "0", " "));
    fc.assert(
      fc.property(broken, ([json, at, put]) => {
        const place = at % (json.length + 1);
        const text = json.slice(0, place) + put + json.slice(place + 1);
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        expect(findJsonMistake(text) === undefined).toBe(isJson);
      }),
    );
  });
});
