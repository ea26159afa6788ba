#!/usr/bin/env node
// Stands in the repository, so that npm can link the command before the first build.
import { existsSync } from "node:fs";

const main = new URL("../dist/main.js", import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  process.stderr.write(`sweft: ${main.pathname} is missing; run \`npm run build\` first\n`);
  process.exitCode = 2;
}
