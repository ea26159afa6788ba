import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it, jest } from "@jest/globals";
import type { ServeOptions } from "../src/http/index.ts";
import { serveEngine } from "../src/http/index.ts";
import type { EngineOptions } from "../src/index.ts";
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
  elsewhere: ['import { openEngine } from "@sweft/engine";', "await engine.close();"],
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

/** The rows of the table behind a heading: the names of options, and the text about them. */
function optionsBehind(heading: string): readonly { readonly names: readonly string[]; readonly about: string }[] {
  const [, section = ""] = new RegExp(`\n## ${heading}\n([\\s\\S]*?)\n## `).exec(readme) ?? [];
  return Array.from(section.matchAll(/^\| (`[^|]+`) \| ([^|]+) \|/gm), ([, names = "", about = ""]) => ({
    names: names.replaceAll("`", "").split(", "),
    about,
  }));
}

async function namesIn(refused: Promise<unknown>): Promise<readonly string[]> {
  const { message } = await refusal(refused);
  return message.replace(/^.*it has |\.$/g, "").split(", ");
}

it("names every option of openEngine and of serveEngine, and no other", async () => {
  const engine = openEngine();
  const wrong: object = { none: 1 };
  const ofEngine = await namesIn((async () => openEngine(wrong))());
  const ofServer = await namesIn(serveEngine(engine, wrong));
  await engine.close();
  const described = (heading: string) => optionsBehind(heading).flatMap(({ names }) => names);
  expect(described("Options").sort()).toEqual([...ofEngine].sort());
  expect(described("Over HTTP").sort()).toEqual([...ofServer].sort());
});

it("gives options values that they take", async () => {
  const valuesOf = (heading: string) =>
    optionsBehind(heading).flatMap(({ names, about }) =>
      Array.from(about.matchAll(/`([{[(][^`]*[}\]]|\(\{[^`]*)`/g), ([, value]) => `{ ${names[0]}: ${value} }`),
    );
  const values = { openEngine: valuesOf("Options"), serveEngine: valuesOf("Over HTTP") };
  const file = join(folder, "values.ts");
  const list = (texts: readonly string[]) => `[${texts.join(", ")}]`;
  writeFileSync(
    file,
    `// @ts-nocheck\nexport const forEngine = ${list(values.openEngine)};\nexport const forServer = ${list(values.serveEngine)};\n`,
  );
  const { forEngine, forServer } = jest.requireActual<{ forEngine: EngineOptions[]; forServer: ServeOptions[] }>(file);
  expect([...forEngine, ...forServer].flatMap(Object.keys)).toEqual([
    "limits",
    "quotas",
    "permits",
    "choices",
    "credentials",
  ]);
  for (const options of forEngine) await openEngine(options).close();
  const engine = openEngine();
  for (const options of forServer) await (await serveEngine(engine, options)).close();
  await engine.close();
});
