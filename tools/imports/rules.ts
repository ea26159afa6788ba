import { isBuiltin } from "node:module";
import { posix } from "node:path";
import { findCycles } from "./cycles.ts";
import { INSTEAD, LAYERS, MAX_LINES, PURE_GLOBALS } from "./layers.ts";
import type { Project, Workspace } from "./project.ts";
import type { GlobalUse, Import, Source } from "./source.ts";

/** One breach of a rule. Its text names file and line, and says what to do. */
export type Finding = string;

interface File {
  readonly project: Project;
  readonly workspace: Workspace;
  readonly source: Source;
  /** Library code: what stands under `packages/<name>/src`. */
  readonly inPackage: boolean;
  readonly inSrc: boolean;
}

/** The rules for each file of a workspace, by name. */
const FILE_RULES: Readonly<Record<string, (file: File) => Finding[]>> = {
  direction: ({ project, workspace, source, inSrc }) => {
    const { mayImport } = LAYERS[workspace.manifest.name] ?? { mayImport: names(project) };
    return inSrc
      ? bare(source)
          .filter(({ name }) => names(project).includes(name) && !mayImport.includes(name))
          .map(({ name, line }) =>
            at(source, line, `imports ${name}, which ${allowed(workspace)}. Move the code to the layer it belongs to.`),
          )
      : [];
  },

  declared: ({ project, workspace, source, inSrc }) => {
    const { manifest } = workspace;
    const known = new Set([
      ...Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies }),
      ...(inSrc ? [] : Object.keys({ ...manifest.devDependencies, ...project.root.devDependencies })),
      ...(inSrc ? [] : [manifest.name]),
    ]);
    return bare(source)
      .filter(({ name }) => !known.has(name) && !isBuiltin(name))
      .map(({ name, line }) =>
        at(
          source,
          line,
          `imports ${name}, which ${workspace.folder}/package.json does not declare. ` +
            `Add it to ${inSrc ? "dependencies" : "devDependencies"} there, or do without.`,
        ),
      );
  },

  deep: ({ project, workspace, source }) => [
    ...bare(source)
      .filter(({ name, subpath }) => subpath !== "." && names(project).includes(name))
      .filter(({ name, subpath }) => !exportsOf(project, name).includes(subpath))
      .map(({ name, subpath, line }) =>
        at(source, line, `reaches into ${name} at ${subpath}. Export what you need from ${name} and import that.`),
      ),
    ...relatives(source)
      .filter(({ target }) => !target.startsWith(`${workspace.folder}/`))
      .map(({ specifier, line }) =>
        at(source, line, `imports ${specifier}, outside of ${workspace.folder}. Import the other package by its name.`),
      ),
  ],

  extension: ({ source }) =>
    relatives(source)
      .filter(({ specifier }) => !/\.(?:ts|json)$/.test(specifier))
      .map(({ specifier, line }) => at(source, line, `imports ${specifier}. Write the file's own name, with .ts.`)),

  flow: ({ workspace, source, inSrc }) => (inSrc ? againstFlow(workspace, source) : []),

  pure: ({ workspace, source, inSrc }) =>
    inSrc && LAYERS[workspace.manifest.name]?.pure ? impurities(workspace, source) : [],

  named: ({ source, inPackage }) =>
    inPackage
      ? source.defaultExports.map((line) => at(source, line, "exports a default. Give the export a name."))
      : [],

  stateless: ({ source, inPackage, inSrc }) =>
    inPackage && inSrc
      ? source.mutableState.map((line) =>
          at(source, line, "keeps state in its module. Let one object own it, and hand that object on."),
        )
      : [],
};

/** All breaches in the project, in the order of its files. */
export function findings(project: Project): Finding[] {
  const inWorkspaces = project.workspaces.flatMap((workspace) => [
    ...manifestFindings(project, workspace),
    ...workspace.sources.flatMap((source) => {
      const inSrc = source.path.startsWith(`${workspace.folder}/src/`);
      const file = { project, workspace, source, inSrc, inPackage: workspace.folder.startsWith("packages/") };
      return Object.values(FILE_RULES).flatMap((rule) => rule(file));
    }),
    ...cycleFindings(workspace),
  ]);
  return [
    ...inWorkspaces,
    ...[...project.workspaces.flatMap(({ sources }) => sources), ...project.sources].flatMap(lengthFindings),
  ];
}

function lengthFindings(source: Source): Finding[] {
  if (source.lines <= MAX_LINES) return [];
  return [
    at(
      source,
      MAX_LINES + 1,
      `has ${source.lines} lines; at most ${MAX_LINES}. Split it where the data changes hands.`,
    ),
  ];
}

function cycleFindings({ folder, sources }: Workspace): Finding[] {
  const inSrc = sources.filter(({ path }) => path.startsWith(`${folder}/src/`));
  const edges = new Map(inSrc.map((source) => [source.path, relatives(source).map(({ target }) => target)]));
  return findCycles(edges).map((cycle) => {
    const [first = "", second] = cycle;
    const source = inSrc.find(({ path }) => path === first);
    const line = source && relatives(source).find(({ target }) => target === second)?.line;
    return (
      `${first}:${line} closes a cycle: ${cycle.join(" → ")}. ` +
      "Move what they share, types too, to a file that imports neither."
    );
  });
}

