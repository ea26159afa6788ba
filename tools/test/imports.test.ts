import { resolve } from "node:path";
import { describe, expect, it, jest } from "@jest/globals";
import { findCycles } from "../imports/cycles.ts";
import { MAX_LINES } from "../imports/layers.ts";
import type { Manifest, Project } from "../imports/project.ts";
import { readProject } from "../imports/project.ts";
import { findings } from "../imports/rules.ts";
import { readSource } from "../imports/source.ts";

jest.setTimeout(180_000);

/** A project of the given files; package.json files default to what the paths and layers need. */
function projectOf(files: Record<string, string>, manifests: Record<string, Partial<Manifest>> = {}): Project {
  const folders = ["workflow", "payload", "worker"].map((name) => `packages/${name}`);
  return {
    root: { name: "root", devDependencies: { "@jest/globals": "1" } },
    sources: [],
    workspaces: folders.map((folder) => ({
      folder,
      manifest: { name: folder.replace("packages", "@sweft"), exports: { ".": {} }, ...manifests[folder] },
      references: undefined,
      sources: Object.entries(files)
        .filter(([path]) => path.startsWith(`${folder}/`))
        .map(([path, text]) => readSource(path, text)),
    })),
  };
}

/** What the rules say of one file in `packages/workflow/src`. */
function judge(text: string): string[] {
  return findings(projectOf({ "packages/workflow/src/a.ts": text }));
}

describe("this workspace", () => {
  const project = readProject(resolve(__dirname, "../.."));

  it("has packages with sources to judge", () => {
    expect(project.workspaces.map(({ folder }) => folder)).toContain("packages/workflow");
    expect(project.workspaces.flatMap(({ sources }) => sources).length).toBeGreaterThan(5);
  });

  it("keeps every rule", () => {
    expect(findings(project)).toEqual([]);
  });
});

