import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "@jest/globals";

/** In memory where there is such a place: what is tested is what is written, not the disk. */
const root = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** Makes folders that are gone after each test. */
export function openFolders(): () => string {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    const folder = mkdtempSync(join(root, "sweft-store-"));
    folders.push(folder);
    return folder;
  };
}
