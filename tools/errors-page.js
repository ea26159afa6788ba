// What docs/errors.md says, from the tables of error codes: shared by the script that writes it and its test.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * One line of a package's table: what happened, and what to do about it.
 * @typedef {{ readonly summary: string, readonly fix: string, readonly bug?: boolean, readonly retry?: boolean }} ErrorDescription
 */

/**
 * A package's table of error codes, and the file that exports it as `ERRORS`, relative to the package's src.
 * @typedef {{ readonly name: string, readonly folder: string, readonly file: string }} TableFile
 */

/** The page, relative to the root. */
export const PAGE = "docs/errors.md";

/**
 * The files that export a table `ERRORS`, in the order of their packages' names.
 *
 * @param {string} root
 * @returns {TableFile[]}
 */
export function findTables(root) {
  return readdirSync(join(root, "packages"))
    .sort()
    .flatMap((name) => {
      const folder = `packages/${name}`;
      const src = join(root, folder, "src");
      if (!existsSync(src)) return [];
      const manifest = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
      return /** @type {string[]} */ (readdirSync(src, { recursive: true }))
        .filter((file) => file.endsWith(".ts"))
        .filter((file) => /^export const ERRORS\b/m.test(readFileSync(join(src, file), "utf8")))
        .map((file) => ({ name: manifest.name, folder, file: file.replaceAll("\\", "/") }));
    });
}

/**
 * @param {readonly { readonly name: string, readonly errors: Readonly<Record<string, ErrorDescription>> }[]} tables
 * @returns {string} The page as Markdown.
 */
export function renderPage(tables) {
  return [
    "# Error codes",
    "",
    "Every error of Sweft has a stable `code`. Ask for the code, never for the message or the class: both may change,",
    "and `instanceof` fails for errors that came back from a payload. This page is made from the tables in the",
    "packages by `npm run docs:errors`.",
    ...tables.flatMap(({ name, errors }) => [
      "",
      `## ${name}`,
      ...Object.keys(errors)
        .sort()
        .flatMap((code) => {
          const { summary, fix, bug, retry } = errors[code] ?? { summary: "", fix: "" };
          const hold = bug
            ? " Marks wrong use: if it leaves a workflow's code uncaught, the run is held by default."
            : "";
          const again = retry ? " It may pass: workers try again by themselves, while their task has time." : "";
          return ["", `### ${code}`, "", `${summary}${hold}${again}`, "", `**What to do:** ${fix}`];
        }),
    ]),
    "",
  ].join("\n");
}