describe("the flow through the folders of a package", () => {
  it("forbids an import from a later folder, types included, and allows one from an earlier", () => {
    const found = findings(
      projectOf({
        "packages/workflow/src/language/a.ts": '\nimport type { B } from "../replay/b.ts";',
        "packages/workflow/src/replay/b.ts": 'import { c } from "../errors/c.ts";\nexport type B = typeof c;',
        "packages/workflow/src/errors/c.ts": "export const c = 1;",
      }),
    );
    expect(found).toEqual([
      expect.stringMatching(
        /^packages\/workflow\/src\/language\/a\.ts:2 imports \.\.\/replay\/b\.ts against the flow \(errors → /,
      ),
    ]);
  });
});

describe("the direction of imports", () => {
  const declared = { "packages/payload": { dependencies: { "@sweft/worker": "1" } } };

  it("forbids an import from a layer above", () => {
    const found = findings(
      projectOf({ "packages/payload/src/a.ts": '\nimport { x } from "@sweft/worker";' }, declared),
    );
    expect(found).toContain(
      "packages/payload/src/a.ts:2 imports @sweft/worker, which @sweft/payload may not import " +
        "(of ours it may import nothing). Move the code to the layer it belongs to.",
    );
  });

  it("forbids it for types, re-exports, import(), require() and import types as well", () => {
    for (const text of [
      'import type { X } from "@sweft/worker";',
      'export { x } from "@sweft/worker";',
      'export * from "@sweft/worker";',
      'export const x = () => import("@sweft/worker");',
      'export const x = require("@sweft/worker");',
      'export type X = import("@sweft/worker").X;',
      'export type X = typeof import("@sweft/worker");',
    ]) {
      expect(findings(projectOf({ "packages/payload/src/a.ts": text }, declared)).join()).toContain("may not import");
    }
  });

  it("forbids it in package.json as well", () => {
    expect(findings(projectOf({}, declared))).toEqual([
      expect.stringContaining("packages/payload/package.json:1 depends on @sweft/worker"),
    ]);
  });

  it("lets the worker import the workflow package that it declares", () => {
    const files = { "packages/worker/src/a.ts": 'import { x } from "@sweft/workflow";' };
    expect(findings(projectOf(files, { "packages/worker": { dependencies: { "@sweft/workflow": "1" } } }))).toEqual([]);
  });

  it("wants a layer for every package", () => {
    expect(findings(projectOf({}, { "packages/worker": { name: "@sweft/other" } }))).toEqual([
      expect.stringContaining("has no layer"),
    ]);
  });

  it("wants build references that mirror the dependencies", () => {
    const project = projectOf({}, { "packages/worker": { dependencies: { "@sweft/workflow": "1" } } });
    const workspaces = project.workspaces.map((each) => ({ ...each, references: ["packages/payload"] }));
    const found = findings({
      ...project,
      workspaces: workspaces.filter(({ folder }) => folder !== "packages/payload"),
    });
    expect(found).toContainEqual(expect.stringContaining("does not refer to packages/workflow"));
    expect(found).toContainEqual(expect.stringContaining("refers to packages/payload, which is no dependency"));
  });
});

describe("declared dependencies", () => {
  it("forbids an import that package.json does not declare", () => {
    const found = findings(projectOf({ "packages/payload/src/a.ts": 'import x from "superjson/deep";' }));
    expect(found).toEqual([expect.stringContaining("a.ts:1 imports superjson, which packages/payload/package.json")]);
  });

  it("lets Node's own modules and, in tests, the root's tools pass", () => {
    const files = {
      "packages/payload/src/a.ts": 'import { readFile } from "node:fs/promises";',
      "packages/payload/test/a.test.ts": 'import { it } from "@jest/globals"; import { x } from "@sweft/payload";',
    };
    expect(findings(projectOf(files))).toEqual([]);
  });

  it("forbids the tests' tools in sources", () => {
    const files = { "packages/payload/src/a.ts": 'import { it } from "@jest/globals";' };
    expect(findings(projectOf(files))).toEqual([expect.stringContaining("does not declare")]);
  });
});

describe("paths", () => {
  it("forbids reaching into another package", () => {
    const manifests = { "packages/worker": { dependencies: { "@sweft/workflow": "1" } } };
    const deep = { "packages/worker/src/a.ts": 'import { x } from "@sweft/workflow/src/x.ts";' };
    expect(findings(projectOf(deep, manifests))).toEqual([expect.stringContaining("reaches into @sweft/workflow")]);
    const relative = { "packages/worker/test/a.ts": 'import { x } from "../../workflow/src/x.ts";' };
    expect(findings(projectOf(relative))).toEqual([expect.stringContaining("outside of packages/worker")]);
  });

  it("wants .ts at the end of a relative import", () => {
    expect(judge('import { x } from "./b.js";')).toEqual([expect.stringContaining("a.ts:1 imports ./b.js")]);
    expect(judge('import { x } from "./b";')).toHaveLength(1);
    expect(judge('import { x } from "./b.ts";\nimport y from "./c.json";')).toEqual([]);
  });

  it("finds cycles, those of types too, and prints the way round", () => {
    const files = {
      "packages/workflow/src/a.ts": '\nimport { b } from "./b.ts";',
      "packages/workflow/src/b.ts": 'import type { C } from "./deep/c.ts";',
      "packages/workflow/src/deep/c.ts": 'export * from "../a.ts";',
    };
    const [found, ...more] = findings(projectOf(files));
    expect(found).toContain("packages/workflow/src/a.ts:2 closes a cycle");
    expect(found).toContain("src/a.ts → packages/workflow/src/b.ts → packages/workflow/src/deep/c.ts → packages");
    expect(more).toEqual([]);
  });

  it("takes a file that imports itself for a cycle, and a diamond for none", () => {
    expect(findCycles(new Map([["a", ["a"]]]))).toEqual([["a", "a"]]);
    const diamond: [string, string[]][] = [
      ["a", ["b", "c"]],
      ["b", ["d"]],
      ["c", ["d"]],
      ["d", ["not a node"]],
    ];
    expect(findCycles(new Map(diamond))).toEqual([]);
  });
});

describe("a pure package", () => {
  it.each([
    ['import { x } from "node:path";', "node:path"],
    ['import { x } from "path";', "path"],
    ["export const x = process.env;", "process.env"],
    ["export const x = { process };", "process"],
    ["export const x = Buffer.from([]);", "Buffer.from"],
    ["setTimeout(() => {}, 1);", "setTimeout()"],
    ["export const x = Date.now();", "Date.now"],
    ['export const x = Date["now"]();', "Date.now"],
    ["export const { now } = Date;", "Date"],
    ["export const x = new Date();", "new Date()"],
    ["export const x = new Date;", "new Date()"],
    ["export const x = Math.random();", "Math.random"],
    ["export const x = (Math as never).random();", "Math"],
    ["export const x = [Math];", "Math"],
    ["export const x = globalThis.y;", "globalThis.y"],
    ["export const x = performance.now();", "performance.now"],
    ["export const x = crypto.randomUUID();", "crypto.randomUUID"],
    ['console.log("x");', "console.log"],
    ["export const x = new WeakRef({});", "new WeakRef(…)"],
    ["export const x = Promise.resolve();", "Promise.resolve"],
    ["export async function x() {}", "async or await"],
    ["export const x = async () => 1;", "async or await"],
    ['export const x = "a".localeCompare("b");', "localeCompare"],
    ["export const x = 1n.toLocaleString();", "toLocaleString"],
  ])("may not say %s", (text, use) => {
    expect(judge(text)[0]).toMatch(/^packages\/workflow\/src\/a\.ts:1 (?:uses|imports) /);
    expect(judge(text).join()).toContain(use);
  });

  it.each([
    "export const x = new Date(0).getTime() + Math.floor(1.5) + Date.UTC(2000);",
    "export function x(process: string, Date: { now(): string }) { return process + Date.now(); }",
    "export const x = { process: 1, setTimeout() {} }.process;",
    "export type X = Promise<Date>; export declare const y: typeof process extends string ? 1 : 2;",
    "export interface X { then(done: () => Promise<void>): void }",
    "export const x = (value: unknown) => value instanceof Date || value instanceof Map;",
    "export const x = (clock: { now(): number }) => clock.now();",
  ])("may say %s", (text) => {
    expect(judge(text)).toEqual([]);
  });

  it("lets only the files named with a reason be asynchronous", () => {
    const text = "export const x = async () => 1;";
    expect(findings(projectOf({ "packages/workflow/src/language/activity.ts": text }))).toEqual([]);
    expect(findings(projectOf({ "packages/workflow/src/language/workflow.ts": text }))).toHaveLength(1);
  });

  it("says what to write instead", () => {
    expect(judge("export const x = setTimeout;").join()).toContain("make a timer command");
    expect(judge("export const x = process.argv;").join()).toContain("as an argument");
  });
});

describe("files", () => {
  it("have names for their exports", () => {
    expect(judge("const a = 1;\nexport default a;")).toEqual([expect.stringContaining("a.ts:2 exports a default")]);
    expect(judge("export default function f() {}")).toHaveLength(1);
    expect(judge("const a = 1;\nexport { a as default };")).toHaveLength(1);
    expect(judge('export { default } from "./b.ts";')).toHaveLength(1);
    expect(judge('export { default as b } from "./b.ts";')).toEqual([]);
  });

  it("keep no state in their module", () => {
    expect(judge("// é\nexport let count = 0;")).toEqual([expect.stringContaining("a.ts:2 keeps state")]);
    expect(judge("export function f() { let n = 0; n += 1; return n; }")).toEqual([]);
  });

  it("parse", () => {
    expect(() => judge("export const = 1;")).toThrow("packages/workflow/src/a.ts does not parse");
  });

  it("are short", () => {
    const line = "export {};\n";
    expect(judge(line.repeat(MAX_LINES))).toEqual([]);
    expect(judge(line.repeat(MAX_LINES + 1))).toEqual([expect.stringContaining(`has ${MAX_LINES + 1} lines`)]);
  });
});
