// Builds every package's dist: `node tools/build.js`. Imported by the steps that need a dist which is not stale.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the workspace. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");

const TSC = join(ROOT, "node_modules/typescript/bin/tsc");
const EMITTED = [".js", ".js.map", ".d.ts", ".d.ts.map"];

/**
 * Compiles what changed. `tsc -b` neither removes the output of a source that is gone nor restores output that
 * somebody removed, so a dist that does not mirror its sources is put right first.
 *
 * @returns {number} The exit code of the compiler, whose messages go to stderr.
 */
export function build() {
  /** @type {{ references: { path: string }[] }} */
  const { references } = JSON.parse(readFileSync(join(ROOT, "tsconfig.build.json"), "utf8"));
  for (const { path } of references) mirror(join(ROOT, dirname(path)));
  const { status } = spawnSync(process.execPath, [TSC, "-b", "tsconfig.build.json"], {
    cwd: ROOT,
    stdio: ["ignore", 2, 2],
  });
  return status ?? 1;
}

/** @param {string} folder */
function mirror(folder) {
  const expected = new Set(
    filesIn(join(folder, "src"))
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
      .flatMap((file) => EMITTED.map((extension) => file.slice(0, -3) + extension)),
  );
  const dist = join(folder, "dist");
  const present = filesIn(dist).filter((file) => EMITTED.some((extension) => file.endsWith(extension)));
  for (const file of present) if (!expected.delete(file)) rmSync(join(dist, file));
  // What is still expected is missing: without its notes the compiler emits everything.
  if (expected.size > 0) rmSync(join(dist, ".tsbuildinfo"), { force: true });
}

/**
 * @param {string} folder
 * @returns {string[]} Paths relative to the folder; none when it does not exist.
 */
function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = build();
