import type { Worker } from "../options.ts";
import type { Registration } from "./registrar.ts";
import type { AnyWorkflow } from "./types.ts";

/** A workflow as the service registers it, with its settings as defaults for other clients. */
export function workflowRegistration(worker: Worker, { type, options, settings }: AnyWorkflow): Registration {
  const { api, domain } = worker;
  const defaults = {
    defaultTaskStartToCloseTimeout: settings.taskStartToCloseTimeout,
    defaultExecutionStartToCloseTimeout: settings.executionStartToCloseTimeout,
    defaultTaskList: { name: settings.taskList ?? worker.taskList },
    defaultTaskPriority: settings.taskPriority,
    defaultChildPolicy: settings.childPolicy,
    ...(settings.lambdaRole === undefined ? {} : { defaultLambdaRole: settings.lambdaRole }),
  };
  const { name, version } = type;
  const { description } = options;
  return {
    type,
    defaults,
    async describe() {
      const workflowType = { name, version };
      const { configuration, typeInfo } = await api.describeWorkflowType({ domain, workflowType });
      return { configuration, status: typeInfo?.status };
    },
    register: () => api.registerWorkflowType({ domain, name, version, description, ...defaults }),
  };
}
