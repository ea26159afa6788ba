// Writes docs/errors.md from the compiled tables: `npm run docs:errors`.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, ROOT } from "./build.js";
import { findTables, PAGE, renderPage } from "./errors-page.js";

const failed = build();
if (failed) process.exit(failed);

const tables = [];
for (const { name, folder, file } of findTables(ROOT)) {
  const compiled = join(ROOT, folder, "dist", file.replace(/\.ts$/, ".js"));
  const { ERRORS } = await import(pathToFileURL(compiled).href);
  tables.push({ name, errors: ERRORS });
}
mkdirSync(dirname(join(ROOT, PAGE)), { recursive: true });
writeFileSync(join(ROOT, PAGE), renderPage(tables));
console.log(`${PAGE}: ${tables.map(({ name, errors }) => `${name} ${Object.keys(errors).length}`).join(", ")}`);
