import type { TypeName } from "@sweft/workflow";

/** The activity, workflow or Lambda function that a command asks for, if it asks for one. */
export const typeOf = (
  command: object | undefined,
): { readonly name: string; readonly version?: string } | undefined => {
  const { activity, workflow, lambda } = (command ?? {}) as {
    readonly activity?: TypeName;
    readonly workflow?: TypeName;
    readonly lambda?: string;
  };
  return activity ?? workflow ?? (lambda === undefined ? undefined : { name: lambda });
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
