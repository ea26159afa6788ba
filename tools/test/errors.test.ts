import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it, jest } from "@jest/globals";
import type { ErrorDescription } from "../errors-page.js";
import { findTables, PAGE, renderPage } from "../errors-page.js";
import { readProject } from "../imports/project.ts";

jest.setTimeout(180_000);

type Table = Readonly<Record<string, ErrorDescription>>;

const root = resolve(__dirname, "../..");
const files = findTables(root);
const tables = files.map(({ name, folder, file }) => ({
  name,
  errors: (require(join(root, folder, "src", file)) as { ERRORS: Table }).ERRORS,
}));

/** Ours are in capitals; those that stand for errors of Amazon SWF and of the platform keep the names they have there. */
const CODE = /^(?:[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*|(?:[A-Z][a-z]+)+(?:Fault|Exception|Error|Failure))$/;

/** What is wrong with a table, one sentence each. */
function faultsOf(name: string, errors: Table): string[] {
  return Object.entries(errors).flatMap(([code, { summary, fix }]) => [
    ...(CODE.test(code) ? [] : [`${name} ${code}: write codes in capitals: NOT_READY`]),
    ...(isSentence(summary) ? [] : [`${name} ${code}: give it a summary, a sentence that says what happened`]),
    ...(isSentence(fix) ? [] : [`${name} ${code}: give it a fix, a sentence that says what to do`]),
  ]);
}

function isSentence(text: unknown): boolean {
  return typeof text === "string" && /^\S.*\S[.!?]$/s.test(text);
}

/** The codes that no value in the sources names. */
function unused(errors: Table, strings: ReadonlySet<string>): string[] {
  return Object.keys(errors).filter((code) => !strings.has(code));
}

describe("the tables of error codes", () => {
  it("are found, one in a package", () => {
    expect(files.map(({ name }) => name)).toContain("@sweft/workflow");
    expect(new Set(files.map(({ name }) => name)).size).toBe(files.length);
  });

  it("say of each code what happened and what to do", () => {
    expect(tables.flatMap(({ name, errors }) => faultsOf(name, errors))).toEqual([]);
  });

  it("list no code that nothing raises", () => {
    const sources = readProject(root)
      .workspaces.flatMap((workspace) => workspace.sources)
      .filter(({ path }) => /^packages\/[^/]+\/src\//.test(path));
    const strings = new Set(sources.flatMap((source) => [...source.strings]));
    expect(tables.flatMap(({ name, errors }) => unused(errors, strings).map((code) => `${name} ${code}`))).toEqual([]);
  });
});

describe("docs/errors.md", () => {
  it("is what the tables give; `npm run docs:errors` writes it", () => {
    const page = join(root, PAGE);
    expect(existsSync(page) ? readFileSync(page, "utf8") : "(missing)").toBe(renderPage(tables));
  });

  it("names every code once, with its summary, fix and whether it is a bug, in order", () => {
    const page = renderPage([
      {
        name: "p",
        errors: { B: { summary: "It broke.", fix: "Mend it.", bug: true }, A: { summary: "a.", fix: "b." } },
      },
    ]);
    expect(page).toMatch(
      /## p\n\n### A\n\na\.\n\n\*\*What to do:\*\* b\.\n\n### B\n\nIt broke\. Marks wrong use: .* the run is held by default\.\n/,
    );
  });
});

describe("the checker", () => {
  it("sees a code without sentences, a code in small letters, and a code that nothing raises", () => {
    const bad = { not_ready: { summary: "no stop", fix: "" } };
    expect(faultsOf("p", bad)).toHaveLength(3);
    expect(faultsOf("p", { NOT_READY: { summary: "It is not ready.", fix: "Wait." } })).toEqual([]);
    expect(unused({ A: { summary: "", fix: "" }, B: { summary: "", fix: "" } }, new Set(["A"]))).toEqual(["B"]);
  });
});
