// Runs Biome, in colour only where somebody sees it: `node tools/biome.js lint`. `biome ci` would colour log files, too.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "./build.js";

const BIOME = join(ROOT, "node_modules/@biomejs/biome/bin/biome");

const isSeen = process.stdout.isTTY && process.stderr.isTTY;
const colors = isSeen ? [] : ["--colors=off"];
const { status } = spawnSync(process.execPath, [BIOME, ...process.argv.slice(2), ...colors], { stdio: "inherit" });
process.exitCode = status ?? 1;
