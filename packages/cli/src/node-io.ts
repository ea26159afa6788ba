import { readFileSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import type { Io } from "./io.ts";

/** The parts of Node's `process` that the command line uses. */
type NodeProcess = Pick<typeof process, "cwd" | "env" | "stdin"> & {
  readonly on: (signal: StopSignal, listener: (signal: StopSignal) => void) => unknown;
  readonly exit: (code: number) => void;
  readonly stdout: Pick<typeof process.stdout, "write">;
  readonly stderr: Pick<typeof process.stderr, "write">;
};

/** The signals that ask a process to stop, with the exit codes of those that do at once. */
const STOP_SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;
type StopSignal = keyof typeof STOP_SIGNALS;

/** One Ctrl-C reaches the process twice when npm stands between it and the terminal. Nobody presses it again this soon. */
const ECHO_MS = 250;

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
    untilStopped: () =>
      new Promise((resolve) => {
        let askedMs: number | undefined;
        const stop = (signal: StopSignal) => {
          const nowMs = performance.now();
          if (askedMs !== undefined && nowMs - askedMs >= ECHO_MS) host.exit(STOP_SIGNALS[signal]);
          askedMs ??= nowMs;
          resolve();
        };
        host.on("SIGINT", stop);
        host.on("SIGTERM", stop);
      }),
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
