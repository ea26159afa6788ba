import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Source } from "./source.ts";
import { readSource } from "./source.ts";

/** The parts of a package.json that the rules look at. */
export interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** A workspace: a folder with a package.json, and its own sources. */
export interface Workspace {
  /** Relative to the root: `packages/worker`. */
  readonly folder: string;
  readonly manifest: Manifest;
  /** The folders that tsconfig.build.json refers to, relative to the root; undefined without such a file. */
  readonly references: readonly string[] | undefined;
  readonly sources: readonly Source[];
}

/** Everything the rules judge. */
export interface Project {
  readonly root: Manifest;
  readonly workspaces: readonly Workspace[];
  /** Files that belong to the root: tools and settings. */
  readonly sources: readonly Source[];
}

/** Reads the workspaces under `packages` and `examples`, the bench, and the root's own tools. */
export function readProject(root: string): Project {
  const folders = [...children(root, "packages"), ...children(root, "examples"), "bench"];
  return {
    root: readManifest(root, "."),
    workspaces: folders
      .filter((folder) => existsSync(join(root, folder, "package.json")))
      .map((folder) => ({
        folder,
        manifest: readManifest(root, folder),
        references: readReferences(root, folder),
        sources: readSources(root, folder),
      })),
    sources: readSources(root, "tools"),
  };
}

function children(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);
}

function readManifest(root: string, folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
}

function readReferences(root: string, folder: string): string[] | undefined {
  const file = join(root, folder, "tsconfig.build.json");
  if (!existsSync(file)) return undefined;
  const { references = [] }: { references?: { path: string }[] } = JSON.parse(readFileSync(file, "utf8"));
  return references.map(({ path }) => slashes(relative(root, join(root, folder, path, ".."))));
}

const SKIPPED: ReadonlySet<string> = new Set(["node_modules", "dist", "coverage"]);

function readSources(root: string, folder: string): Source[] {
  const found: Source[] = [];
  const walk = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const child = join(path, entry.name);
      if (entry.isDirectory() && !SKIPPED.has(entry.name)) walk(child);
      // Tests made of broken code keep it in strings; a file that does not parse is an error here too.
      if (entry.isFile() && /\.[cm]?[jt]s$/.test(entry.name)) {
        found.push(readSource(slashes(relative(root, child)), readFileSync(child, "utf8")));
      }
    }
  };
  walk(join(root, folder));
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function slashes(path: string): string {
  return path.split(sep).join("/");
}
