import type { FileHandle } from "node:fs/promises";
import { mkdir, open, readdir, readFile, rename, stat, unlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { codeOf, PayloadError } from "../errors.ts";
import { translated } from "./file-errors.ts";
import { folderOfPrefix, keyOfPath, pathOfKey } from "./file-path.ts";
import type { PayloadStore } from "./store.ts";

/** How {@link fileStore} works; all optional. */
export interface FileStoreOptions {
  /** What references call the store; `file` by default, whatever the folder, so that it may move. */
  readonly name?: string;
}

/**
 * A store of one file per payload.
 *
 * A file is written beside its place, synced and renamed: readers see all of it or none, and what `put` acknowledged
 * survives the loss of power. Several processes may share a folder. A crash may leave files named `.writing-…`; they
 * are never read and may be deleted.
 *
 * @param directory - The folder; made when first written to.
 * @param options - Its name, for processes that open several.
 */
export function fileStore(directory: string, { name = "file" }: FileStoreOptions = {}): PayloadStore {
  const home = resolve(directory);
  let attempts = 0;
  /** A new file of a name that nobody else has. */
  async function create(folder: string): Promise<{ path: string; file: FileHandle }> {
    for (;;) {
      const path = join(folder, `.writing-${process.pid}-${attempts++}`);
      try {
        return { path, file: await open(path, "wx") };
      } catch (error) {
        // Left by a crashed process that had our number, or being written by another store of this one.
        if (codeOf(error) !== "EEXIST") throw error;
      }
    }
  }
  async function write(key: string, bytes: Uint8Array, signal: AbortSignal | undefined): Promise<void> {
    const target = join(home, pathOfKey(key));
    const folder = dirname(target);
    const made = await mkdir(folder, { recursive: true });
    const { path, file } = await create(folder);
    try {
      try {
        await file.writeFile(bytes, { signal });
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(path, target);
    } catch (error) {
      await remove(path);
      throw error;
    }
    await syncFolder(folder);
    if (made !== undefined) await syncAbove(folder, made);
  }
  async function read(key: string, signal: AbortSignal | undefined): Promise<Uint8Array> {
    try {
      return await readFile(join(home, pathOfKey(key)), { signal });
    } catch (cause) {
      if (codeOf(cause) !== "ENOENT") throw cause;
      const message = `The folder ${home} holds nothing under the key ${key}.`;
      throw new PayloadError("PAYLOAD_MISSING", message, { cause });
    }
  }
  return {
    name,
    put: (key, bytes, { signal } = {}) => translated({ home, key, signal }, () => write(key, bytes, signal)),
    get: (key, { signal } = {}) => translated({ home, key, signal }, () => read(key, signal)),
    delete: (key, { signal } = {}) => translated({ home, key, signal }, () => remove(join(home, pathOfKey(key)))),
    async *list(prefix, { signal } = {}) {
      const paths = filesBelow(home, folderOfPrefix(prefix));
      const next = () => translated({ home, key: prefix, signal }, () => paths.next());
      for (let entry = await next(); !entry.done; entry = await next()) {
        const key = keyOfPath(entry.value);
        if (!key?.startsWith(prefix)) continue;
        const path = join(home, entry.value);
        const found = await translated({ home, key, signal }, () => stat(path).catch(undefinedIfMissing));
        // What another process deletes meanwhile is no longer there to be listed.
        if (found) yield { key, size: found.size, modifiedMs: found.mtimeMs };
      }
    },
  };
}

async function remove(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
}

/** Makes a rename last. Where a folder cannot be opened, as on Windows, the file system sees to that itself. */
async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle;
  try {
    handle = await open(folder, "r");
  } catch (error) {
    if (["EISDIR", "EPERM", "EACCES"].includes(codeOf(error) ?? "")) return;
    throw error;
  }
  try {
    await handle.sync();
  } catch (error) {
    if (!["EPERM", "EINVAL"].includes(codeOf(error) ?? "")) throw error;
  } finally {
    await handle.close();
  }
}

/** Makes new folders last: each is an entry in the one above it. */
async function syncAbove(folder: string, topmost: string): Promise<void> {
  for (let at = folder; at.length >= topmost.length; at = dirname(at)) await syncFolder(dirname(at));
}

/** Paths of all files in a folder and below, from `root`, with `/` between their parts. A missing folder is empty. */
async function* filesBelow(root: string, folder: string): AsyncGenerator<string> {
  for (const entry of await readdir(join(root, folder), { withFileTypes: true }).catch(emptyIfMissing)) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* filesBelow(root, path);
    else if (!entry.name.startsWith(".")) yield path;
  }
}

function emptyIfMissing(error: unknown): [] {
  undefinedIfMissing(error);
  return [];
}

function undefinedIfMissing(error: unknown): undefined {
  if (codeOf(error) !== "ENOENT") throw error;
}
