// Everything that must hold before a commit: `npm run check`. Every step runs, whatever failed before it, so that one
// run tells all; the counts of the tests come last, alone on their line, for machines.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ROOT } from "./build.js";

/** The scripts of package.json, in the order they run. Those that need dist stand after `build`; tests run what is built. */
export const STEPS = ["lint", "format", "types", "build", "test", "packages", "knip"];
const COUNTS = /^tests: \d+ passed, \d+ failed, \d+ skipped$/m;

/**
 * @param {string} step
 * @returns {Promise<{ step: string, ok: boolean, seconds: string, stdout: string }>}
 */
function run(step) {
  const started = process.hrtime.bigint();
  process.stdout.write(`\n── ${step}\n`);
  return new Promise((resolve) => {
    const child = spawn("npm", ["run", "--silent", step], { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
    let stdout = "";
    child.stdout.on("data", (chunk) => {
      process.stdout.write(chunk);
      stdout += chunk;
    });
    child.on("close", (code) => {
      const seconds = (Number(process.hrtime.bigint() - started) / 1e9).toFixed(1);
      resolve({ step, ok: code === 0, seconds, stdout });
    });
  });
}

async function main() {
  const done = [];
  for (const step of STEPS) done.push(await run(step));

  process.stdout.write("\n");
  for (const { step, ok, seconds } of done) console.log(`${step.padEnd(9)} ${ok ? "ok    " : "FAILED"} ${seconds} s`);
  const counts = done.map(({ stdout }) => COUNTS.exec(stdout)?.[0]).find((line) => line !== undefined);
  process.exitCode = done.every(({ ok }) => ok) && counts ? 0 : 1;
  console.log(counts ?? "tests: 0 passed, 1 failed, 0 skipped");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) void main();
