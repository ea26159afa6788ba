import { openPayloads } from "@sweft/payload";
import type { Io } from "../src/io.ts";

/** A world of the test's own, which keeps what is printed. */
export interface FakeIo extends Io {
  readonly printed: { out: string; err: string };
  /** The URLs of the modules that were loaded. */
  readonly imported: string[];
  /** Asks the process to stop. */
  stop(): void;
}

/** What there is in that world. Paths are absolute; the current folder is `/app`. */
export interface World {
  readonly files?: Readonly<Record<string, string>>;
  readonly folders?: readonly string[];
  readonly stdin?: string;
  /** Modules by path; a function is called, to throw what loading throws. */
  readonly modules?: Readonly<Record<string, Readonly<Record<string, unknown>> | (() => never)>>;
  /** What packages' names resolve to. */
  readonly packages?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

export function fakeIo(world: World = {}): FakeIo {
  const { files = {}, folders = [], stdin = "", modules = {}, packages = {}, env = {} } = world;
  const printed = { out: "", err: "" };
  const imported: string[] = [];
  let stop = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  return {
    printed,
    imported,
    stop,
    untilStopped: () => stopped,
    cwd: "/app",
    version: "1.2.3",
    env,
    out(text) {
      printed.out += text;
    },
    err(text) {
      printed.err += text;
    },
    async readFile(path) {
      const text = files[path];
      if (text === undefined) throw Object.assign(new Error(`ENOENT: no file ${path}`), { code: "ENOENT" });
      return text;
    },
    readStdin: async () => stdin,
    isDirectory: async (path) => folders.includes(path),
    async importModule(url) {
      imported.push(url);
      const found = modules[new URL(url).pathname];
      if (found === undefined) throw Object.assign(new Error(`Cannot find module ${url}`), { code: "ENOENT" });
      return typeof found === "function" ? found() : found;
    },
    resolvePackage: (name) => packages[name],
  };
}

/** The lines of a text, without the last, empty one. */
export const linesIn = (text: string): string[] => text.split("\n").slice(0, -1);

/** A text that can only stand out of band. */
export const oversized = (): string => openPayloads().write("x".repeat(40_000));
