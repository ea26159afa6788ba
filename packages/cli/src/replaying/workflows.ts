import type { TypeName, Workflow } from "@sweft/workflow";
import * as own from "@sweft/workflow";
import { CliError } from "../errors.ts";
import type { Io } from "../io.ts";
import { useModule } from "../modules.ts";

/** A workflow of whatever arguments and result. */
export type AnyWorkflow = Workflow<never[], unknown>;

/** The parts of the interpreter that a replay uses. */
export type Interpreter = Pick<typeof own, "isBug" | "openRun" | "reasonOf" | "toFailure"> &
  Partial<Pick<typeof own, "mapChunk">>;

/** The workflows that a module exports, and the interpreter they were declared with. */
export interface Workflows {
  readonly module: string;
  readonly workflows: readonly AnyWorkflow[];
  readonly interpreter: Interpreter;
}

/**
 * Loads a module with workflows: exported by name, as the default, or in exported lists and records.
 *
 * The interpreter is the module's own copy of `@sweft/workflow`, if it has one: commands are known only to the copy
 * that made them, and the workers of the project run by that version, too.
 *
 * @throws {CliError} `MODULE_UNREADABLE`
 */
export async function loadWorkflows(module: string, io: Io): Promise<Workflows> {
  return useModule(module, io, async (exported, url) => {
    const workflows = [...new Set(Object.values(exported).flatMap(workflowsIn))];
    const interpreterUrl = io.resolvePackage("@sweft/workflow", url);
    // Any version of the package has these.
    const interpreter =
      interpreterUrl === undefined ? own : ((await io.importModule(interpreterUrl)) as unknown as Interpreter);
    return { module, workflows, interpreter };
  });
}

/** A workflow by itself, or those in a list or record. */
function workflowsIn(exported: unknown): readonly AnyWorkflow[] {
  if (isWorkflow(exported)) return [exported];
  if (typeof exported !== "object" || exported === null) return [];
  return Object.values(exported).filter(isWorkflow);
}

/** Told by its shape: the module may have another copy of the package than this program. */
function isWorkflow(value: unknown): value is AnyWorkflow {
  if (typeof value !== "function") return false;
  const { type, body } = value as Partial<AnyWorkflow>;
  return typeof body === "function" && typeof type?.name === "string" && typeof type.version === "string";
}

/**
 * The workflow of a name and version.
 *
 * @throws {CliError} `WORKFLOW_MISSING`, which lists those there are; `WORKFLOW_AMBIGUOUS`
 */
export function findWorkflow(
  { module, workflows, interpreter }: Workflows,
  { name, version }: TypeName,
  where: string,
): AnyWorkflow {
  const builtIn = interpreter.mapChunk as AnyWorkflow | undefined;
  if (builtIn !== undefined && builtIn.type.name === name && builtIn.type.version === version) return builtIn;
  const [found, ...others] = workflows.filter(({ type }) => type.name === name && type.version === version);
  const wanted = `workflow ${name}, version ${version}`;
  if (found === undefined) {
    const exported = [...new Set(workflows.map(({ type }) => `${type.name} ${type.version}`))].sort().join(", ");
    const message = `${where} was recorded with ${wanted}, which ${module} does not export; it exports ${exported || "no workflow"}`;
    throw new CliError("WORKFLOW_MISSING", message);
  }
  // The same workflow with other settings has the same body.
  if (others.every(({ body }) => body === found.body)) return found;
  const message = `${where} was recorded with ${wanted}, and ${module} exports ${others.length + 1} such; export one`;
  throw new CliError("WORKFLOW_AMBIGUOUS", message);
}
