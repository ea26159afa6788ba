import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it, jest } from "@jest/globals";
import { openEngine } from "../src/index.ts";
import { refusal } from "./support/desk.ts";

const readme = readFileSync(join(__dirname, "../README.md"), "utf8");

// Inside the workspace, so that imports resolve and jest compiles it; its name is in .gitignore.
const folder = mkdtempSync(join(__dirname, "../../../.readme-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What an example needs of those before it, and how what it opens ends. */
const AROUND: Readonly<Record<string, readonly [before: string, after: string]>> = {
  serveEngine: ['import { openEngine } from "@sweft/engine";\nconst api = openEngine();', "await api.close();"],
  functions: ['import { openEngine } from "@sweft/engine";', "await engine.close();"],
  virtualClock: ["", "await clock.advance(60_000); await engine.close();"],
  withFaults: ['import { openEngine } from "@sweft/engine";\nconst engine = openEngine();', "await flaky.close();"],
  sqliteStore: ["", "await api.close();"],
};

const examples = Array.from(readme.matchAll(/```js\n([\s\S]*?)```/g), ([, code = ""]) => code);

it.each(examples)("has an example that runs: %s", async (code) => {
  const [before, after] = Object.entries(AROUND).find(([name]) => code.includes(name))?.[1] ?? ["", ""];
  const program = `${before}\n${code}\n${after}`.replace('"engine.db"', JSON.stringify(join(folder, "engine.db")));
  const statements = program.replace("port: 4596", "port: 0").split("\n");
  const imports = statements.filter((line) => line.startsWith("import "));
  const rest = statements.filter((line) => !line.startsWith("import "));
  const file = join(folder, `example-${examples.indexOf(code)}.ts`);
  writeFileSync(file, `// @ts-nocheck\n${imports.join("\n")}\nexport async function main() {\n${rest.join("\n")}\n}\n`);
  const { main } = jest.requireActual<{ main: () => Promise<void> }>(file);
  await main();
});

it("names every option of openEngine, and no other", async () => {
  const { message } = await refusal((async () => openEngine({ none: 1 } as object))());
  const options = message.replace(/^.*it has |\.$/g, "").split(", ");
  const [, table = ""] = /\n## Options\n([\s\S]*?)\n## /.exec(readme) ?? [];
  const rows = Array.from(table.matchAll(/^\| (`[^|]+`) \|/gm), ([, names = ""]) =>
    names.replaceAll("`", "").split(", "),
  );
  expect(rows.flat().sort()).toEqual(options.sort());
});
