import type { TypeName } from "@sweft/workflow";

/** The activity or workflow that a command asks for, if it asks for one. */
export const typeOf = (command: object | undefined): TypeName | undefined => {
  const { activity, workflow } = (command ?? {}) as { activity?: TypeName; workflow?: TypeName };
  return activity ?? workflow;
};

/** A command in one line. */
export function describe(command: object): string {
  const { type } = command as { readonly type: string };
  const { args, seconds, signal, workflowId, work } = command as {
    readonly workflowId?: string;
    readonly work?: unknown;
    readonly args?: readonly unknown[];
    readonly seconds?: number;
    readonly signal?: string;
  };
  const name = typeOf(command)?.name;
  const of = args?.map(brief).join(", ");
  if (name !== undefined) return `${name}(${of})`;
  if (workflowId !== undefined)
    return signal === undefined ? `cancel of ${workflowId}` : `${signal}(${of}) to ${workflowId}`;
  if (type === "SignalChild") return `${signal}(${of}) to child ${String(work)}`;
  return seconds !== undefined ? `${type} of ${seconds} s` : `${type}${signal === undefined ? "" : ` ${signal}`}`;
}

function brief(value: unknown): string {
  try {
    return (JSON.stringify(value) ?? String(value)).slice(0, 80);
  } catch {
    return String(value);
  }
}
