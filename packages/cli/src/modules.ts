import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { CliError, codeOf, messageOf } from "./errors.ts";
import type { Io } from "./io.ts";

/**
 * Loads a module of the user's and does something with what it exports.
 *
 * @param module - Its path, relative to `io.cwd`.
 * @throws {CliError} `MODULE_UNREADABLE`, also for what `use` throws.
 */
export async function useModule<T>(
  module: string,
  io: Io,
  use: (exported: Readonly<Record<string, unknown>>, url: string) => T | Promise<T>,
): Promise<T> {
  const url = pathToFileURL(resolve(io.cwd, module)).href;
  try {
    return await use(await io.importModule(url), url);
  } catch (cause) {
    const advice = isTypeScript(module, cause)
      ? "compile it and give the JavaScript"
      : `give the path of a JavaScript module, relative to ${io.cwd}`;
    // Node adds which file of this program has imported it, which helps nobody.
    const why = messageOf(cause).replace(/ imported from \S*node-io\.[jt]s$/, "");
    const message = `the module ${module} cannot be loaded: ${why}; ${advice}`;
    throw new CliError("MODULE_UNREADABLE", message, { cause });
  }
}

const isTypeScript = (module: string, error: unknown): boolean =>
  codeOf(error) === "ERR_UNKNOWN_FILE_EXTENSION" || /\.[cm]?tsx?$/.test(module);
