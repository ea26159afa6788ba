import type { Activity, Coroutine, TypeName, Workflow } from "@sweft/workflow";
import { mapChunk } from "@sweft/workflow";
import { WorkerError } from "../errors.ts";
import { invalid } from "../options.ts";

/** Any workflow, whatever its arguments and its result. */
export type AnyWorkflow = Pick<Workflow<never[], unknown>, "type" | "options" | "settings"> & {
  body(...args: never[]): Coroutine<unknown>;
};

/** Any activity, whatever its arguments and its result. */
export type AnyActivity = Pick<Activity<never[], unknown>, "type" | "options" | "settings" | "isContract"> & {
  run(...args: never[]): Promise<unknown>;
};

/** What workers know, by type. */
export type TypeIndex<T> = ReadonlyMap<string, T>;

/** The key of a type in a {@link TypeIndex}. Names hold no control characters, so no two types share one. */
export const typeKey = ({ name, version }: TypeName): string => `${name}\n${version}`;

/** What every decider has beside the workflows that it is given: executions of its own that the language begins. */
const BUILT_IN: readonly AnyWorkflow[] = [mapChunk as unknown as AnyWorkflow];

/**
 * Workflows by type, those that are built in among them.
 *
 * @throws {WorkerError} `WORKER_OPTION_INVALID` if it is no list, `NOT_A_WORKFLOW`, `DUPLICATE_TYPE`
 */
export function indexWorkflows(workflows: readonly AnyWorkflow[]): TypeIndex<AnyWorkflow> {
  const all = Array.isArray(workflows) ? [...workflows, ...BUILT_IN] : workflows;
  return index("workflow", "workflows", all, (item, at) => {
    if (isWorkflow(item)) return;
    const advice = isActivity(item) ? "give activities to openActivityWorker" : "list what `workflow(…)` returned";
    throw new WorkerError("NOT_A_WORKFLOW", `workflows[${at}] is ${describe(item)}; ${advice}`);
  });
}

/**
 * Activities by type.
 *
 * @throws {WorkerError} `WORKER_OPTION_INVALID` if it is no list, `NOT_AN_ACTIVITY`, `DUPLICATE_TYPE`
 */
export function indexActivities(activities: readonly AnyActivity[]): TypeIndex<AnyActivity> {
  return index("activity", "activities", activities, (item, at) => {
    if (isActivity(item)) {
      if (!item.isContract) return;
      const advice = "another program fulfils it; declare it with `activity` to run it here";
      throw new WorkerError("NOT_AN_ACTIVITY", `activities[${at}], ${item.type.name}, is a contract: ${advice}`);
    }
    const advice = isWorkflow(item) ? "give workflows to openDecider" : "list what `activity(…)` returned";
    throw new WorkerError("NOT_AN_ACTIVITY", `activities[${at}] is ${describe(item)}; ${advice}`);
  });
}

/** Whether a client could start it. */
export const isWorkflow = (item: unknown): item is AnyWorkflow => hasType(item) && typeof item.body === "function";

const isActivity = (item: unknown): item is AnyActivity => hasType(item) && typeof item.run === "function";

type Typed = { readonly [member: string]: unknown };

function hasType(item: unknown): item is Typed {
  if (typeof item !== "function" && (typeof item !== "object" || item === null)) return false;
  const type = (item as Typed).type as Partial<TypeName> | undefined | null;
  return typeof type?.name === "string" && typeof type.version === "string";
}

function index<T extends { readonly type: TypeName }>(
  kind: "workflow" | "activity",
  list: string,
  items: readonly T[],
  check: (item: unknown, at: number) => void,
): TypeIndex<T> {
  if (!Array.isArray(items)) {
    throw invalid(
      list,
      items,
      `a list of what \`${kind}(…)\` returned: ${list}: [${kind === "workflow" ? "order" : "charge"}]`,
    );
  }
  const found = new Map<string, T>();
  for (const [at, item] of items.entries()) {
    check(item, at);
    const key = typeKey(item.type);
    if (found.has(key)) {
      const { name, version } = item.type;
      const advice = "list it once, or give one of the two another version";
      throw new WorkerError("DUPLICATE_TYPE", `${kind} ${name}, version ${version}, is listed twice; ${advice}`);
    }
    found.set(key, item);
  }
  return found;
}

/** A value in a few words. */
export function describe(item: unknown): string {
  if (hasType(item)) return `${typeof item.run === "function" ? "the activity" : "the workflow"} ${typeName(item)}`;
  if (typeof item === "function") return item.name === "" ? "a function" : `the function ${item.name}`;
  if (item === null || typeof item !== "object") return JSON.stringify(item) ?? "undefined";
  return Array.isArray(item) ? "an array" : "an object";
}

const typeName = (item: Typed): string => (item.type as TypeName).name;

/** The error for a task of a type that a worker does not have. */
export function unknownType(
  code: "UNKNOWN_WORKFLOW_TYPE" | "UNKNOWN_ACTIVITY_TYPE",
  { name, version }: TypeName,
  known: TypeIndex<{ readonly type: TypeName }>,
): WorkerError {
  const own = [...known.values()].filter((item) => !BUILT_IN.includes(item as AnyWorkflow));
  const list = own.map(({ type }) => `${type.name} ${type.version}`).join(", ") || "nothing";
  return new WorkerError(code, `this worker does not know ${name} ${version}; it knows ${list}`);
}
