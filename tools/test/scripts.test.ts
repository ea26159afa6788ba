import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, jest } from "@jest/globals";
import { STEPS } from "../check.js";
import { faultsOf } from "../packages.js";

const root = join(__dirname, "../..");
const manifestOf = (folder: string) =>
  JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as {
    readonly scripts: Readonly<Record<string, string>>;
    readonly bin?: Readonly<Record<string, string>>;
  };

describe("npm run check", () => {
  it("runs scripts that exist, and builds before it tests what is built", () => {
    const { scripts } = manifestOf(".");
    expect(STEPS.filter((step) => scripts[step] === undefined)).toEqual([]);
    expect(STEPS.indexOf("build")).toBeGreaterThanOrEqual(0);
    expect(STEPS.indexOf("test")).toBeGreaterThan(STEPS.indexOf("build"));
    expect(scripts.test).toMatch(/^node tools\/build\.js && jest/);
  });
});

describe("tools/biome.js", () => {
  it("prints no colours where nobody sees them", () => {
    const args = [join(root, "tools/biome.js"), "ci", "--linter-enabled=false", "package.json"];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    expect(stdout).toContain("Checked 1 file");
    expect(stdout + stderr).not.toContain("\u001b");
  });
});

describe("what is published", () => {
  const held = (...paths: string[]) => ({ filename: "a.tgz", files: paths.map((path) => ({ path })) });

  it("holds its licence and README, and no notes of the compiler", () => {
    expect(faultsOf(held("LICENSE", "README.md", "dist/index.js"))).toEqual([]);
    expect(faultsOf(held("dist/.tsbuildinfo"))).toEqual([
      "a.tgz: LICENSE is missing",
      "a.tgz: README.md is missing",
      "a.tgz: dist/.tsbuildinfo is none of it",
    ]);
  });

  it.each(readdirSync(join(root, "packages")))("%s is under the licence of the whole", (name) => {
    const license = readFileSync(join(root, "packages", name, "LICENSE"), "utf8");
    expect(license).toBe(readFileSync(join(root, "LICENSE"), "utf8"));
  });

  it("has commands that npm can link before the first build", () => {
    for (const path of Object.values(manifestOf("packages/cli").bin ?? {})) {
      expect(path).not.toContain("dist");
      expect(statSync(join(root, "packages/cli", path)).mode & 0o111).toBe(0o111);
    }
  });
});

describe("jest", () => {
  it("keeps the AWS SDK from announcing Node versions amid the results", () => {
    const { SWF } = jest.requireActual<{ SWF: new (options: object) => { destroy(): void } }>(
      join(root, "node_modules/@aws-sdk/client-swf"),
    );
    const warn = jest.spyOn(process, "emitWarning").mockImplementation(() => {});
    new SWF({ region: "eu-west-1" }).destroy();
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });
});
