import { readFileSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import type { Io } from "./io.ts";

/** The parts of Node's `process` that the command line uses. */
type NodeProcess = Pick<typeof process, "cwd" | "env" | "stdin"> & {
  readonly stdout: Pick<typeof process.stdout, "write">;
  readonly stderr: Pick<typeof process.stderr, "write">;
};

/** The real world: Node's process, file system and module loader. */
export function nodeIo(host: NodeProcess): Io {
  return {
    cwd: host.cwd(),
    version: ownVersion(),
    env: host.env,
    out: (printed) => void host.stdout.write(printed),
    err: (printed) => void host.stderr.write(printed),
    readFile: (path) => readFile(path, "utf8"),
    readStdin: () => text(host.stdin),
    isDirectory: async (path) => (await stat(path).catch(() => undefined))?.isDirectory() ?? false,
    importModule: (url) => import(url),
    resolvePackage(name, fromUrl) {
      try {
        return pathToFileURL(createRequire(fromUrl).resolve(name)).href;
      } catch {
        return undefined;
      }
    },
  };
}

/** From the manifest, which stands above `src` and `dist` alike. */
function ownVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return (manifest as { readonly version: string }).version;
}
