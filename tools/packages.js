// Checks the packages as npm would publish them: `node tools/packages.js`. Each is packed after a build, and the
// tarball, not the folder, is what is looked at, by ourselves, publint and attw.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
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

/**
 * @param {{ filename: string, files: { path: string }[] }} packed - As `npm pack --json` tells of a tarball.
 * @returns {string[]} What it lacks, and what it must not hold.
 */
export function faultsOf({ filename, files }) {
  const held = new Set(files.map(({ path }) => path));
  return [
    ...["LICENSE", "README.md"].filter((path) => !held.has(path)).map((path) => `${filename}: ${path} is missing`),
    ...[...held].filter((path) => path.endsWith(".tsbuildinfo")).map((path) => `${filename}: ${path} is none of it`),
  ];
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
  const faults = JSON.parse(packed.stdout).flatMap(faultsOf);
  for (const fault of faults) console.error(fault);
  let ok = faults.length === 0;
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

function main() {
  const failed = build();
  if (failed) return failed;
  const tarballs = mkdtempSync(join(tmpdir(), "sweft-pack-"));
  try {
    return check(tarballs) ? 0 : 1;
  } finally {
    rmSync(tarballs, { recursive: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main();
