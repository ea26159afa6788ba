import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { findDoubles } from "../src/json-doubles.ts";

describe("fields that stand twice", () => {
  it.each([
    ['[{"a":1,"a":2}]', 0, "a"],
    ['[ 0 , { "a" : "a" , "b" : [ 1 , { "c" : 1 , "c" : 1 } ] } ]', 1, "b[1].c"],
    ['[{},{"a":{"b":{"c":[]},"b":1}}]', 1, "a.b"],
    ['[{"a":"x","\\u0061":"y"}]', 0, "a"],
    ['[{"__proto__":1,"__proto__":2}]', 0, "__proto__"],
  ])("are found in %s: in element %i, %s", (json, element, path) => {
    expect(findDoubles(json)).toEqual([{ element, path }]);
  });

  it("are told each time they stand there again", () => {
    expect(findDoubles('[{"a":1,"a":2,"a":3}]')).toHaveLength(2);
  });

  it.each([['[{"a":{"a":1}},{"a":1}]'], ['[{"a":"b","b":"a"}]'], ['[{"a":["a","a"]}]'], ["[]"]])(
    "are not confused with names of other objects, or values, in %s",
    (json) => {
      expect(findDoubles(json)).toEqual([]);
    },
  );

  it("are nowhere in what is printed from values, however deep", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 8 })), (values) => {
        expect(findDoubles(JSON.stringify(values))).toEqual([]);
      }),
    );
  });

  it("are found above whatever lies too deep to be looked at", () => {
    expect(findDoubles('[{"a":[{"b":[{"c":1,"c":2}]}],"a":0}]')).toEqual([{ element: 0, path: "a" }]);
  });
});
