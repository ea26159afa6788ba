import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { inspect } from "node:util";
import { afterAll, describe, expect, it, jest } from "@jest/globals";

jest.setTimeout(180_000);

const root = join(__dirname, "../..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const scripts = (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> })
  .scripts;

/** The first block of code behind a heading. */
function block(language: string, after: string): string {
  const from = readme.indexOf(after);
  const match = new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(readme.slice(from));
  if (from < 0 || match?.[1] === undefined)
    throw new Error(`README.md has no block of ${language || "text"} behind "${after}"`);
  return match[1];
}

// Inside the workspace, so that imports resolve and jest compiles it; its name is in .gitignore.
const folder = mkdtempSync(join(root, ".readme-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The program as a module of jest's: imports stay where they are, the rest becomes a function, since it awaits. */
function asModule(program: string): string {
  const lines = program.split("\n");
  const imports = lines.filter((line) => line.startsWith("import "));
  const rest = lines.filter((line) => !line.startsWith("import "));
  return `// @ts-nocheck\n${imports.join("\n")}\nexport async function main(console) {\n${rest.join("\n")}\n}\n`;
}

describe("README.md", () => {
  it("has an example of at most 25 lines that prints what it says", async () => {
    const program = block("js", "## A whole program");
    expect(program.trimEnd().split("\n").length).toBeLessThanOrEqual(25);
    const file = join(folder, "hello.ts");
    writeFileSync(file, asModule(program));
    const { main } = jest.requireActual<{ main: (console: { log: (value: unknown) => void }) => Promise<void> }>(file);
    const printed: string[] = [];
    await main({ log: (value) => printed.push(inspect(value)) });
    expect(`${printed.join("\n")}\n`).toBe(block("", "It prints"));
  });

  it("has an engine that a client of AWS reaches over HTTP", async () => {
    const program = block("js", "## An SWF of your own");
    const file = join(folder, "served.ts");
    writeFileSync(file, asModule(program));
    const { main } = jest.requireActual<{ main: (console: { log: (value: unknown) => void }) => Promise<void> }>(file);
    const printed: unknown[] = [];
    await main({ log: (value) => printed.push(value) });
    expect(printed).toEqual([/console\.log\(.*\); \/\/ (.*)/.exec(program)?.[1]]);
  });

  it("has a test of that program that passes", () => {
    const program = block("js", "## A whole program");
    const declarations = program.slice(0, program.indexOf("const api ="));
    const file = join(folder, "order.test-snippet.ts");
    const lines = `${declarations}\n${block("ts", "## Testing a workflow")}`.split("\n");
    const imports = lines.filter((line) => line.startsWith("import "));
    const rest = lines.filter((line) => !line.startsWith("import "));
    writeFileSync(
      file,
      `// @ts-nocheck\n${imports.join("\n")}\nexport function test(it, expect) {\n${rest.join("\n")}\n}\n`,
    );
    const { test } = jest.requireActual<{ test: (it: unknown, expect: unknown) => void }>(file);
    const names: string[] = [];
    const run = (name: string, body: () => void) => {
      names.push(name);
      body();
    };
    test(run, expect);
    expect(names).toEqual(["gives up on the card after a minute"]);
  });

  it("names scripts that exist", () => {
    const named = [...readme.matchAll(/npm run ([\w:]+)|npm (start|test)/g)].map(
      ([, run, short]) => run ?? short ?? "",
    );
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it("lists every package there is, and no other", () => {
    const listed = [...readme.matchAll(/\]\(packages\/(\w+)\) \|/g)].map(([, folder]) => folder ?? "");
    expect([...listed].sort()).toEqual(readdirSync(join(root, "packages")).sort());
  });
});

/** The headings of a page, as links name them. */
const headingsOf = (page: string): readonly string[] =>
  [...readFileSync(join(root, page), "utf8").matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w -]/g, "")
      .replaceAll(" ", "-"),
  );

describe.each([
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "packages/engine/FIDELITY.md",
  "packages/engine/README.md",
  "packages/worker/README.md",
  "packages/workflow/README.md",
])("%s", (page) => {
  it("links to what is there", () => {
    const text = readFileSync(join(root, page), "utf8");
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(([, path]) =>
      join(dirname(join(root, page)), path ?? ""),
    );
    expect(links.filter((path) => !existsSync(path)).map((path) => relative(root, path))).toEqual([]);
  });

  it("links to headings that are there", () => {
    const text = readFileSync(join(root, page), "utf8");
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]*\.md|)#([^)]+)\)/g)];
    const missing = links.filter(([, path, heading]) => {
      const target = path === "" ? page : relative(root, join(dirname(join(root, page)), path ?? ""));
      return !headingsOf(target).includes(heading ?? "");
    });
    expect(missing.map(([link]) => link)).toEqual([]);
  });
});