function manifestFindings(project: Project, { folder, manifest, references }: Workspace): Finding[] {
  const file = `${folder}/package.json:1`;
  const layer = LAYERS[manifest.name];
  const ours = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  const found: Finding[] = [];
  if (layer === undefined && folder.startsWith("packages/")) {
    found.push(`${file} names ${manifest.name}, which has no layer. Give it a line in tools/imports/layers.ts.`);
  }
  for (const name of layer ? ours : []) {
    const wrong = names(project).includes(name) ? !layer?.mayImport.includes(name) : layer?.pure;
    if (wrong) found.push(`${file} depends on ${name}, which ${allowed({ manifest })}. Remove it.`);
  }
  if (references !== undefined) {
    const wanted = project.workspaces
      .filter((other) => ours.includes(other.manifest.name))
      .map((other) => other.folder);
    for (const missing of wanted.filter((path) => !references.includes(path))) {
      found.push(`${folder}/tsconfig.build.json:1 does not refer to ${missing}, a dependency. Add it to references.`);
    }
    for (const extra of references.filter((path) => !wanted.includes(path))) {
      found.push(`${folder}/tsconfig.build.json:1 refers to ${extra}, which is no dependency. Remove the reference.`);
    }
  }
  return found;
}

function againstFlow({ folder, manifest }: Workspace, source: Source): Finding[] {
  const { folders } = LAYERS[manifest.name] ?? {};
  const inFlow = (path: string): number =>
    folders?.indexOf(path.slice(`${folder}/src/`.length).split("/")[0] ?? "") ?? -1;
  const own = inFlow(source.path);
  if (own < 0) return [];
  return relatives(source)
    .filter(({ target }) => inFlow(target) > own)
    .map(({ specifier, line }) =>
      at(
        source,
        line,
        `imports ${specifier} against the flow (${folders?.join(" → ")}). Move what both need to the folder before.`,
      ),
    );
}

function impurities({ folder, manifest }: Workspace, source: Source): Finding[] {
  const exempt = LAYERS[manifest.name]?.asynchronous?.[source.path.slice(folder.length + 1)] !== undefined;
  const instead = (use: string): string =>
    INSTEAD[use] ?? INSTEAD[use.replace(/^new |^instanceof |[.(].*$/g, "")] ?? "take it as an argument, or do without";
  const impure = (what: string, line: number, advice: string): Finding =>
    at(source, line, `uses ${what}, and this package is pure: ${advice}.`);
  return [
    ...bare(source).map(({ specifier, line }) => impure(specifier, line, "it imports nothing but its own files")),
    ...source.globals.filter(isImpure).map(({ use, line }) => impure(use, line, instead(use))),
    ...source.members
      .filter(({ use }) => use === "localeCompare" || use.startsWith("toLocale"))
      .map(({ use, line }) => impure(use, line, instead("String.localeCompare"))),
    ...(exempt ? [] : source.asynchronous).map((line) => impure("async or await", line, instead("Promise"))),
  ];
}

function isImpure({ use }: GlobalUse): boolean {
  const name = /^(?:new |instanceof )?(\w+|\$)/.exec(use)?.[1] ?? use;
  if (!PURE_GLOBALS.has(name)) return true;
  if (name === "Date") return ["Date", "Date()", "Date.now", "Date.[…]", "new Date()"].includes(use);
  return name === "Math" && ["Math", "Math.random", "Math.[…]"].includes(use);
}

function at(source: Source, line: number, text: string): Finding {
  return `${source.path}:${line} ${text}`;
}

function names(project: Project): string[] {
  return project.workspaces.map(({ manifest }) => manifest.name);
}

function allowed({ manifest }: { readonly manifest: Workspace["manifest"] }): string {
  const list = LAYERS[manifest.name]?.mayImport ?? [];
  return `${manifest.name} may not import (of ours it may import ${list.length ? list.join(", ") : "nothing"})`;
}

function exportsOf(project: Project, name: string): string[] {
  const manifest = project.workspaces.find((workspace) => workspace.manifest.name === name)?.manifest;
  return Object.keys((manifest?.exports ?? {}) as object);
}

interface Bare extends Import {
  readonly name: string;
  readonly subpath: string;
}

/** Imports by package name: `@sweft/worker/x` is package `@sweft/worker`, subpath `./x`. */
function bare(source: Source): Bare[] {
  return source.imports
    .filter(({ specifier }) => !/^[./]/.test(specifier))
    .map((each) => {
      const parts = each.specifier.split("/");
      const name = each.specifier.startsWith("node:")
        ? each.specifier
        : parts.slice(0, each.specifier.startsWith("@") ? 2 : 1).join("/");
      return { ...each, name, subpath: `.${each.specifier.slice(name.length)}` };
    });
}

/** Imports by path, with the file they lead to. */
function relatives(source: Source): (Import & { readonly target: string })[] {
  return source.imports
    .filter(({ specifier }) => /^[./]/.test(specifier))
    .map((each) => ({ ...each, target: posix.join(posix.dirname(source.path), each.specifier) }));
}
