// Builds, then runs a compiled program where the user stands: `node tools/run.js bench/dist/main.js replay`.
// npm changes to the root before it runs a script, so relative paths would mean other files than the user typed.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { build, ROOT } from "./build.js";

const [program = "", ...args] = process.argv.slice(2);
const failed = build();
if (failed) process.exit(failed);

const child = spawn(process.execPath, ["--enable-source-maps", join(ROOT, program), ...args], {
  cwd: process.env.INIT_CWD ?? process.cwd(),
  stdio: "inherit",
});
// The terminal sends these to the child too; the parent stays until the child has closed what it holds.
for (const signal of ["SIGINT", "SIGTERM"])
  process.on(signal, () => child.kill(/** @type {NodeJS.Signals} */ (signal)));
child.on("exit", (code, signal) => {
  process.exitCode = code ?? (signal === "SIGINT" ? 130 : 143);
});
