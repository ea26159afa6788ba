// Checks the packages as npm would publish them: `node tools/packages.js`. Each is packed after a build, and the
// tarball, not the folder, is what publint and attw judge.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, ROOT } from "./build.js";

/**
 * @param {string} command - A program of node_modules/.bin, or `npm`.
 * @param {string[]} args
 */
function run(command, args) {
  const bin = command === "npm" ? command : join(ROOT, "node_modules/.bin", command);
  return spawnSync(bin, args, { cwd: ROOT, encoding: "utf8" });
}

function publishedFolders() {
  return readdirSync(join(ROOT, "packages"))
    .map((name) => `packages/${name}`)
    .filter((folder) => !JSON.parse(readFileSync(join(ROOT, folder, "package.json"), "utf8")).private);
}

/** @param {string} tarballs */
function check(tarballs) {
  const folders = publishedFolders();
  const packed = run("npm", [
    "pack",
    "--json",
    "--ignore-scripts",
    "--loglevel=error",
    `--pack-destination=${tarballs}`,
    ...folders.flatMap((folder) => ["--workspace", folder]),
  ]);
  if (packed.status !== 0) {
    console.error(packed.stdout + packed.stderr);
    return false;
  }
  let ok = true;
  for (const file of readdirSync(tarballs).sort()) {
    const tarball = join(tarballs, file);
    for (const [command, args] of /** @type {const} */ ([
      ["publint", [tarball, "--strict"]],
      ["attw", [tarball, "--profile", "esm-only", "--no-emoji", "--no-color"]],
    ])) {
      const { status, stdout, stderr } = run(command, [...args]);
      if (status !== 0) console.error(`${file}: ${command} failed\n${stdout}${stderr}`);
      ok &&= status === 0;
    }
  }
  const count = readdirSync(tarballs).length;
  if (count !== folders.length) console.error(`packed ${count} of ${folders.length} packages`);
  console.log(`packages: ${count} packed and checked`);
  return ok && count === folders.length;
}

const failed = build();
if (failed) process.exit(failed);
const tarballs = mkdtempSync(join(tmpdir(), "sweft-pack-"));
try {
  process.exitCode = check(tarballs) ? 0 : 1;
} finally {
  rmSync(tarballs, { recursive: true });
}
