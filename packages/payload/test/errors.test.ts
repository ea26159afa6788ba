import { describe, expect, it } from "@jest/globals";
import { codeOf, ERRORS, PayloadError } from "../src/errors.ts";

describe("PayloadError", () => {
  it("carries code, path and cause, and only what there is", () => {
    const cause = new Error("why");
    const error = new PayloadError("PAYLOAD_UNREADABLE", "what", { path: "args[0]", cause });
    expect(error).toMatchObject({ name: "PayloadError", code: "PAYLOAD_UNREADABLE", message: "what", path: "args[0]" });
    expect(error.cause).toBe(cause);
    const bare = new PayloadError("PAYLOAD_MISSING", "what");
    expect("path" in bare || "cause" in bare).toBe(false);
  });

  it("has codes that are the package's own, each with a sentence", () => {
    for (const [code, { summary, fix }] of Object.entries(ERRORS)) {
      expect(code).toMatch(/^PAYLOAD_[A-Z_]+$/);
      expect(summary).toMatch(/^[A-Z].*\.$/);
      expect(fix).toMatch(/^[A-Z].*\.$/);
    }
  });
});

describe("codeOf", () => {
  it.each<[unknown, string | undefined]>([
    [Object.assign(new Error("x"), { code: "ENOENT" }), "ENOENT"],
    [{ code: "X" }, "X"],
    [{ code: 20 }, undefined],
    [new Error("x"), undefined],
    ["X", undefined],
    [null, undefined],
    [undefined, undefined],
  ])("of %p is %p", (error, code) => {
    expect(codeOf(error)).toBe(code);
  });
});
