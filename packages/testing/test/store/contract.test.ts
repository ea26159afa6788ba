import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { fileStore, memoryStore } from "@sweft/payload";
import { storeContract } from "../../src/index.ts";

const directory = mkdtempSync(join(tmpdir(), "sweft-contract-"));
afterAll(() => rmSync(directory, { recursive: true }));

describe("memoryStore", () => {
  const store = memoryStore();
  for (const { name, run } of storeContract({ open: () => store })) it(name, run);

  it("is left empty", async () => {
    const entries: unknown[] = [];
    for await (const entry of store.list?.("") ?? []) entries.push(entry);
    expect(entries).toEqual([]);
  });
});

describe("fileStore", () => {
  for (const { name, run } of storeContract({ open: () => fileStore(join(directory, "made", "when needed")) })) {
    it(name, run);
  }
});

describe("a store of two methods", () => {
  const { name, put, get } = memoryStore();
  const cases = storeContract({ open: () => ({ name, put, get }), without: ["delete", "list"] });
  for (const each of cases) it(each.name, each.run);

  it("is not asked for more", () => {
    expect(cases.map((each) => each.name).filter((sentence) => /list|delete/.test(sentence))).toEqual([]);
  });
});
