import { resolve } from "node:path";
import type { PayloadStore } from "@sweft/payload";
import { fileStore } from "@sweft/payload";
import { CliError } from "./errors.ts";
import type { Io } from "./io.ts";

/**
 * Opens the store that `--store` names: `file:DIRECTORY`, relative to `io.cwd`.
 *
 * @throws {CliError} `STORE_INVALID`
 */
export async function openStore(option: string, io: Io): Promise<PayloadStore> {
  const directory = /^file:(.+)$/s.exec(option)?.[1];
  if (directory === undefined) {
    throw new CliError("STORE_INVALID", `--store is ${JSON.stringify(option)}; write --store file:DIRECTORY`);
  }
  const path = resolve(io.cwd, directory);
  if (await io.isDirectory(path)) return fileStore(path);
  throw new CliError("STORE_INVALID", `--store names ${path}, where there is no folder; name the one the workers use`);
}
