import type { RegisterWorkflowTypeInput, WorkflowType } from "@aws-sdk/client-swf";
import type { Attributes } from "./attributes.ts";
import { attributesOf, object } from "./attributes.ts";
import type { RecordedCall, Scenario } from "./recordings.ts";
import type { Stage } from "./stage.ts";

/**
 * Registers what a scenario needs: the execution's own type as the service described it, and every other type that events name,
 * without defaults: events show what was in force, and the driver says all of it.
 */
export async function registerTypes(
  { engine, domain }: Stage,
  { history, calls }: Scenario,
  own: WorkflowType | undefined,
): Promise<void> {
  const described = calls.find(({ action }) => action === "DescribeWorkflowType");
  const configuration = described === undefined ? {} : object(described.response as Attributes, "configuration");
  // The described configuration has the names of the registration's own members.
  await engine.registerWorkflowType({ domain, ...own, ...configuration } as RegisterWorkflowTypeInput);

  const seen = new Set([JSON.stringify([own?.name, own?.version, "workflowType"])]);
  for (const event of history) {
    const attributes = attributesOf(event);
    for (const member of ["workflowType", "activityType"] as const) {
      // A type in an event has a name and a version.
      const type = attributes[member] as Required<WorkflowType> | undefined;
      if (type === undefined || String(attributes.cause).endsWith("TYPE_DOES_NOT_EXIST")) continue;
      const { name, version } = type;
      const key = JSON.stringify([name, version, member]);
      if (seen.has(key)) continue;
      seen.add(key);
      await (member === "workflowType"
        ? engine.registerWorkflowType({ domain, name, version })
        : engine.registerActivityType({ domain, name, version }));
    }
  }
}

/** When the workflow type of a scenario was registered, in epoch milliseconds, if the service told it. */
export function registrationMs(calls: readonly RecordedCall[]): number | undefined {
  const described = calls.find(({ action }) => action === "DescribeWorkflowType");
  if (described === undefined) return undefined;
  return Math.round(Number(object(described.response as Attributes, "typeInfo").creationDate) * 1_000);
}
