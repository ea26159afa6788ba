import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";

jest.setTimeout(180_000);

const root = resolve(__dirname, "../..");

/** A workflow with one breach to a line, and the lines that must be left in peace. */
const EXAMPLE = `import { all, sleep, start } from "@sweft/workflow";
export function* workflow(charge: () => never) {
  yield sleep("1s");
  const untyped = yield charge();
  sleep("2s");
  start(charge());
  yield* sleep("1s");
  yield* all([sleep("1s"), charge()]);
  charge();
  return yield* start(untyped);
}
`;

const SOURCE = `export const isBug = (error: unknown) => error instanceof TypeError;
export const isDate = (value: unknown) => value instanceof Date;
`;

/** The lines that Biome complains of, by file, each with the first words of its complaint. */
let found: string[] = [];
const folder = mkdtempSync(join(tmpdir(), "sweft-lint-"));

beforeAll(() => {
  const files = {
    "biome.json": JSON.stringify({ ...JSON.parse(text("biome.json")), $schema: undefined }),
    "tools/lint/no-plain-yield.grit": text("tools/lint/no-plain-yield.grit"),
    "tools/lint/no-dropped-command.grit": text("tools/lint/no-dropped-command.grit"),
    "tools/lint/no-instanceof-error.grit": text("tools/lint/no-instanceof-error.grit"),
    "examples/orders/src/a.ts": EXAMPLE,
    "packages/workflow/src/a.ts": SOURCE,
    "packages/workflow/test/a.test.ts": EXAMPLE + SOURCE,
  };
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
  const biome = join(root, "node_modules/@biomejs/biome/bin/biome");
  const { stdout } = spawnSync(process.execPath, [biome, "lint", "--reporter=github"], {
    cwd: folder,
    encoding: "utf8",
  });
  found = stdout
    .split("\n")
    .flatMap((line) => {
      const match = /title=plugin,file=(?:[^,]+\/)?((?:examples|packages)\/[^,]+),line=(\d+),.*::(.{20})/.exec(line);
      return match ? [`${match[1]}:${match[2]} ${match[3]}`] : [];
    })
    .sort();
});

afterAll(() => rmSync(folder, { recursive: true }));

function text(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

describe("the linter's rules of our own", () => {
  it("find a plain yield and a dropped command in examples, and instanceof Error in packages, and nothing else", () => {
    expect(found).toEqual([
      "examples/orders/src/a.ts:3 Write `yield*`: a pl",
      "examples/orders/src/a.ts:4 Write `yield*`: a pl",
      "examples/orders/src/a.ts:5 This command is made",
      "examples/orders/src/a.ts:6 This command is made",
      "packages/workflow/src/a.ts:1 Ask for the error's ",
    ]);
  });
});
